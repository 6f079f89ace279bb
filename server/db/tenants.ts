// Tenants: the accounts that own orgs.

import type { Database } from './database.ts';

export interface Tenant {
  readonly id: string;
  readonly name: string;
}

export function findTenant(db: Database, id: string): Promise<Tenant | undefined> {
  return db.selectFrom('tenants').select(['id', 'name']).where('id', '=', id).executeTakeFirst();
}

export function findTenantByName(db: Database, name: string): Promise<Tenant | undefined> {
  return db.selectFrom('tenants').select(['id', 'name']).where('name', '=', name).executeTakeFirst();
}

export async function addTenant(db: Database, tenant: Tenant, at: number): Promise<void> {
  await db
    .insertInto('tenants')
    .values({ ...tenant, created_at: at })
    .execute();
}
