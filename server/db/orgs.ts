// Orgs: which are connected, to which tenant, and as whom background work runs there.

import type { Selectable } from 'kysely';
import type { ConnectedOrg } from '../parties.ts';
import type { Database } from './database.ts';
import { inTransaction, lock } from './engine.ts';
import type { Tables } from './tables.ts';

export type OrgRow = Selectable<Tables['orgs']>;

export interface NewOrg extends ConnectedOrg {
  readonly kind: OrgRow['kind'];
  readonly integrationUserId: string;
  readonly integrationUsername: string;
  /** Auth0 subject. */
  readonly connectedBy: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export function findOrg(db: Database, orgId: string): Promise<OrgRow | undefined> {
  return db.selectFrom('orgs').selectAll().where('org_id', '=', orgId).executeTakeFirst();
}

export function findOrgByHost(db: Database, apiHost: string): Promise<OrgRow | undefined> {
  return db.selectFrom('orgs').selectAll().where('api_host', '=', apiHost).executeTakeFirst();
}

export function listOrgs(db: Database, tenantId: string): Promise<OrgRow[]> {
  return db.selectFrom('orgs').selectAll().where('tenant_id', '=', tenantId).orderBy('name').execute();
}

/** False when the org, or its address, was connected in the meantime. */
export async function addOrg(db: Database, org: NewOrg): Promise<boolean> {
  const answer = await db
    .insertInto('orgs')
    .values({
      org_id: org.orgId,
      tenant_id: org.tenantId,
      name: org.name,
      api_host: org.apiHost,
      login_url: org.loginUrl,
      kind: org.kind,
      integration_user_id: org.integrationUserId,
      integration_username: org.integrationUsername,
      state: 'connected',
      connected_at: org.at,
      connected_by: org.connectedBy,
      api_version: org.apiVersion,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (answer.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The name that it had; undefined where it was called that already. */
export function renameIntegrationUser(
  db: Database,
  orgId: string,
  username: string,
): Promise<string | undefined> {
  return inTransaction(db, async (transaction) => {
    await lock(transaction, `integration:${orgId}`);
    const row = await transaction
      .selectFrom('orgs')
      .select('integration_username')
      .where('org_id', '=', orgId)
      .executeTakeFirst();
    if (!row || row.integration_username === username) return undefined;
    await transaction
      .updateTable('orgs')
      .set({ integration_username: username })
      .where('org_id', '=', orgId)
      .execute();
    return row.integration_username;
  });
}

type State = OrgRow['state'];

/** False when it was in another state than `from`. `reason`: why nothing can be read there, in words. */
export async function moveOrgState(
  db: Database,
  orgId: string,
  { from, to, reason }: { from: State; to: State; reason: string | null },
): Promise<boolean> {
  const answer = await db
    .updateTable('orgs')
    .set({ state: to, block_reason: reason })
    .where('org_id', '=', orgId)
    .where('state', '=', from)
    .executeTakeFirst();
  return answer.numUpdatedRows > 0n;
}

/** Another org answers at its address: the row stays for its history, and the address is free. */
export async function freeAddress(db: Database, orgId: string): Promise<void> {
  await db
    .updateTable('orgs')
    .set({ state: 'replaced', api_host: replacedHost(orgId) })
    .where('org_id', '=', orgId)
    .execute();
}

/** A name that no host can have (RFC 2606). */
const replacedHost = (orgId: string) => `${orgId.toLowerCase()}.replaced.invalid`;

/** The part of a row that calls need. */
export function connectedOrgOf(row: OrgRow): ConnectedOrg {
  return {
    orgId: row.org_id,
    tenantId: row.tenant_id,
    name: row.name,
    apiHost: row.api_host,
    loginUrl: row.login_url,
    apiVersion: row.api_version,
  };
}
