// What runs in the frame of a report's or a dashboard's page: columns with rows, tiles with numbers.

import { setTimeout as wait } from 'node:timers/promises';
import { type Exchange, escapeHtml, html, type Reply } from '../http/exchange.ts';
import { elementOf } from '../metadata/elements.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { describeComponent } from './describe.ts';
import { columnLabel, recordRows } from './invented.ts';
import { lightningPolicy } from './shell.ts';

/** Undefined for every other address. */
export async function reportFrame(org: Org, call: Exchange): Promise<Reply | undefined> {
  const report = call.path === '/reports/lightningReportApp.app';
  if (!report && call.path !== '/desktopDashboards/dashboardApp.app') return undefined;
  if (org.faults.frameDelay > 0) await wait(org.faults.frameDelay);
  const component = org.components.byId(call.query.get(report ? 'reportId' : 'dashboardId') ?? '');
  const type = report ? 'Report' : 'Dashboard';
  const body =
    component?.type === type
      ? await (report ? reportBody(org, component) : dashboardBody(org, component))
      : '<p class="note">We can’t find it. It may have been deleted.</p>';
  return html(
    component?.type === type ? 200 : 404,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${type}</title><link rel="stylesheet" href="/assets/frame.css"></head><body class="aloha report">${body}</body></html>`,
    { 'content-security-policy': lightningPolicy(org) },
  );
}

const heading = (type: string, label: string, buttons: readonly string[]) =>
  `<header class="report-head"><div><p class="crumb">${type}</p><h1>${escapeHtml(label)}</h1></div><div class="buttons">${buttons.map((name) => `<span class="btn">${name}</span>`).join('')}</div></header>`;

async function reportBody(org: Org, component: OrgComponent): Promise<string> {
  const { label } = await describeComponent(org, component);
  const root = await elementOf(org.components, component);
  const fields = (root?.children ?? [])
    .filter(({ name }) => name === 'columns')
    .flatMap(({ children }) => children.filter(({ name }) => name === 'field').map(({ text }) => text));
  const columns = fields.length > 0 ? fields : ['NAME', 'OWNER', 'STATUS'];
  const rows = recordRows('Opportunity', columns, component.id);
  const heads = columns.map((name) => `<th>${escapeHtml(columnLabel(name))}</th>`).join('');
  const lines = rows.map(
    (row) => `<tr>${row.map(({ text }) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`,
  );
  return `${heading('Report', label, ['Enable Field Editing', 'Add Chart', 'Edit'])}
<p class="total">Total Records <strong>${rows.length}</strong></p>
<table class="rows"><thead><tr>${heads}</tr></thead><tbody>${lines.join('')}</tbody></table>`;
}

async function dashboardBody(org: Org, component: OrgComponent): Promise<string> {
  const { label, details, lists } = await describeComponent(org, component);
  const tiles = lists.flatMap((list) =>
    list.rows.map((row) => row.find((text) => text !== '') ?? list.heading),
  );
  const shown = tiles.length > 0 ? tiles : details.slice(0, 4).map(([name]) => name);
  const boxes = shown.slice(0, 9).map((name, at) => {
    const bars = [30, 64, 48, 80, 55].map((height) => `<i style="height:${(height * (at + 3)) % 90}%"></i>`);
    return `<li><strong>${escapeHtml(name)}</strong><div class="bars">${bars.join('')}</div></li>`;
  });
  return `${heading('Dashboard', label, ['Refresh', 'Edit', 'Subscribe'])}<ul class="dashboard">${boxes.join('')}</ul>`;
}
