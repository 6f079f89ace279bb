// Lightning App Builder's page: the regions of a Lightning page with what lies in them.

import { type Exchange, escapeHtml, html, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import { describeComponent } from './describe.ts';
import { icon } from './icons.ts';
import { lightningPolicy } from './shell.ts';

export async function appBuilder(org: Org, call: Exchange): Promise<Reply> {
  const component = org.components.byId(call.query.get('pageId') ?? call.query.get('id') ?? '');
  const shown = component && (await describeComponent(org, component));
  const title = shown?.label ?? 'New Lightning Page';
  const boxes = (shown?.lists ?? []).flatMap(({ heading, rows }) =>
    rows.map(
      (row) =>
        `<li class="region"><strong>${escapeHtml(heading)}</strong> ${escapeHtml(row.join(' · '))}</li>`,
    ),
  );
  return html(
    200,
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escapeHtml(title)} | Lightning App Builder</title>
<link rel="stylesheet" href="/assets/builder.css"></head><body><header class="builder-bar"><span class="builder-name">${icon('mark')}Lightning App Builder</span><h1>${escapeHtml(title)}</h1><a class="back" href="/lightning/setup/FlexiPageList/home">Back</a></header>
<div class="builder-tools"><span class="space"></span><button type="button">Save</button><button type="button" class="brand">Activation</button></div>
<div class="builder"><ul class="regions">${boxes.join('')}</ul></div></body></html>`,
    { 'content-security-policy': lightningPolicy(org) },
  );
}
