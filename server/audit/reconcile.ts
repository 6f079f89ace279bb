// Compares what was asked of Salesforce with the logins that the org tells of: what nobody asked for is somebody else's.

import { isNear, learnNames } from './login-names.ts';
import { matchLogins } from './match-logins.ts';

/** One request for a token by JWT bearer, or one sign-in of a person at Salesforce through an app of ours. */
export interface LoginAttempt {
  readonly id: string;
  readonly kind: 'mint' | 'sign_in';
  /** Undefined where it is not known whose login it was. */
  readonly userId: string | undefined;
  /** Consumer key of the app. */
  readonly clientId: string;
  /** Epoch milliseconds by our clock: when Salesforce was asked, and when its answer was there. */
  readonly from: number;
  readonly to: number;
  /** `unknown`: it may have left a row or none. */
  readonly outcome: 'granted' | 'refused' | 'unknown';
}

/** A row of LoginHistory. */
export interface LoginRow {
  readonly id: string;
  readonly userId: string;
  /** Epoch milliseconds by Salesforce's clock. */
  readonly at: number;
  readonly loginType: string;
  readonly address: string;
  readonly status: string;
  readonly application: string;
}

/** What LoginHistory calls an app of ours. */
export interface LoginName {
  readonly clientId: string;
  readonly application: string;
  readonly loginType: string;
}

export interface ReconcileRules {
  /** How far Salesforce's clock and ours may be apart, and those of our servers. */
  readonly skewMs: number;
  /** After this, a row that is not there is missing. */
  readonly settleMs: number;
  /** Alike logins within this time may share a row. */
  readonly mergeMs: number;
  /** Whether an address is one that our calls leave from; undefined when nobody has said which they are. */
  readonly isEgress: ((address: string) => boolean) | undefined;
  /** Whether an address is one of another installation with an app of the same name. */
  isOthers(address: string): boolean;
}

export interface ReconcileInput {
  readonly attempts: readonly LoginAttempt[];
  /** Without those that an alarm names already. */
  readonly rows: readonly LoginRow[];
  readonly names: readonly LoginName[];
  /** From here on the rows of every application are among them; of before, those of our own alone. */
  readonly readFrom: number;
  /** Rows before this are looked at and not judged. */
  readonly judgeFrom: number;
  readonly now: number;
}

/** `login_not_granted`: nobody asked for it. `login_from_elsewhere`: it came from where our calls do not. */
export type LoginAlarmKind = 'login_not_granted' | 'login_from_elsewhere';

export interface LoginAlarm {
  readonly kind: LoginAlarmKind;
  readonly row: LoginRow;
}

export interface Reconciled {
  /** Names that were found out just now, with those that were known. */
  readonly names: readonly LoginName[];
  /** Oldest first. */
  readonly alarms: readonly LoginAlarm[];
  /** Logins that failed and that nobody here tried: whoever knows the app's public name can cause them. */
  readonly failures: readonly LoginRow[];
  /** Granted, old enough, and no row of the user's through the app anywhere near. */
  readonly missing: readonly LoginAttempt[];
  /** Consumer keys by which tokens were got of which no row shows: their logins, and a thief's, bear a name that is not known. */
  readonly unrecognised: readonly string[];
  readonly counts: {
    /** Rows through our apps, and those of them that an attempt explains. */
    readonly rows: number;
    readonly explained: number;
    /** Attempts without a row of their own, with another of the same user near. */
    readonly merged: number;
    /** Rows of other installations. */
    readonly others: number;
  };
  /** Where explained logins came from. */
  readonly addresses: ReadonlyMap<string, number>;
}

export const isGood = ({ status }: Pick<LoginRow, 'status'>): boolean => status === 'Success';

