// Ids beside a component's own that lead to it: of a flow, its versions'.

import type { ComponentKey, MetadataType } from '#core/component.ts';
import type { Database } from './database.ts';

/** The component must be known. Ids have 15 or 18 characters; the first 15 count. */
export async function putOtherIds(
  db: Database,
  of: ComponentKey & { orgId: string },
  ids: readonly string[],
): Promise<void> {
  const { type, fullName: full_name } = of;
  for (const id of ids) {
    await db
      .insertInto('other_ids')
      .values({ org_id: of.orgId, id15: id.slice(0, 15), type, full_name })
      .onConflict((conflict) => conflict.columns(['org_id', 'id15']).doUpdateSet({ type, full_name }))
      .execute();
  }
}

export async function nameOfOtherId(
  db: Database,
  of: { orgId: string; type: MetadataType; id: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('other_ids')
    .select('full_name')
    .where('org_id', '=', of.orgId)
    .where('id15', '=', of.id.slice(0, 15))
    .where('type', '=', of.type)
    .executeTakeFirst();
  return row?.full_name;
}
