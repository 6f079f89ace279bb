// What the org writes down: the login history and the setup audit trail, newest first.

import type { Org } from '../../state/org.ts';
import type { Page } from '../layout.ts';
import { markup } from '../markup.ts';
import { badge, moment, section, table } from '../parts.ts';

const shown = 100;

export function records(org: Org): Page {
  const { logins, audit } = org.ledger;
  const who = (userId: string) => org.people.byId(userId)?.username ?? userId;
  const newest = <Row>(rows: readonly Row[]) => rows.slice(-shown).reverse();
  const loginRows = newest(logins).map(
    (row) =>
      markup`<tr><td>${moment(row.at)}</td><td>${who(row.userId)}</td><td>${badge(row.status, row.status === 'Success' ? 'good' : 'bad')}</td><td>${row.type}</td><td>${row.application}</td><td>${row.address}</td></tr>`,
  );
  const auditRows = newest(audit).map(
    (row) =>
      markup`<tr><td>${moment(row.at)}</td><td>${who(row.userId)}</td><td>${row.section}</td><td class="long">${row.display}</td><td><code>${row.action}</code></td></tr>`,
  );
  return {
    title: 'Logins and audit',
    body: markup`${section(
      'Login history',
      table(
        ['Time (UTC)', 'User', 'Status', 'Type', 'Application', 'From'],
        loginRows,
        'Nobody has logged in yet.',
      ),
      markup`<span class="note">${logins.length.toLocaleString('en-GB')} rows, the newest ${Math.min(shown, logins.length)}</span>`,
    )}${section(
      'Setup audit trail',
      table(['Time (UTC)', 'User', 'Section', 'What', 'Action'], auditRows, 'Nothing was changed here yet.'),
      markup`<span class="note">${audit.length.toLocaleString('en-GB')} rows, the newest ${Math.min(shown, audit.length)}</span>`,
    )}`,
  };
}
