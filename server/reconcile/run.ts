// One reconciliation of one org: reads its login history, asks what we had asked for, judges, and keeps what came of it.

import { randomUUID } from 'node:crypto';
import {
  type LoginAlarm,
  type LoginAttempt,
  type LoginRow,
  type Reconciled,
  type ReconcileRules,
  reconcile,
} from '../audit/reconcile.ts';
import {
  alarmedMs,
  longestAttemptMs,
  mayBeRenamed,
  type ReconcileWindow,
  reachOf,
  wideWindow,
  windowOf,
} from '../audit/reconcile-window.ts';
import type { Database } from '../db/database.ts';
import { inTransaction, lock } from '../db/engine.ts';
import { type AlarmLogin, raiseLoginAlarm } from '../db/login-alarms.ts';
import {
  dropLoginRows,
  listLoginNames,
  listLoginRows,
  markLoginRows,
  putLoginName,
  putLoginRows,
} from '../db/login-rows.ts';
import {
  finishReconciliation,
  type ReconcileSummary,
  type ReconciliationRow,
  reconcileSummary,
} from '../db/reconciliations.ts';
import { listSignIns } from '../db/sign-ins.ts';
import type { DelegationClient } from '../delegation/client.ts';
import type { Log } from '../log.ts';
import type { ConnectedOrg } from '../parties.ts';
import type { JobHandle } from '../salesforce/client.ts';
import { readLogins, requireAllLogins, usernamesOf } from './read-logins.ts';