export function reconcile(input: ReconcileInput, rules: ReconcileRules): Reconciled {
  const { attempts, judgeFrom } = input;
  const names = learnNames(input, rules);
  const named = new Set(names.map(keyOf));
  const through = input.rows.filter((row) => named.has(keyOf(row)));
  const isForeign = ({ address }: LoginRow) => rules.isEgress?.(address) === false;
  const rows = through
    .filter(({ address }) => !rules.isOthers(address))
    // What only a sign-in may explain is not to lose it to a row that has other explanations.
    .toSorted((one, other) => Number(isForeign(other)) - Number(isForeign(one)) || one.at - other.at);
  const pairs = pairUp(rows, attempts, names, rules);
  const leftOver = rows
    .filter((row, place) => !pairs.has(place) && row.at >= judgeFrom)
    .toSorted((one, other) => one.at - other.at);
  const used = new Set(pairs.values());
  const { missing, merged } = withoutRow(input, names, rows, used, rules);
  const addresses = new Map<string, number>();
  for (const place of pairs.keys()) {
    const { address = '' } = rows[place] ?? {};
    addresses.set(address, (addresses.get(address) ?? 0) + 1);
  }
  return {
    names,
    alarms: leftOver.filter(isGood).map((row) => ({ kind: kindOf(row, rules), row })),
    failures: leftOver.filter((row) => !isGood(row)),
    missing,
    unrecognised: unrecognisedOf(input, pairs, rules),
    counts: {
      rows: rows.length,
      explained: pairs.size,
      merged,
      others: through.length - rows.length,
    },
    addresses,
  };
}

const keyOf = ({ application, loginType }: Pick<LoginRow, 'application' | 'loginType'>): string =>
  `${loginType}\n${application}`;

function kindOf({ address }: LoginRow, { isEgress }: ReconcileRules): LoginAlarmKind {
  return isEgress && !isEgress(address) ? 'login_from_elsewhere' : 'login_not_granted';
}

/** Which attempt explains which row, by their places. */
function pairUp(
  rows: readonly LoginRow[],
  attempts: readonly LoginAttempt[],
  names: readonly LoginName[],
  rules: ReconcileRules,
): Map<number, number> {
  const namesOf = new Map<string, Set<string>>();
  for (const name of names) {
    const known = namesOf.get(name.clientId) ?? new Set();
    namesOf.set(name.clientId, known.add(keyOf(name)));
  }
  return matchLogins({
    rows,
    attempts,
    skewMs: rules.skewMs,
    fits: (row, attempt) => {
      // What an app is called is not known at first: it may bear the name of another of ours.
      const known = namesOf.get(attempt.clientId);
      return (!known || known.has(keyOf(row))) && mayHaveMade(row, attempt, rules);
    },
  });
}

/** By user, outcome and address. */
export function mayHaveMade(row: LoginRow, attempt: LoginAttempt, { isEgress }: ReconcileRules): boolean {
  const { userId, outcome, kind } = attempt;
  if (userId !== undefined && userId !== row.userId) return false;
  if (outcome !== 'unknown' && (outcome === 'granted') !== isGood(row)) return false;
  // A person signs in from wherever they are; a token is asked for from here alone.
  return kind === 'sign_in' || !isEgress || isEgress(row.address);
}

/** So many tokens without any row, and none with one: the app's logins go by a name that has not become clear. */
const fewestSilent = 3;

function unrecognisedOf(
  { attempts, now, judgeFrom }: ReconcileInput,
  pairs: ReadonlyMap<number, number>,
  rules: ReconcileRules,
): string[] {
  const used = new Set([...pairs.values()].map((place) => attempts[place]?.clientId));
  const settled = attempts.filter(
    ({ kind, outcome, from, to }) =>
      kind === 'mint' && outcome === 'granted' && from >= judgeFrom && to <= now - rules.settleMs,
  );
  const clients = new Set(settled.map(({ clientId }) => clientId));
  return [...clients].filter(
    (clientId) =>
      !used.has(clientId) &&
      settled.filter((attempt) => attempt.clientId === clientId).length >= fewestSilent,
  );
}

function withoutRow(
  { attempts, now, judgeFrom }: ReconcileInput,
  names: readonly LoginName[],
  rows: readonly LoginRow[],
  used: ReadonlySet<number>,
  rules: ReconcileRules,
): { missing: LoginAttempt[]; merged: number } {
  const known = new Set(names.map(({ clientId }) => clientId));
  const lone = attempts.filter(
    ({ kind, outcome, to, from, clientId }, place) =>
      kind === 'mint' &&
      outcome === 'granted' &&
      !used.has(place) &&
      known.has(clientId) &&
      from >= judgeFrom &&
      to <= now - rules.settleMs,
  );
  const missing = lone.filter((attempt) => !rows.some((row) => isNear(row, attempt, rules)));
  return { missing, merged: lone.length - missing.length };
}
