// LoginHistory: who logged in how and how it ended; a row for each login, or merged, or late, as the org is set.

import { withSuffix } from '../state/ids.ts';
import type { LoginRow } from '../state/ledger.ts';
import { may, type Org } from '../state/org.ts';
import { type Column, column, restDate, tableOf } from './table.ts';

/** Salesforce filters by none of these. */
const shownOnly = (read: (login: LoginRow) => unknown): Column<Shown> => ({
  type: 'string',
  read: ({ login }) => read(login),
  filterable: false,
});

/** Without Manage Users or Monitor Login History a user finds their own rows. */
export const loginHistory = tableOf<Shown>({
  name: 'LoginHistory',
  prefix: '0Ya',
  columns: {
    Id: column('id', ({ id }) => id),
    UserId: column('id', ({ login }) => login.userId),
    LoginTime: column('datetime', ({ login }) => restDate(login.at)),
    LoginType: column('string', ({ login }) => login.type),
    SourceIp: column('string', ({ login }) => login.address),
    Status: column('string', ({ login }) => login.status),
    Application: shownOnly((login) => login.application),
    Browser: shownOnly((login) => login.browser ?? 'Unknown'),
    Platform: shownOnly((login) => login.platform ?? 'Unknown'),
    ApiType: shownOnly(() => 'N/A'),
    ApiVersion: shownOnly(() => 'N/A'),
    LoginUrl: column('string', ({ login }) => login.loginUrl),
    TlsProtocol: column('string', () => 'TLS 1.2'),
    CipherSuite: column('string', () => 'ECDHE-RSA-AES256-GCM-SHA384'),
    CountryIso: column('string', () => null),
    ClientVersion: shownOnly(() => 'N/A'),
    AuthenticationServiceId: column('id', () => null),
    AuthMethodReference: column('string', () => null),
    AuthContextClassRef: column('string', () => null),
    LoginGeoId: column('id', () => null),
    NetworkId: column('id', () => '000000000000000AAA'),
    OptionsIsGet: column('boolean', ({ login }) => login.method === 'GET'),
    OptionsIsPost: column('boolean', ({ login }) => login.method === 'POST'),
    LoginSubType: column('string', () => null),
    ForwardedForIp: column('string', () => null),
  },
  rows: ({ org, asker }) => {
    const all = may(org, asker, 'ManageUsers') || may(org, asker, 'MonitorLoginHistory');
    return shownLogins(org).filter(({ login }) => all || login.userId === asker.id);
  },
});

interface Shown {
  readonly login: LoginRow;
  readonly id: string;
}

/** The logins that show now; a row keeps its id and its time however they are set to show. */
function shownLogins(org: Org): readonly Shown[] {
  const { loginRows, loginRowDelay } = org.faults;
  const late = loginRows === 'late' || loginRows === 'merged and late';
  const every = org.ledger.logins.map((login, index) => {
    const number = login.number ?? index + 1;
    return { login, id: idOf(number), number };
  });
  const there = late ? every.filter(({ login }) => login.at + loginRowDelay <= org.now()) : every;
  const shown = loginRows === 'each' || loginRows === 'late' ? there : merged(there);
  return shown.map((row) => ({ ...row, login: { ...row.login, at: timeShown(org, row) } }));
}

/** By the clock that logins are timed with: another one than the org's, and not one alone. */
function timeShown({ faults }: Org, { login, number }: Shown & { readonly number: number }): number {
  const part = (Math.imul(number + 1, 2_654_435_761) >>> 0) / 4_294_967_296;
  return Math.round(login.at + faults.loginClock + (2 * part - 1) * faults.loginClockJitter);
}

/** The first of alike logins stands for those of the hour after it. */
function merged<Row extends Shown>(every: readonly Row[]): readonly Row[] {
  const since = new Map<string, number>();
  return every.filter(({ login }) => {
    const alike = [login.userId, login.application, login.status, login.address].join('\n');
    const first = since.get(alike);
    if (first !== undefined && login.at - first < 3_600_000) return false;
    since.set(alike, login.at);
    return true;
  });
}

function idOf(index: number): string {
  return withSuffix(`0Ya5g0${index.toString(36).toUpperCase().padStart(9, '0')}`);
}