export interface ReconcileDeps {
  readonly db: Database;
  readonly delegation: Pick<DelegationClient, 'logins'>;
  /** Opens a job at Salesforce as the org's integration user, for this purpose. */
  open(org: ConnectedOrg, signal: AbortSignal): Promise<JobHandle>;
  readonly rules: ReconcileRules;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export interface ReconcileRun {
  readonly org: ConnectedOrg;
  readonly row: ReconciliationRow;
  readonly owner: string;
  readonly signal: AbortSignal;
  readonly nextAt: number;
}

/** Throws what keeps it from judging; nothing of the run is kept then. */
export async function runReconciliation(deps: ReconcileDeps, run: ReconcileRun): Promise<void> {
  const { now } = deps;
  const handle = await deps.open(run.org, run.signal);
  try {
    await requireAllLogins(handle);
    const began = now();
    const known = await listLoginNames(deps.db, run.org.orgId);
    const judged = await (known.length === 0 ? judgeAtFirst : judgeFurther)(deps, run, handle, known, began);
    const usernames = await namesOf(handle, judged.result.alarms);
    await keep(deps, run, { ...judged, known: known.length, began, usernames });
  } finally {
    await handle.close();
  }
}

type Judge = (
  deps: ReconcileDeps,
  run: ReconcileRun,
  handle: JobHandle,
  known: Reconciled['names'],
  began: number,
) => Promise<Judged>;

/** Nothing is known of the org's names: they are learned from what is new, and then everything is judged from the beginning on. */
const judgeAtFirst: Judge = async (deps, run, handle, known, began) => {
  const judgeFrom = run.row.judge_from;
  const recent = wideWindow(judgeFrom, began, deps.rules);
  const learned = await judge(deps, run, handle, { window: recent, known, asOf: began });
  const { names } = learned.result;
  const window = windowOf({ until: undefined, judgeFrom }, began, deps.rules);
  if (names.length === 0 || window.rowsFrom >= recent.rowsFrom) return learned;
  return judge(deps, run, handle, { window, known: names, asOf: reachOf(window, began) });
};

const judgeFurther: Judge = async (deps, run, handle, known, began) => {
  const { judge_from: judgeFrom, until, summary } = run.row;
  const window = windowOf({ until: until ?? undefined, judgeFrom }, began, deps.rules);
  const asOf = reachOf(window, began);
  const judged = await judge(deps, run, handle, { window, known, asOf });
  const { names, missing } = judged.result;
  const before = summary ? reconcileSummary.parse(JSON.parse(summary)).missing : 0;
  if (names.length === known.length && !mayBeRenamed(missing.length, before)) return judged;
  // A name is believed by what it did all day.
  const wide = wideWindow(judgeFrom, asOf, deps.rules);
  if (wide.rowsFrom >= window.rowsFrom) return judged;
  return judge(deps, run, handle, { window: wide, known, asOf });
};

interface Judged {
  /** The moment up to which it is judged, as if it were now. */
  readonly asOf: number;
  readonly result: Reconciled;
  /** As they were read now. */
  readonly rows: readonly LoginRow[];
  /** By name, those that an earlier run has read. */
  readonly readBefore: ReadonlySet<string>;
}

async function judge(
  deps: ReconcileDeps,
  { org, row }: ReconcileRun,
  handle: JobHandle,
  { window, known, asOf }: { window: ReconcileWindow; known: Reconciled['names']; asOf: number },
): Promise<Judged> {
  const { db, rules, now } = deps;
  // A row may be ahead of us by what the clocks differ.
  const span = {
    from: window.rowsFrom,
    to: Math.min(now(), asOf + longestAttemptMs) + rules.skewMs + 60_000,
  };
  // Rows first: whatever made one was noted before it could be there.
  const read = await readLogins(handle, span);
  const { attempts, since } = await attemptsOf(deps, org, window.attemptsFrom);
  const stored = await listLoginRows(db, org.orgId, window.keptFrom);
  const rows = new Map(stored.map((each) => [each.row_id, { ...loginOf(each), alarm: each.alarm_id }]));
  for (const each of read) rows.set(each.id, { ...each, alarm: rows.get(each.id)?.alarm ?? null });
  const open = [...rows.values()].filter(({ alarm }) => alarm === null).map(({ alarm: _, ...rest }) => rest);
  const complete = since === 0 ? 0 : since + rules.skewMs + longestAttemptMs;
  const judgeFrom = Math.max(row.judge_from, complete);
  return {
    asOf,
    result: reconcile(
      { attempts, rows: open, names: known, readFrom: window.rowsFrom, judgeFrom, now: asOf },
      rules,
    ),
    rows: read,
    readBefore: new Set(stored.map(({ row_id }) => row_id)),
  };
}

async function attemptsOf(
  { db, delegation, now }: ReconcileDeps,
  { orgId, apiHost }: ConnectedOrg,
  from: number,
): Promise<{ attempts: LoginAttempt[]; since: number }> {
  const attempts: LoginAttempt[] = [];
  // Without an answer it is under way, or was when its process died.
  const endOf = (begun: number, ended: number | undefined | null) =>
    ended ?? Math.min(now(), begun + longestAttemptMs);
  let after: { askedAt: number; id: string } | undefined;
  let since = 0;
  for (;;) {
    const page = await delegation.logins({ orgId, from: from - longestAttemptMs, after });
    for (const { askedAt, endedAt, id, userId, clientId, outcome } of page.logins) {
      const span = { from: askedAt, to: endOf(askedAt, endedAt) };
      attempts.push({ id, kind: 'mint', userId, clientId, outcome, ...span });
    }
    since = page.since;
    after = page.logins.at(-1);
    if (!page.more) break;
  }
  for (const each of await listSignIns(db, apiHost, from - longestAttemptMs)) {
    const { id, client_id: clientId, outcome, begun_at } = each;
    const span = { from: begun_at, to: endOf(begun_at, each.ended_at) };
    attempts.push({ id, kind: 'sign_in', userId: each.user_id ?? undefined, clientId, outcome, ...span });
  }
  return { attempts, since };
}

const loginOf = (row: Awaited<ReturnType<typeof listLoginRows>>[number]): LoginRow => ({
  ...{ id: row.row_id, userId: row.user_id, at: row.at, loginType: row.login_type },
  ...{ address: row.address, status: row.status, application: row.application },
});

/** For those who read an alarm; it is raised without them, too. */
async function namesOf(
  handle: JobHandle,
  alarms: readonly LoginAlarm[],
): Promise<ReadonlyMap<string, string>> {
  if (alarms.length === 0) return new Map();
  return usernamesOf(
    handle,
    alarms.map(({ row }) => row.userId),
  ).catch(() => new Map());
}

interface Kept extends Judged {
  /** How many names were known before. */
  readonly known: number;
  readonly began: number;
  readonly usernames: ReadonlyMap<string, string>;
}

/** All of it or nothing, and nothing once the org is disconnected or another has taken the run over. */
async function keep(
  { db, rules, log }: ReconcileDeps,
  { org, row, owner, nextAt }: ReconcileRun,
  { result, asOf, rows, readBefore, known, began, usernames }: Kept,
): Promise<void> {
  const { orgId } = org;
  const named = new Set(result.names.map(({ application }) => application));
  const raised = await inTransaction(db, async (transaction) => {
    await lock(transaction, `login-alarms:${orgId}`);
    const able = result.names.length > 0;
    const until = able ? asOf : row.until;
    const end = { until, ...stateOf(result), summary: JSON.stringify(summaryOf(result, rules)) };
    // What is behind goes on at once.
    const next_at = able && asOf < began ? began : nextAt;
    if (!(await finishReconciliation(transaction, { orgId, owner }, { ...end, next_at }))) return [];
    for (const name of result.names.slice(known)) {
      await putLoginName(transaction, { orgId, ...name, at: began });
    }
    const through = rows.filter(({ application }) => named.has(application));
    await putLoginRows(
      transaction,
      through.map((each) => storedOf(orgId, each)),
    );
    const { keptFrom } = windowOf({ until: until ?? undefined, judgeFrom: row.judge_from }, began, rules);
    await dropLoginRows(transaction, orgId, { before: keptFrom, alarmed: began - alarmedMs });
    return raise(transaction, { orgId, result, usernames, at: began });
  });
  for (const { kind, id, logins } of raised) {
    const facts = { alarm: kind, orgId, alarmId: id, logins: logins.length, first: logins[0] };
    log.error(facts, 'the org tells of logins through our app that nobody here asked for');
  }
  const failures = result.failures.filter(({ id }) => !readBefore.has(id));
  if (failures.length > 0) {
    log.warn({ orgId, logins: failures.length }, 'logins through our app failed that nobody here tried');
  }
}

function stateOf(result: Reconciled): Pick<ReconciliationRow, 'state' | 'reason' | 'detail'> {
  if (result.unrecognised.length > 0) {
    return { state: 'not_reconciled', reason: 'unrecognised', detail: null };
  }
  if (result.names.length === 0) return { state: 'waiting', reason: null, detail: null };
  return { state: 'reconciled', reason: null, detail: null };
}

/** So many failed logins are shown. */
const failuresShown = 10;

function summaryOf({ counts, missing, addresses, failures }: Reconciled, { isEgress }: ReconcileRules) {
  const last = failures.slice(-failuresShown).map(({ at, userId, address, application, status }) => ({
    ...{ at, userId, address, application, status },
  }));
  return {
    ...counts,
    missing: missing.length,
    egressDeclared: isEgress !== undefined,
    addresses: [...addresses]
      .map(([address, logins]) => ({ address, logins }))
      .sort((one, other) => other.logins - one.logins)
      .slice(0, 20),
    failures: { logins: failures.length, last },
  } satisfies ReconcileSummary;
}

interface Raised {
  readonly kind: LoginAlarm['kind'];
  readonly id: string;
  readonly logins: readonly AlarmLogin[];
}

async function raise(
  db: Parameters<typeof raiseLoginAlarm>[0] & Parameters<typeof markLoginRows>[0],
  of: { orgId: string; result: Reconciled; usernames: ReadonlyMap<string, string>; at: number },
): Promise<Raised[]> {
  const { orgId, result, usernames, at } = of;
  const raised: Raised[] = [];
  for (const kind of ['login_from_elsewhere', 'login_not_granted'] as const) {
    const rows = result.alarms.filter((alarm) => alarm.kind === kind).map(({ row }) => row);
    if (rows.length === 0) continue;
    const logins = rows.map(({ at: time, userId, address, application, status }) => {
      const username = usernames.get(userId);
      return { at: time, userId, ...(username ? { username } : {}), address, application, status };
    });
    const id = await raiseLoginAlarm(db, { id: randomUUID(), orgId, kind, logins, at });
    await putLoginRows(
      db,
      rows.map((row) => storedOf(orgId, row)),
    );
    await markLoginRows(db, { orgId, rowIds: rows.map((row) => row.id), alarmId: id });
    raised.push({ kind, id, logins });
  }
  return raised;
}

const storedOf = (orgId: string, { id, userId, at, loginType, address, status, application }: LoginRow) => ({
  ...{ org_id: orgId, row_id: id, user_id: userId, at, login_type: loginType },
  ...{ address, status, application },
});
