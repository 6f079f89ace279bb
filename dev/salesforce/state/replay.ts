// Moves an org along its project's history, one commit at a time, and back to where it started.

import { orgIdOf } from '../settings.ts';
import { type Commit, commitsAhead } from './line.ts';
import { loadProject } from './load.ts';
import type { Org } from './org.ts';
import { readProject } from './project.ts';
import { carryOut, changesBetween, type StepChange } from './step.ts';

export class ReplayRefusal extends Error {}

export interface ReplayOrder {
  /** How many commits; all when both are left out. */
  readonly steps?: number | undefined;
  /** A revision ahead on the line; the last commit that is carried out. */
  readonly until?: string | undefined;
  /** Changes are dated by their commits, or by the org's clock. */
  readonly dates: 'commit' | 'now';
}

/** How often a long run puts its place on disk, in milliseconds. */
const saveEvery = 1000;

/** Carries commits out in order; resolves with how many. Refuses when another run is under way. */
export function replay(org: Org, order: ReplayOrder): Promise<number> {
  return alone(org, async () => {
    const ahead = await commitsAheadOf(org);
    const count = order.until === undefined ? order.steps : await countTo(org, ahead, order.until);
    return run(org, ahead.slice(0, count), order.dates);
  });
}

async function run(org: Org, commits: readonly Commit[], dates: ReplayOrder['dates']): Promise<number> {
  const [first] = commits;
  if (!first) return 0;
  const running = { done: 0, total: commits.length, now: first, stopping: false };
  org.line.running = running;
  let saved = performance.now();
  for (const commit of commits) {
    running.now = commit;
    await step(org, commit, dates === 'now' ? org.now() : undefined);
    running.done += 1;
    if (performance.now() - saved > saveEvery) {
      org.ledger.save();
      saved = performance.now();
    }
    if (running.stopping) break;
  }
  return running.done;
}

/** One at a time: they all change what the org stands at. What was done is on disk in the end. */
async function alone<Value>(org: Org, work: () => Promise<Value>): Promise<Value> {
  if (org.line.busy) throw new ReplayRefusal('a replay is under way');
  org.line.busy = true;
  org.line.problem = undefined;
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof ReplayRefusal))
      org.line.problem = cause instanceof Error ? cause.message : String(cause);
    throw cause;
  } finally {
    org.line.busy = false;
    org.line.running = undefined;
    org.ledger.save();
  }
}

/** What the next commit, or one further ahead, changes beside the one before it. */
export async function changesOf(org: Org, commit: Commit, before: Commit | undefined): Promise<StepChange[]> {
  const from = before ? await readProject(org.git, before.oid) : org.line.project;
  return changesBetween(from, await readProject(org.git, commit.oid));
}

/** Commits that the org hasn't seen yet, oldest first. */
export async function commitsAheadOf(org: Org): Promise<Commit[]> {
  return commitsAhead(org.git, org.commit, org.line.target).catch((cause: unknown) => {
    throw new ReplayRefusal(cause instanceof Error ? cause.message : String(cause), { cause });
  });
}

async function countTo(org: Org, ahead: readonly Commit[], until: string): Promise<number> {
  const oid = await org.git
    .run('rev-parse', '--verify', '--end-of-options', `${until}^{commit}`)
    .then((text) => text.toString().trim())
    .catch((cause: unknown) => {
      throw new ReplayRefusal(`there is no revision ${until}`, { cause });
    });
  const index = ahead.findIndex((commit) => commit.oid === oid);
  if (index < 0) throw new ReplayRefusal(`${until} is not ahead of the org on the line of first parents`);
  return index + 1;
}

async function step(org: Org, commit: Commit, at: number | undefined): Promise<void> {
  const after = org.ledger.edits.length;
  const { project, rows } = await carryOut(org, org.line.project, commit, at);
  org.line.project = project;
  org.commit = commit.oid;
  org.ledger.addStep({ commit: commit.oid, at, after }, rows);
}

/** Back to the commit it started at: edits, steps and the audit trail are forgotten, ids stay. */
export function resetOrg(org: Org): Promise<void> {
  return alone(org, () => startAgain(org, 'reset'));
}

/**
 * A new copy under new ids: of the org, of every component, of every flow's versions. Users keep theirs; sessions and
 * what was granted to apps end; edits, logins and the audit trail are gone.
 */
export function refreshOrg(org: Org): Promise<void> {
  return alone(org, async () => {
    await startAgain(org, 'refresh');
    org.settings.orgId = orgIdOf(org.settings.sandbox, org.ledger.refreshes);
    org.sessions.renew(org.settings.orgId);
  });
}

async function startAgain(org: Org, how: 'reset' | 'refresh'): Promise<void> {
  const refreshes = org.ledger.refreshes + (how === 'refresh' ? 1 : 0);
  const { components, project } = await loadProject(org.git, org.line.start, org.people, refreshes);
  org.ledger.forget(how);
  org.components = components;
  org.commit = project.commit;
  org.line.project = project;
}
