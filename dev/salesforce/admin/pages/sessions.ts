// Who holds an open session, and ending it.

import { sessionsOf } from '../../control/people.ts';
import type { Org } from '../../state/org.ts';
import type { Page } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import { act, moment, section, table } from '../parts.ts';

export function sessions(org: Org): Page {
  const open = sessionsOf(org);
  return {
    title: 'Sessions',
    body: section(
      `${open.length} open`,
      sessionTable(org, () => true),
      open.length > 0 &&
        act({ action: 'end-sessions', label: 'End all', kind: 'danger', ask: 'End every session?' }),
    ),
  };
}

export function sessionTable(org: Org, shown: (username: string) => boolean): Markup {
  const rows = sessionsOf(org)
    .filter(({ username }) => shown(username))
    .reverse()
    .map(
      (each) =>
        markup`<tr><td>${each.username}</td><td>${each.clientId === '' ? 'a browser' : 'the app'}</td><td>${each.scopes.join(' ')}</td><td>${moment(each.issuedAt)}</td><td>${moment(each.usedAt)}</td><td>${moment(each.expiresAt)}</td><td><code>${each.token}</code></td><td>${act({ action: 'end-sessions', label: 'End', with: { token: each.token } })}</td></tr>`,
    );
  return table(
    ['User', 'Held by', 'Scopes', 'From (UTC)', 'Used', 'Ends', 'Token’s hash', ''],
    rows,
    'No session is open.',
  );
}
