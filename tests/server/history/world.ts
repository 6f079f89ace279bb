// One data folder with its database and git stores, and short ways to look into it.

import type { MetadataType } from '../../../core/component.ts';
import { databaseIn } from '../../../server/db/database.ts';
import { listVersions, type VersionPage } from '../../../server/history/list-versions.ts';
import { type OpenHistory, openHistory } from '../../../server/history/open.ts';
import { engine, newSetting } from '../../helpers/databases.ts';
import { makeFolder } from './git-project.ts';

export const orgId = '00D5g000004XyZaEAK';

export interface World extends OpenHistory {
  readonly data: string;
  /** The setting of the database, for another process over the same folder. */
  readonly database: string;
  /** `seq kind summary` of each version, oldest first. */
  story(type: MetadataType, fullName: string): Promise<string[]>;
  page(type: MetadataType, fullName: string, next?: string): Promise<VersionPage>;
  /** Every row of the index, for comparing two ways to the same state. */
  rows(): Promise<unknown[]>;
}

const settings = new Map<string, string>();

/** A world that is made again over the same folder finds its rows again. */
export async function databaseFor(data: string): Promise<string> {
  if (engine === 'sqlite') return databaseIn(data);
  const setting = settings.get(data) ?? (await newSetting());
  settings.set(data, setting);
  return setting;
}

export async function makeWorld(data = makeFolder(), program?: string): Promise<World> {
  const now = () => 1_800_000_000_000;
  const database = await databaseFor(data);
  const history = await openHistory({ data, database, now, ...(program ? { program } : {}) });
  const page: World['page'] = (type, fullName, next) =>
    listVersions(history, { orgId, type, fullName, ...(next ? { next } : {}) });
  return {
    ...history,
    data,
    database,
    page,
    async story(type, fullName) {
      const { versions } = await page(type, fullName);
      return versions.toReversed().map(({ number, kind, summary }) => `${number} ${kind}: ${summary}`);
    },
    async rows() {
      const versions = await history.db
        .selectFrom('versions')
        .selectAll()
        .orderBy('type')
        .orderBy('full_name')
        .orderBy('seq')
        .execute();
      const places = await history.db
        .selectFrom('components')
        .select(['type', 'full_name', 'path', 'losers'])
        .orderBy('type')
        .orderBy('full_name')
        .execute();
      return [...versions, ...places];
    },
  };
}
