// Takes something out of an org's history for good: its commits are written anew, and nothing of the old ones stays.

import { randomBytes } from 'node:crypto';
import { recordAdminEntry } from '../../db/admin-log.ts';
import { forgetComponent } from '../../db/components.ts';
import { inTransaction } from '../../db/engine.ts';
import { deleteLiveReads } from '../../db/live-reads.ts';
import { finishPurges, listPurges, putPurge } from '../../db/purges.ts';
import { findRedactionKey } from '../../db/redaction-keys.ts';
import { scrubHistory } from '../../db/scrub.ts';
import { orgKey } from '../../secrets/redactor.ts';
import type { HistoryDeps } from '../deps.ts';
import { beginGeneration } from '../generation.ts';
import { type GitStore, mainRef } from '../git-store.ts';
import { bringForward } from '../indexing.ts';
import { anyHolds, dropUnreachable, foreignRefs } from './clean.ts';
import { retell } from './retell.ts';
import { rewrite } from './rewrite.ts';
import { Rules } from './rules.ts';
import { exchangeIndex, stageIndex } from './stage-index.ts';
import { Looker, type Survey, survey } from './survey.ts';
import { rowsOf, type Wanted } from './wanted.ts';

/** Cannot be purged as things are; the message says why and what to do. */
export class PurgeRefused extends Error {}

/** What is done, in this order; a kill between two of them loses nothing, and the next purge goes on. */
export type PurgeStep = 'recorded' | 'written' | 'staged' | 'moved' | 'exchanged' | 'cleaned' | 'finished';

export interface PurgeOptions {
  readonly orgId: string;
  /** Left out: only to finish what was begun before. */
  readonly wanted?: Wanted | undefined;
  readonly onStep?: ((step: PurgeStep) => void) | undefined;
  /** Hears once that another process is at work on this history. */
  readonly waiting?: (() => void) | undefined;
  /** Hears once that transactions of PostgreSQL are waited for, with their process ids. */
  readonly olderTransactions?: ((pids: readonly number[]) => void) | undefined;
}

export interface PurgePlan {
  readonly found: Survey;
  /** Purges that were begun and never finished. */
  readonly unfinished: number;
  /** True when an object that no commit refers to holds one of the texts. */
  readonly inLeftovers: boolean;
}

interface Looked {
  readonly plan: PurgePlan;
  readonly rules: Rules;
  readonly looker: Looker;
}

async function lookFor(
  deps: HistoryDeps,
  { orgId, wanted }: Pick<PurgeOptions, 'orgId' | 'wanted'>,
  key: Buffer,
): Promise<Looked> {
  const store = await storeOf(deps, orgId);
  const before = await listPurges(deps.db, orgId);
  const rules = new Rules(key, [...before, ...(wanted ? rowsOf(key, orgId, wanted, deps.now()) : [])]);
  const looker = new Looker(store, rules);
  const found = await survey(store, rules, looker);
  const inLeftovers = await isLeft(store, found, wanted);
  return { plan: { found, unfinished: unfinishedOf(before).length, inLeftovers }, rules, looker };
}

/** What a purge would find now. Changes nothing. */
export async function planPurge(
  deps: HistoryDeps,
  options: Pick<PurgeOptions, 'orgId' | 'wanted'>,
): Promise<PurgePlan> {
  const known = await findRedactionKey(deps.db, options.orgId);
  const key = known === undefined ? randomBytes(32) : Buffer.from(known, 'base64url');
  return (await lookFor(deps, options, key)).plan;
}

/** True when there is something to do. */
export function isWork({ found, unfinished, inLeftovers }: PurgePlan): boolean {
  return found.first >= 0 || found.project.commits > 0 || unfinished > 0 || inLeftovers;
}

