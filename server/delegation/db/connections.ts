// The orgs that were probed, as the delegation service recorded them itself.

import { inTransaction, lock } from '../../db/engine.ts';
import type { Connection } from '../policy.ts';
import type { DelegationDatabase } from './database.ts';
import { adoptPrepared, type EventFacts, retireKeysOf } from './signing-keys.ts';

export async function findConnection(db: DelegationDatabase, orgId: string): Promise<Connection | undefined> {
  const row = await db.selectFrom('connections').selectAll().where('org_id', '=', orgId).executeTakeFirst();
  return (
    row && {
      apiHost: row.api_host,
      loginUrl: row.login_url,
      state: row.state,
      claimedBy: row.claimed_by,
      tenant: row.tenant ?? undefined,
      integration: { userId: row.integration_user_id, username: row.integration_username },
      nameRefusedAt: row.name_refused_at ?? undefined,
      claimedUntil: row.confirmed_at === null ? row.connected_at + claimMs : undefined,
    }
  );
}

/** So long a connection that was probed and never used keeps others from claiming the org. */
const claimMs = 15 * 60_000;

export interface NewConnection {
  readonly orgId: string;
  readonly apiHost: string;
  readonly loginUrl: string;
  readonly claimedBy: string;
  /** Whose log its attempts go to from now on. */
  readonly tenant: string | undefined;
  readonly integration: { readonly userId: string; readonly username: string };
  readonly at: number;
}

/**
 * The first to name an integration user keeps the org; only the same person may name another. False otherwise. Where nothing
 * came of it for a quarter of an hour, the next one is the first.
 */
export async function saveConnection(db: DelegationDatabase, connection: NewConnection): Promise<boolean> {
  const { orgId, claimedBy, integration } = connection;
  const named = {
    integration_user_id: integration.userId,
    integration_username: integration.username,
    name_refused_at: null,
  };
  return inTransaction(db, async (transaction) => {
    // Two at once would meet at this address, whose conflict is an error and no answer.
    await lock(transaction, `connection:${connection.apiHost}`);
    // Salesforce answered for this org at this address, so another that was probed there is no longer.
    const others = await transaction
      .deleteFrom('connections')
      .where('api_host', '=', connection.apiHost)
      .where('org_id', '!=', orgId)
      .returning('org_id')
      .execute();
    for (const { org_id: other } of others) {
      await transaction.deleteFrom('person_links').where('org_id', '=', other).execute();
    }
    const lapsed = await transaction
      .deleteFrom('connections')
      .where('org_id', '=', orgId)
      .where('claimed_by', '!=', claimedBy)
      .where('confirmed_at', 'is', null)
      .where('connected_at', '<=', connection.at - claimMs)
      .executeTakeFirst();
    if (lapsed.numDeletedRows > 0n) {
      // Their own, of this very probe, is written already.
      await transaction
        .deleteFrom('person_links')
        .where('org_id', '=', orgId)
        .where('subject', '!=', claimedBy)
        .execute();
    }
    const known = await transaction
      .selectFrom('connections')
      .select(['org_id', 'confirmed_at'])
      .where('org_id', '=', orgId)
      .executeTakeFirst();
    // Of one that was never used, no record is in a log that would be left behind.
    const tenant = known?.confirmed_at === null ? { tenant: connection.tenant ?? null } : {};
    const answer = await transaction
      .insertInto('connections')
      .values({
        org_id: orgId,
        api_host: connection.apiHost,
        login_url: connection.loginUrl,
        state: 'connected',
        claimed_by: claimedBy,
        tenant: connection.tenant ?? null,
        ...named,
        connected_at: connection.at,
      })
      .onConflict((conflict) =>
        conflict
          .column('org_id')
          .doUpdateSet({ ...named, ...tenant, state: 'connected' })
          .where('connections.claimed_by', '=', claimedBy),
      )
      .executeTakeFirst();
    const saved = (answer.numInsertedOrUpdatedRows ?? 0n) > 0n;
    // What was proven just now was proven with the app that this person prepared, where they did.
    if (saved && !known) {
      await transaction.deleteFrom('app_returns').where('api_host', '=', connection.apiHost).execute();
      await adoptPrepared(transaction, connection.apiHost, { at: connection.at, by: claimedBy });
    }
    return saved;
  });
}

/** The first to name one decides: of an org that was connected before logs were the tenants'. */
export async function nameTenant(
  db: DelegationDatabase,
  orgId: string,
  tenant: string | undefined,
): Promise<void> {
  if (tenant === undefined) return;
  await db
    .updateTable('connections')
    .set({ tenant })
    .where('org_id', '=', orgId)
    .where('tenant', 'is', null)
    .execute();
}

/** Its first use: from now on it is whose it is. */
export async function confirmConnection(db: DelegationDatabase, orgId: string, at: number): Promise<void> {
  await db
    .updateTable('connections')
    .set({ confirmed_at: at })
    .where('org_id', '=', orgId)
    .where('confirmed_at', 'is', null)
    .execute();
}

/** Undefined for an org that is not connected, or for no tenant that is known. */
export async function tenantOf(
  db: Pick<DelegationDatabase, 'selectFrom'>,
  orgId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('connections')
    .select('tenant')
    .where('org_id', '=', orgId)
    .executeTakeFirst();
  return row?.tenant ?? undefined;
}

/** Nothing happens where the user is not the org's integration user by this name. */
export async function noteNameRefused(
  db: DelegationDatabase,
  { orgId, userId, username, at }: { orgId: string; userId: string; username: string; at: number },
): Promise<void> {
  await db
    .updateTable('connections')
    .set({ name_refused_at: at })
    .where('org_id', '=', orgId)
    .where('integration_user_id', '=', userId)
    .where('integration_username', '=', username)
    .execute();
}

/** The same user by the name that it has now, which may be the one that it had. */
export async function renameIntegration(
  db: DelegationDatabase,
  { orgId, userId, username }: { orgId: string; userId: string; username: string },
): Promise<void> {
  await db
    .updateTable('connections')
    .set({ integration_username: username, name_refused_at: null })
    .where('org_id', '=', orgId)
    .where('integration_user_id', '=', userId)
    .execute();
}

/** Whether Salesforce gives tokens for the org at all, as its last answer said. */
export async function moveConnection(
  db: DelegationDatabase,
  orgId: string,
  state: 'connected' | 'blocked',
): Promise<void> {
  await db.updateTable('connections').set({ state }).where('org_id', '=', orgId).execute();
}

/** The org with everybody's link, and what it had of keys. */
export async function removeConnection(
  db: DelegationDatabase,
  orgId: string,
  facts: EventFacts,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    const org = await transaction
      .selectFrom('connections')
      .select('api_host')
      .where('org_id', '=', orgId)
      .executeTakeFirst();
    if (org) await retireKeysOf(transaction, org.api_host, facts);
    await transaction.deleteFrom('person_links').where('org_id', '=', orgId).execute();
    await transaction.deleteFrom('connections').where('org_id', '=', orgId).execute();
  });
}
