// Finds out what LoginHistory calls our apps: it tells no consumer key, so the name is the one whose logins are ours.

import { matchLogins } from './match-logins.ts';
import type { LoginAttempt, LoginName, LoginRow, ReconcileInput, ReconcileRules } from './reconcile.ts';

/** Tokens by JWT bearer are logins of this type (from memory; see docs/reconciliation.md). */
export const bearerLoginType = 'Remote Access 2.0';

/** One coincidence is none: so many tokens of ours have to show under a name. */
const fewest = 2;
/** Where a name has logins that are not ours as well, so many, and of two users. */
const fewestBesides = 4;
/** A known name gives way to another after so many tokens without any row. */
const fewestSilent = 3;

/** The names that are known, and those that have become clear. */
export function learnNames(input: ReconcileInput, rules: ReconcileRules): readonly LoginName[] {
  const { attempts, names } = input;
  const clients = new Set(attempts.filter(isMint).map(({ clientId }) => clientId));
  const learned = [...clients].flatMap((clientId) => {
    const known = names.filter((name) => name.clientId === clientId);
    const own = attempts.filter((attempt) => attempt.clientId === clientId);
    const name = nameOf({ ...input, attempts: own, names: known }, rules);
    return name ? [{ clientId, ...name }] : [];
  });
  return learned.length === 0 ? names : [...names, ...learned];
}

const isMint = ({ kind, outcome, userId }: LoginAttempt) =>
  kind === 'mint' && outcome === 'granted' && userId !== undefined;

interface Candidate {
  readonly application: string;
  readonly loginType: string;
  readonly explained: number;
  readonly users: number;
  /** Logins by that name that are none of ours. */
  readonly besides: number;
}

function nameOf(
  { attempts, rows, names, now, judgeFrom, readFrom }: ReconcileInput,
  rules: ReconcileRules,
): Pick<LoginName, 'application' | 'loginType'> | undefined {
  const isKnown = (row: LoginRow) => names.some(({ application }) => application === row.application);
  const ours = rows.filter(({ address }) => !rules.isOthers(address));
  let wanted = attempts
    .filter((attempt) => isMint(attempt) && attempt.from >= readFrom + rules.skewMs)
    .toSorted((one, other) => one.from - other.from);
  if (names.length > 0) {
    // Renamed, perhaps: only what has no row under any known name speaks for another.
    const known = ours.filter(isKnown);
    wanted = wanted.filter(
      (attempt) => attempt.to <= now - rules.settleMs && !isAnyNear(known, attempt, rules),
    );
    if (wanted.length < fewestSilent) return undefined;
  }
  const candidates = new Map<string, LoginRow[]>();
  for (const row of ours) {
    if (row.loginType !== bearerLoginType || isKnown(row)) continue;
    const own = candidates.get(row.application);
    if (own) own.push(row);
    else candidates.set(row.application, [row]);
  }
  const tokens = { wanted, attempts, settled: now - rules.settleMs, judgeFrom };
  const found = [...candidates.values()].flatMap((own) => candidateOf(own, tokens, rules) ?? []);
  const clean = found.filter(({ besides }) => besides === 0);
  // With nothing but mixed names, one alone that several users share; not where a name is known already.
  const mixed = found.filter(
    ({ users, explained }) => names.length === 0 && users > 1 && explained >= fewestBesides,
  );
  const [first, second] = (clean.length > 0 ? clean : mixed).toSorted(
    (one, other) => other.explained - one.explained,
  );
  if (!first || first.explained === second?.explained) return undefined;
  return { application: first.application, loginType: first.loginType };
}

interface Tokens {
  /** Those whose name is looked for, in the order of their time. */
  readonly wanted: readonly LoginAttempt[];
  /** All of the app's. */
  readonly attempts: readonly LoginAttempt[];
  /** What ended before this has a row by now, if it ever gets one. */
  readonly settled: number;
  readonly judgeFrom: number;
}

/** Undefined for a name that passes over a token of ours: another program's logins may stand near some by chance. */
function candidateOf(
  rows: readonly LoginRow[],
  { wanted, attempts, settled, judgeFrom }: Tokens,
  rules: ReconcileRules,
): Candidate | undefined {
  const fits = (row: LoginRow, { userId, outcome }: LoginAttempt) =>
    (userId === undefined || userId === row.userId) &&
    (outcome === 'unknown' || (outcome === 'granted') === (row.status === 'Success'));
  const pairs = matchLogins({ rows, attempts: wanted, fits, skewMs: rules.skewMs });
  const explained = new Set([...pairs.values()].map((place) => wanted[place]));
  const last = wanted.findLastIndex((attempt) => explained.has(attempt));
  if (explained.size < fewest) return undefined;
  const due = wanted.filter((attempt, place) => place <= last || attempt.to <= settled);
  const passedOver = due.filter((attempt) => !explained.has(attempt) && !isAnyNear(rows, attempt, rules));
  // A row may be lost for good; of a few tokens none may be.
  if (passedOver.length > due.length / 10) return undefined;
  const all = matchLogins({ rows, attempts, fits, skewMs: rules.skewMs });
  const good = rows.filter(
    (row, place) => row.at >= judgeFrom && row.status === 'Success' && !all.has(place),
  );
  const users = new Set([...explained].map((attempt) => attempt?.userId));
  const { application = '', loginType = '' } = rows[0] ?? {};
  return { application, loginType, explained: explained.size, users: users.size, besides: good.length };
}

const isAnyNear = (rows: readonly LoginRow[], attempt: LoginAttempt, rules: ReconcileRules) =>
  rows.some((row) => isNear(row, attempt, rules));

/** A row that the token may share. */
export function isNear(
  row: LoginRow,
  { userId, from, to }: LoginAttempt,
  { skewMs, mergeMs }: Pick<ReconcileRules, 'skewMs' | 'mergeMs'>,
): boolean {
  const reach = skewMs + mergeMs;
  const within = row.at >= from - reach && row.at <= to + reach;
  return within && row.status === 'Success' && (userId === undefined || userId === row.userId);
}
