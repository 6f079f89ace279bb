// The older page of a component that has no design of its own here: its values, its lists, its code. Read only.

import { escapeHtml, type Reply } from '../http/exchange.ts';
import type { OrgComponent } from '../state/components.ts';
import { describeComponent, type Listing } from './describe.ts';
import { detailTable, type FrameCall, framePage } from './frame-page.ts';

export async function metadataPage(at: FrameCall, component: OrgComponent): Promise<Reply> {
  const { label, details, lists, code } = await describeComponent(at.org, component);
  const kind = component.type.replace(/([a-z])([A-Z])/g, '$1 $2');
  const body = `<p class="crumb">${escapeHtml(kind)}</p><h1>${escapeHtml(label)}</h1>
<section class="block"><header><h2>${escapeHtml(kind)} Detail</h2><div class="buttons"><span class="btn off">Edit</span><span class="btn off">Delete</span></div></header>${detailTable(details)}</section>
${lists.map(listBlock).join('\n')}
${code.map(({ name, text }) => codeBlock(name, text)).join('\n')}`;
  return framePage(at, { title: `${kind}: ${label}`, address: `/${component.id}`, body });
}

function listBlock({ heading, columns, rows, total }: Listing): string {
  const heads = columns.map((name) => `<th>${escapeHtml(name)}</th>`).join('');
  const lines = rows.map((row) => `<tr>${row.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`);
  const more = rows.length < total ? `<p class="note">First ${rows.length} of ${total}</p>` : '';
  return `<section class="block"><header><h2>${escapeHtml(heading)}</h2></header><table class="rows"><thead><tr>${heads}</tr></thead><tbody>${lines.join('')}</tbody></table>${more}</section>`;
}

function codeBlock(name: string, text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return `<div class="tabs"><span class="on">${escapeHtml(name)}</span></div>
<div class="code"><pre class="numbers" aria-hidden="true">${lines.map((_, index) => index + 1).join('\n')}</pre><pre class="source">${escapeHtml(lines.join('\n'))}</pre></div>`;
}
