// LoginHistory: who logged in how and how it ended; a row for each login, or merged, or late, as the org is set.

import { withSuffix } from '../state/ids.ts';
import type { LoginRow } from '../state/ledger.ts';
import { may, type Org } from '../state/org.ts';
import { type Row, restDate, type Table } from './table.ts';

/** Without Manage Users a user finds their own rows. */
export const loginHistory: Table = {
  name: 'LoginHistory',
  prefix: '0Ya',
  columns: {
    Id: 'id',
    UserId: 'id',
    LoginTime: 'datetime',
    LoginType: 'string',
    SourceIp: 'string',
    Status: 'string',
    Application: 'string',
    Browser: 'string',
    Platform: 'string',
    ApiType: 'string',
    ApiVersion: 'string',
    LoginUrl: 'string',
    TlsProtocol: 'string',
    CipherSuite: 'string',
    CountryIso: 'string',
    ClientVersion: 'string',
    AuthenticationServiceId: 'id',
    AuthMethodReference: 'string',
    AuthContextClassRef: 'string',
    LoginGeoId: 'id',
    NetworkId: 'id',
    OptionsIsGet: 'boolean',
    OptionsIsPost: 'boolean',
    LoginSubType: 'string',
    ForwardedForIp: 'string',
  },
  unfiltered: ['ApiType', 'ApiVersion', 'Application', 'Browser', 'ClientVersion', 'Platform'],
  rows: (org, asker) => {
    const all = may(org, asker, 'ManageUsers');
    return shownLogins(org)
      .filter(({ login }) => all || login.userId === asker.id)
      .map(({ login, id }) => rowOf(login, id));
  },
};

interface Shown {
  readonly login: LoginRow;
  readonly id: string;
}

/** The logins that show now; a row keeps its id however they are set to show. */
function shownLogins(org: Org): readonly Shown[] {
  const { loginRows, loginRowDelay } = org.faults;
  const every = org.ledger.logins.map((login, index) => ({ login, id: idOf(login.number ?? index + 1) }));
  if (loginRows === 'late') return every.filter(({ login }) => login.at + loginRowDelay <= org.now());
  return loginRows === 'merged' ? merged(every) : every;
}

/** The first of alike logins stands for those of the hour after it. */
function merged(every: readonly Shown[]): readonly Shown[] {
  const since = new Map<string, number>();
  return every.filter(({ login }) => {
    const alike = [login.userId, login.application, login.status, login.address].join('\n');
    const first = since.get(alike);
    if (first !== undefined && login.at - first < 3_600_000) return false;
    since.set(alike, login.at);
    return true;
  });
}

function rowOf(login: LoginRow, id: string): Row {
  return {
    Id: id,
    UserId: login.userId,
    LoginTime: restDate(login.at),
    LoginType: login.type,
    SourceIp: login.address,
    Status: login.status,
    Application: login.application,
    Browser: login.browser ?? 'Unknown',
    Platform: login.platform ?? 'Unknown',
    ApiType: 'N/A',
    ApiVersion: 'N/A',
    LoginUrl: login.loginUrl ?? null,
    TlsProtocol: 'TLS 1.2',
    CipherSuite: 'ECDHE-RSA-AES256-GCM-SHA384',
    CountryIso: null,
    ClientVersion: 'N/A',
    AuthenticationServiceId: null,
    AuthMethodReference: null,
    AuthContextClassRef: null,
    LoginGeoId: null,
    NetworkId: '000000000000000AAA',
    OptionsIsGet: login.method === 'GET',
    OptionsIsPost: login.method === 'POST',
    LoginSubType: null,
    ForwardedForIp: null,
  };
}

function idOf(index: number): string {
  return withSuffix(`0Ya5g0${index.toString(36).toUpperCase().padStart(9, '0')}`);
}
