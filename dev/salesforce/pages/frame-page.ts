// The document around an older page: its style, its script, and who may frame it.

import { type Exchange, escapeHtml, html, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';

export interface FrameCall {
  readonly org: Org;
  readonly call: Exchange;
  readonly person: Person;
  readonly editing: boolean;
}

export interface FrameContent {
  readonly title: string;
  /** What Setup's address shows while this page is open: `/01p…/e`. */
  readonly address: string;
  readonly body: string;
  readonly status?: number;
}

export function framePage(at: FrameCall, content: FrameContent): Reply {
  const { setupHost, lightningHost } = at.org.settings;
  // Setup asks for the page without its surroundings; Classic shows it within them.
  const framed = at.call.query.has('isdtp');
  return html(
    content.status ?? 200,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(content.title)} ~ Salesforce - Enterprise Edition</title>
<link rel="stylesheet" href="/assets/frame.css"></head>
<body class="aloha${framed ? '' : ' classic'}" data-address="${escapeHtml(content.address)}">${framed ? '' : classicHeader(at)}${content.body}<script src="/assets/frame.js"></script></body></html>`,
    { 'content-security-policy': `frame-ancestors 'self' https://${setupHost} https://${lightningHost}` },
  );
}

function classicHeader({ org, person }: FrameCall): string {
  return `<header class="classic-header"><span class="classic-logo">${escapeHtml(org.settings.orgName)}</span><nav><a>Home</a><a>Leads</a><a>Accounts</a><a>Contacts</a><a>Reports</a></nav><span class="classic-user">${escapeHtml(person.name)} · Setup</span></header>`;
}

/** A link or form target inside the frame, with what lets it in. */
export function inFrame(at: FrameCall, path: string): string {
  const url = new URL(path, 'https://here.invalid');
  const ticket = at.call.query.get('ticket');
  if (ticket !== null) url.searchParams.set('ticket', ticket);
  if (at.call.query.has('isdtp')) url.searchParams.set('isdtp', 'p1');
  return escapeHtml(url.pathname + url.search);
}

/** Rows of names and values, two pairs a row, as the older pages have them. */
export function detailTable(rows: readonly (readonly [string, string])[]): string {
  const cells = rows.map(
    ([name, value]) => `<th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td>`,
  );
  let body = '';
  for (let index = 0; index < cells.length; index += 2) {
    body += `<tr>${cells[index]}${cells[index + 1] ?? '<th></th><td></td>'}</tr>`;
  }
  return `<table class="detail">${body}</table>`;
}
