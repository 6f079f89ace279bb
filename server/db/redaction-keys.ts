// The key of each org that turns secrets into markers: made once, never changed, never told to anyone.

import type { Database } from './database.ts';

/** Undefined when the org has none yet. */
export async function findRedactionKey(db: Database, orgId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('redaction_keys')
    .select('key')
    .where('org_id', '=', orgId)
    .executeTakeFirst();
  return row?.key;
}

/** The org's key; `fresh` becomes it when there is none yet, and loses when another process was first. */
export async function redactionKey(
  db: Database,
  orgId: string,
  fresh: { readonly key: string; readonly at: number },
): Promise<string> {
  const known = await findRedactionKey(db, orgId);
  if (known !== undefined) return known;
  await db
    .insertInto('redaction_keys')
    .values({ org_id: orgId, key: fresh.key, made_at: fresh.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await findRedactionKey(db, orgId);
  if (made === undefined) throw new Error('The key of an org was written and is not there.');
  return made;
}
