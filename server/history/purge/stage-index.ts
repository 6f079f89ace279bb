// Makes the index of a new history aside, and exchanges it for the old one in a single transaction.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forgetPlaces, losersOf, type Place, putPlaces } from '../../db/components.ts';
import { apiStore, type Database, openSqlite } from '../../db/database.ts';
import { indexLock, inTransaction, lock } from '../../db/engine.ts';
import { findHistorySource, moveIndexedTip } from '../../db/history-sources.ts';
import { deleteLiveReads } from '../../db/live-reads.ts';
import type { Tables } from '../../db/tables.ts';
import { deleteVersionRows, insertVersionRows, type NewVersionRow } from '../../db/versions.ts';
import type { HistoryDeps } from '../deps.ts';
import { type GitStore, type GitStores, mainRef } from '../git-store.ts';
import { bringForward } from '../indexing.ts';

export interface StagedIndex {
  readonly rows: readonly NewVersionRow[];
  readonly places: readonly Place[];
  readonly tip: string | undefined;
}

/** What describing versions looks at. */
const needed = ['redaction_keys', 'purges', 'people', 'components'] as const;

/** As the index will be when main holds `tip`. */
export async function stageIndex(
  deps: HistoryDeps,
  orgId: string,
  tip: string | undefined,
): Promise<StagedIndex> {
  const aside = await openSqlite<Tables>(':memory:', apiStore.migrations);
  try {
    for (const table of needed) await copyRows(deps.db, aside, table, orgId);
    const real = deps.git(orgId);
    const store: GitStore = { ...real, readRef: async (ref) => (ref === mainRef ? tip : real.readRef(ref)) };
    const git: GitStores = Object.assign(() => store, {
      orgIds: () => deps.git.orgIds(),
      takeAway: deps.git.takeAway,
      renew: deps.git.renew,
      close: () => undefined,
    });
    await bringForward({ ...deps, db: aside, git }, orgId, { shallow: shallowOf(real) });
    const all = await aside.selectFrom('versions').selectAll().execute();
    const components = await aside.selectFrom('components').selectAll().execute();
    return {
      tip,
      rows: all.map(({ search: _, ...row }) => row),
      places: components.flatMap((row) => {
        const losers = losersOf(row);
        const { type, full_name: fullName, path } = row;
        return path === null && losers.length === 0 ? [] : [{ orgId, type, fullName, path, losers }];
      }),
    };
  } finally {
    await aside.destroy();
  }
}

async function copyRows(
  from: Database,
  to: Database,
  table: (typeof needed)[number],
  orgId: string,
): Promise<void> {
  const rows = await from.selectFrom(table).selectAll().where('org_id', '=', orgId).execute();
  for (const row of rows) await to.insertInto(table).values(row).execute();
  if (table === 'components') await forgetPlaces(to, orgId);
}

function shallowOf({ place: { dir } }: GitStore): string[] {
  const file = join(dir, 'shallow');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}

/** All of it or nothing. What comparisons read before is forgotten. */
export async function exchangeIndex(deps: HistoryDeps, orgId: string, staged: StagedIndex): Promise<void> {
  await inTransaction(deps.db, async (transaction) => {
    await lock(transaction, indexLock(orgId));
    const before = (await findHistorySource(transaction, orgId))?.indexedTip ?? null;
    await deleteVersionRows(transaction, orgId);
    await forgetPlaces(transaction, orgId);
    await putPlaces(transaction, staged.places);
    await insertVersionRows(transaction, staged.rows);
    await moveIndexedTip(transaction, orgId, before, staged.tip ?? null, deps.now());
    await deleteLiveReads(transaction, orgId);
  });
}
