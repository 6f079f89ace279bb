// The Developer Console: a page of its own on the org's domain, with the file that its address opens.

import { type Exchange, escapeHtml, html, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { describeComponent } from './describe.ts';

export async function devConsole(org: Org, call: Exchange): Promise<Reply | undefined> {
  if (call.path !== '/_ui/common/apex/debug/ApexCSIPage') return undefined;
  const component = org.components.byId(call.query.get('Id') ?? call.query.get('id') ?? '');
  const code = component ? (await describeComponent(org, component)).code[0] : undefined;
  const lines = (code?.text ?? '').split('\n');
  const tab = component
    ? `<div class="tabs"><span class="on">${escapeHtml(component.fullName)}</span></div>`
    : '';
  return html(
    200,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Developer Console</title><link rel="stylesheet" href="/assets/frame.css"></head>
<body class="aloha console"><nav class="menus">File&emsp;Edit&emsp;Debug&emsp;Test&emsp;Workspace&emsp;Help</nav>${tab}
<div class="code"><pre class="numbers" aria-hidden="true">${lines.map((_, at) => at + 1).join('\n')}</pre><pre class="source">${escapeHtml(lines.join('\n'))}</pre></div></body></html>`,
  );
}
