// The key of each org that turns secrets into markers: made once, never changed, never told to anyone.

import type { Database } from './database.ts';

/** The org's key; `fresh` becomes it when there is none yet, and loses when another process was first. */
export async function redactionKey(
  db: Database,
  orgId: string,
  fresh: { readonly key: string; readonly at: number },
): Promise<string> {
  const find = () =>
    db.selectFrom('redaction_keys').select('key').where('org_id', '=', orgId).executeTakeFirst();
  const known = await find();
  if (known) return known.key;
  await db
    .insertInto('redaction_keys')
    .values({ org_id: orgId, key: fresh.key, made_at: fresh.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await find();
  if (!made) throw new Error('The key of an org was written and is not there.');
  return made.key;
}
