// Judges one org's logins: reads its login history, asks what we had asked for, and compares the two, from where it was left.

import { type LoginAttempt, type LoginRow, type Reconciled, reconcile } from '../audit/reconcile.ts';
import {
  longestAttemptMs,
  mayBeRenamed,
  type ReconcileWindow,
  reachOf,
  wideWindow,
  windowOf,
} from '../audit/reconcile-window.ts';
import { listLoginRows } from '../db/login-rows.ts';
import { reconcileSummary } from '../db/reconciliations.ts';
import { listSignIns } from '../db/sign-ins.ts';
import type { ConnectedOrg } from '../parties.ts';
import type { JobHandle } from '../salesforce/client.ts';
import { readLogins } from './read-logins.ts';
import type { ReconcileDeps, ReconcileRun } from './run.ts';

type Judge = (
  deps: ReconcileDeps,
  run: ReconcileRun,
  handle: JobHandle,
  known: Reconciled['names'],
  began: number,
) => Promise<Judged>;

/** Nothing is known of the org's names: they are learned from what is new, and then everything is judged from the beginning on. */
export const judgeAtFirst: Judge = async (deps, run, handle, known, began) => {
  const judgeFrom = run.row.judge_from;
  const recent = wideWindow(judgeFrom, began, deps.rules);
  const learned = await judge(deps, run, handle, { window: recent, known, asOf: began });
  const { names } = learned.result;
  const window = windowOf({ until: undefined, judgeFrom }, began, deps.rules);
  if (names.length === 0 || window.rowsFrom >= recent.rowsFrom) return learned;
  return judge(deps, run, handle, { window, known: names, asOf: reachOf(window, began) });
};

export const judgeFurther: Judge = async (deps, run, handle, known, began) => {
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

export interface Judged {
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
