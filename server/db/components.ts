// Components: what each org holds, where git keeps it, and what Salesforce said of it last.

import { type Selectable, sql } from 'kysely';
import * as z from 'zod/mini';
import type { MetadataType } from '#core/component.ts';
import type { Database } from './database.ts';
import { nameOfOtherId, putOtherIds } from './other-ids.ts';
import type { Tables } from './tables.ts';
import type { ComponentOf } from './versions.ts';

export type ComponentRow = Selectable<Tables['components']>;
export type ComponentState = ComponentRow['state'];

/** The component of a Setup id (15 or 18 characters), else the one of that name. */
export async function findComponentRow(
  db: Database,
  of: { orgId: string; type: MetadataType; id?: string | undefined; fullName?: string | undefined },
): Promise<ComponentRow | undefined> {
  const rows = db
    .selectFrom('components')
    .selectAll()
    .where('org_id', '=', of.orgId)
    .where('type', '=', of.type);
  const byId = of.id
    ? await rows.where(sql`substr(salesforce_id, 1, 15)`, '=', of.id.slice(0, 15)).executeTakeFirst()
    : undefined;
  if (byId) return byId;
  const { orgId, type, id } = of;
  const fullName = (id && (await nameOfOtherId(db, { orgId, type, id }))) || of.fullName;
  return fullName ? await rows.where('full_name', '=', fullName).executeTakeFirst() : undefined;
}

export interface Place extends ComponentOf {
  /** Where git keeps it now; null when no commit holds it any more. */
  readonly path: string | null;
  readonly losers: readonly string[];
}

/** Records where git keeps components; what Salesforce said of them stays. */
export async function putPlaces(db: Database, places: readonly Place[]): Promise<void> {
  for (let at = 0; at < places.length; at += 100) {
    await db
      .insertInto('components')
      .values(
        places.slice(at, at + 100).map(({ orgId, type, fullName, path, losers }) => ({
          org_id: orgId,
          type,
          full_name: fullName,
          path,
          losers: JSON.stringify(losers),
          state: 'unknown' as const,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['org_id', 'type', 'full_name']).doUpdateSet((row) => ({
          path: row.ref('excluded.path'),
          losers: row.ref('excluded.losers'),
        })),
      )
      .execute();
  }
}

/** Forgets every place; what Salesforce said stays. */
export async function forgetPlaces(db: Database, orgId: string): Promise<void> {
  await db.updateTable('components').set({ path: null, losers: '[]' }).where('org_id', '=', orgId).execute();
}

/** What Salesforce says of a component without giving its content. */
export interface Stamp {
  readonly type: MetadataType;
  readonly fullName: string;
  /** Salesforce id; some types have none. */
  readonly id?: string | undefined;
  /** Other ids that lead to it: of a flow, its versions'. */
  readonly otherIds?: readonly string[];
  /** Epoch milliseconds; left out where Salesforce does not tell of the last save. */
  readonly lastModifiedAt?: number | undefined;
  readonly lastModifiedById?: string | undefined;
  readonly lastModifiedByName?: string | undefined;
}

/** A renamed component keeps its id, so the id leaves the old name, which the new one remembers. */
export async function putStamp(db: Database, orgId: string, stamp: Stamp, at: number): Promise<void> {
  const ofId = stamp.id === undefined ? undefined : stamp.id.slice(0, 15);
  const before =
    ofId === undefined
      ? undefined
      : await db
          .selectFrom('components')
          .select(['type', 'full_name'])
          .where('org_id', '=', orgId)
          .where(sql`substr(salesforce_id, 1, 15)`, '=', ofId)
          .executeTakeFirst();
  const renamed = before?.type === stamp.type && before.full_name !== stamp.fullName;
  const said = {
    salesforce_id: stamp.id ?? null,
    last_modified_at: stamp.lastModifiedAt ?? null,
    last_modified_by_id: stamp.lastModifiedById ?? null,
    last_modified_by_name: stamp.lastModifiedByName ?? null,
    seen_at: at,
    ...(renamed ? { renamed_from: before.full_name } : {}),
  };
  if (ofId !== undefined)
    await db
      .updateTable('components')
      .set({ salesforce_id: null })
      .where('org_id', '=', orgId)
      .where(sql`substr(salesforce_id, 1, 15)`, '=', ofId)
      .where((row) => row.or([row('type', '!=', stamp.type), row('full_name', '!=', stamp.fullName)]))
      .execute();
  await db
    .insertInto('components')
    .values({
      org_id: orgId,
      type: stamp.type,
      full_name: stamp.fullName,
      losers: '[]',
      state: 'unknown',
      ...said,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'type', 'full_name']).doUpdateSet(said))
    .execute();
  await putOtherIds(db, { orgId, type: stamp.type, fullName: stamp.fullName }, stamp.otherIds ?? []);
}

/** Records the verdict of a comparison: what the launcher shows. */
export async function putState(
  db: Database,
  of: ComponentOf,
  state: ComponentState,
  at: number,
): Promise<void> {
  await db
    .updateTable('components')
    .set({ state, compared_at: at })
    .where('org_id', '=', of.orgId)
    .where('type', '=', of.type)
    .where('full_name', '=', of.fullName)
    .execute();
}

/** Of one whose history is gone: known still where the live org has it, and compared with nothing yet. */
export async function forgetComponent(db: Database, of: ComponentOf): Promise<void> {
  const { orgId, type, fullName } = of;
  await db
    .deleteFrom('components')
    .where('org_id', '=', orgId)
    .where('type', '=', type)
    .where('full_name', '=', fullName)
    .where('seen_at', 'is', null)
    .where('path', 'is', null)
    .execute();
  await db
    .updateTable('components')
    .set({ state: 'unknown', compared_at: null })
    .where('org_id', '=', orgId)
    .where('type', '=', type)
    .where('full_name', '=', fullName)
    .where('path', 'is', null)
    .execute();
}

const paths = z.array(z.string());

export function losersOf(row: ComponentRow): string[] {
  return paths.parse(JSON.parse(row.losers));
}

export async function countComponents(db: Database, orgId: string): Promise<number> {
  const row = await db
    .selectFrom('components')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .where('path', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
