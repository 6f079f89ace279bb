// One reconciliation of one org: reads its login history, asks what we had asked for, judges, and keeps what came of it.

import { randomUUID } from 'node:crypto';
import type { LoginAlarm, LoginRow, Reconciled, ReconcileRules } from '../audit/reconcile.ts';
import { alarmedMs, windowOf } from '../audit/reconcile-window.ts';
import type { Database } from '../db/database.ts';
import { inTransaction, lock } from '../db/engine.ts';
import { type AlarmLogin, raiseLoginAlarm } from '../db/login-alarms.ts';
import {
  dropLoginRows,
  listLoginNames,
  markLoginRows,
  putLoginName,
  putLoginRows,
} from '../db/login-rows.ts';
import {
  finishReconciliation,
  type ReconcileSummary,
  type ReconciliationRow,
} from '../db/reconciliations.ts';
import type { DelegationClient } from '../delegation/client.ts';
import type { Log } from '../log.ts';
import type { ConnectedOrg } from '../parties.ts';
import type { JobHandle } from '../salesforce/client.ts';
import { type Judged, judgeAtFirst, judgeFurther } from './judge.ts';
import { requireAllLogins, usernamesOf } from './read-logins.ts';

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
