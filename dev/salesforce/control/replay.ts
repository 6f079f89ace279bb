// Replay, reset and refresh of the org, by the control port.

import { wholeIn } from '../faults/check.ts';
import type { Commit } from '../state/line.ts';
import type { Org } from '../state/org.ts';
import {
  changesOf,
  commitsAheadOf,
  type ReplayOrder,
  ReplayRefusal,
  refreshOrg,
  replay,
  resetOrg,
} from '../state/replay.ts';
import { BadRequest, type Body, checked, textOf } from './problem.ts';

export interface ReplayState {
  /** The commit the org started at, and the one it stands at. */
  readonly start: string;
  readonly commit: string;
  readonly target: string;
  readonly ahead: number;
  /** The next commit and what it will change. */
  readonly next:
    | (Commit & { readonly changes: readonly { kind: string; type: string; fullName: string }[] })
    | null;
  /** What ended the last run before its end. */
  readonly problem: string | null;
  readonly running: { done: number; total: number; commit: string; subject: string } | null;
}

export async function replayState(org: Org): Promise<ReplayState> {
  const { line } = org;
  const ahead = await orRefuse(commitsAheadOf(org));
  const next = ahead[0];
  const changes = next && !line.busy ? await changesOf(org, next, undefined) : [];
  return {
    start: line.start,
    commit: org.commit,
    target: line.target,
    ahead: ahead.length,
    next: next
      ? { ...next, changes: changes.map(({ kind, type, fullName }) => ({ kind, type, fullName })) }
      : null,
    running: progressOf(org).running,
    problem: line.problem ?? null,
  };
}

/** How far a run is, without looking at what lies ahead. */
export function progressOf(org: Org): Pick<ReplayState, 'running'> {
  const { running } = org.line;
  if (!running) return { running: null };
  const { done, total, now } = running;
  return { running: { done, total, commit: now.oid, subject: now.subject } };
}

/** `steps` or `until`, else to the end; `dates` is `commit` or `now`. `wait: false` answers at once. */
export async function moveOn(org: Org, body: Body): Promise<{ done: number; commit: string }> {
  const run = replay(org, orderOf(body));
  if (body.wait !== false) return { done: await orRefuse(run), commit: org.commit };
  // A run that can't begin says so; one under way is told by its state, and its failure ends it.
  const failed = run.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  const early = await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 300))]);
  if (early !== undefined) await orRefuse(Promise.reject(early));
  return { done: org.line.running?.done ?? 0, commit: org.commit };
}

export function stopReplay(org: Org): { stopping: boolean } {
  if (org.line.running) org.line.running.stopping = true;
  return { stopping: org.line.running !== undefined };
}

export async function reset(org: Org): Promise<{ commit: string }> {
  await orRefuse(resetOrg(org));
  return { commit: org.commit };
}

export async function refresh(org: Org): Promise<{ orgId: string; commit: string }> {
  await orRefuse(refreshOrg(org));
  return { orgId: org.settings.orgId, commit: org.commit };
}

function orderOf(body: Body): ReplayOrder {
  const strange = Object.keys(body).find((key) => !['steps', 'until', 'dates', 'wait'].includes(key));
  if (strange !== undefined)
    throw new BadRequest(`replay has no ${strange}; it has steps, until, dates, wait`);
  const { steps, until, dates = 'commit' } = body;
  if (dates !== 'commit' && dates !== 'now') throw new BadRequest('dates is commit or now');
  if (steps !== undefined && until !== undefined) throw new BadRequest('steps or until, not both');
  return {
    steps: steps === undefined ? undefined : checked(() => wholeIn(steps, 'steps', 1)),
    until: until === undefined ? undefined : textOf(until, 'until'),
    dates,
  };
}

async function orRefuse<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof ReplayRefusal) throw new BadRequest(cause.message, { cause });
    throw cause;
  }
}