/** What was done; nothing at all when `isWork` is false of it. */
export async function purge(deps: HistoryDeps, options: PurgeOptions): Promise<PurgePlan> {
  const { orgId, wanted, onStep = () => undefined, waiting, olderTransactions } = options;
  const store = await storeOf(deps, orgId);
  return store.alone(async () => {
    await bringForward(deps, orgId);
    const key = await orgKey(deps.db, orgId, deps.now);
    const { plan, rules, looker } = await lookFor(deps, options, key);
    if (!isWork(plan)) return plan;
    await record(deps, options, plan, key);
    onStep('recorded');

    const { found } = plan;
    const reading = { db: deps.db, git: deps.git, purges: async () => rules.rows };
    const tip =
      found.first < 0
        ? found.main
        : await rewrite(found, {
            store,
            rules,
            looker,
            retell: (commit) => retell(reading, orgId, commit),
          });
    onStep('written');
    const staged = await stageIndex(deps, orgId, tip);
    onStep('staged');
    if (tip === undefined) await store.dropRef(mainRef);
    else if (tip !== found.main && !(await store.moveRef(mainRef, tip, found.main)))
      throw new PurgeRefused('Another program moved the branch meanwhile. Nothing was changed; try again.');
    beginGeneration(store.place.dir);
    onStep('moved');
    await exchangeIndex(deps, orgId, staged);
    for (const { kind, type, full_name: fullName } of rules.rows)
      if (kind === 'component' && type && fullName) await forgetComponent(deps.db, { orgId, type, fullName });
    onStep('exchanged');

    await dropUnreachable(store);
    beginGeneration(store.place.dir);
    onStep('cleaned');
    // A comparison that was under way at the beginning may have kept what it read since.
    await deleteLiveReads(deps.db, orgId);
    await scrubHistory(deps.db, { waiting: olderTransactions });
    if (wanted?.kind === 'text' && !wanted.of && (await anyHolds(store, wanted.texts)))
      throw new Error(
        'The text is still in an object of the repository. Please report this; run it again meanwhile.',
      );
    await finishPurges(deps.db, orgId, deps.now());
    onStep('finished');
    return plan;
  }, waiting);
}

async function storeOf(deps: HistoryDeps, orgId: string): Promise<GitStore> {
  if (!deps.git.orgIds().includes(orgId))
    throw new PurgeRefused(`There is no history of the org ${orgId} here.`);
  const store = deps.git(orgId);
  const foreign = await foreignRefs(store);
  if (foreign.length > 0)
    throw new PurgeRefused(
      `Somebody made references in ${store.place.dir} that would keep the old history: ${foreign.join(', ')}. Delete them (git update-ref -d), then try again.`,
    );
  return store;
}

/** Rules come first: whatever happens next, no capture brings the same text back. So does the log. */
async function record(
  deps: HistoryDeps,
  { orgId, wanted }: PurgeOptions,
  plan: PurgePlan,
  key: Buffer,
): Promise<void> {
  if (!wanted) return;
  const at = deps.now();
  const rows = rowsOf(key, orgId, wanted, at);
  const versions = [...plan.found.byComponent.values()].reduce((sum, tally) => sum + tally.versions, 0);
  const of: Record<string, string> = wanted.of ? { type: wanted.of.type, fullName: wanted.of.fullName } : {};
  await inTransaction(deps.db, async (transaction) => {
    const known = unfinishedOf(await listPurges(transaction, orgId));
    for (const row of rows) await putPurge(transaction, row);
    const isRerun = rows.every((row) => known.some((each) => sameRule(each, row)));
    if (isRerun) return;
    const detail = {
      what: wanted.kind,
      ...of,
      versions,
      ...(wanted.kind === 'field' ? { field: wanted.field } : {}),
    };
    await recordAdminEntry(transaction, { at, subject: 'operator', action: 'history.purge', orgId, detail });
  });
}

type Row = Awaited<ReturnType<typeof listPurges>>[number];

const unfinishedOf = (rows: readonly Row[]) => rows.filter(({ finished_at: at }) => at === null);

function sameRule(one: Row, other: Row): boolean {
  return (['kind', 'type', 'full_name', 'field', 'marker'] as const).every(
    (name) => one[name] === other[name],
  );
}

/** A capture that lost a race, or was cut off, leaves objects that no commit refers to. */
async function isLeft(store: GitStore, found: Survey, wanted: Wanted | undefined): Promise<boolean> {
  if (wanted?.kind !== 'text' || found.first >= 0) return false;
  return anyHolds(store, wanted.texts);
}
