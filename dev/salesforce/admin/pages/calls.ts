// What was asked of the org, newest first.

import type { LoggedCall } from '../../http/call-log.ts';
import type { Org } from '../../state/org.ts';
import type { Page } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import { act, badge, moment, pager, section, table } from '../parts.ts';

const pageSize = 100;

export function calls(org: Org, query: URLSearchParams): Page {
  const wanted = (query.get('text') ?? '').trim().toLowerCase();
  const found = org.log
    .list()
    .toReversed()
    .filter((call) => wanted === '' || matches(call, wanted));
  const page = Math.max(1, Math.trunc(Number(query.get('page'))) || 1);
  const shown = found.slice((page - 1) * pageSize, page * pageSize);
  const address = (to: number) => `/admin/calls?${new URLSearchParams({ text: wanted, page: String(to) })}`;
  return {
    title: 'Calls',
    body: markup`<form method="get" class="filter"><label for="text">User, path, operation or status</label><input type="search" name="text" id="text" value="${wanted}"><button>Show</button></form>
${section(
  `${found.length.toLocaleString('en-GB')} calls`,
  markup`${callTable(shown, wanted === '' ? 'Nothing was asked yet.' : 'No call is like that.')}${pager(address, page, pageSize, found.length)}`,
  act({ action: 'clear-calls', label: 'Forget them' }),
)}`,
  };
}

export function callTable(list: readonly LoggedCall[], empty: string): Markup {
  const rows = list.map(
    (call) =>
      markup`<tr><td>${moment(call.at)}</td><td>${statusOf(call)}</td><td><code>${call.method}</code></td><td class="long"><code>${call.host}${call.path}</code>${
        call.detail !== undefined && markup`<span class="detail">${call.detail}</span>`
      }</td><td>${call.user ?? ''}</td></tr>`,
  );
  return table(['Time (UTC)', 'Status', 'Method', 'Where, and what for', 'User'], rows, empty);
}

function statusOf(call: LoggedCall): Markup {
  const shown =
    call.status === 0 ? badge('none', 'bad') : badge(String(call.status), call.status < 400 ? 'good' : 'bad');
  return markup`${shown}${call.fault !== undefined && markup` <code>${call.fault}</code>`}`;
}

function matches(call: LoggedCall, wanted: string): boolean {
  const told = [call.user, call.host + call.path, call.detail, call.method, String(call.status), call.fault];
  return told.some((each) => each?.toLowerCase().includes(wanted));
}
