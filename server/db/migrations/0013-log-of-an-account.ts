// Every entry of the administrative log belongs to an account, so that its owners can read it and nobody else.

import type { Kysely } from 'kysely';
import { allowChanges, makeAppendOnly } from '../append-only.ts';

interface Changed {
  admin_log: {
    seq: number;
    subject: string;
    org_id: string | null;
    detail: string;
    tenant_id: string | null;
  };
  orgs: { org_id: string; tenant_id: string };
  members: { subject: string; tenant_id: string };
}

const words = 'the administrative log is append-only';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('admin_log').addColumn('tenant_id', 'text').execute();
  await allowChanges(db, 'admin_log');
  await fill(db as Kysely<Changed>);
  await makeAppendOnly(db, 'admin_log', words);
  await db.schema.createIndex('admin_log_tenant').on('admin_log').columns(['tenant_id', 'seq']).execute();
}

/** As the org says, else the fact that names the account, else who did it; what nobody has any more stays nobody's. */
async function fill(db: Kysely<Changed>): Promise<void> {
  const orgs = await db.selectFrom('orgs').select(['org_id', 'tenant_id']).execute();
  const members = await db.selectFrom('members').select(['subject', 'tenant_id']).execute();
  const ofOrg = new Map(orgs.map((row) => [row.org_id, row.tenant_id]));
  const ofMember = new Map(members.map((row) => [row.subject, row.tenant_id]));
  const rows = await db.selectFrom('admin_log').select(['seq', 'subject', 'org_id', 'detail']).execute();
  for (const { seq, subject, org_id: orgId, detail } of rows) {
    const tenant = orgId === null ? named(detail) : ofOrg.get(orgId);
    await db
      .updateTable('admin_log')
      .set({ tenant_id: tenant ?? ofMember.get(subject) ?? null })
      .where('seq', '=', seq)
      .execute();
  }
}

function named(detail: string): string | undefined {
  const { tenant } = JSON.parse(detail) as { tenant?: unknown };
  return typeof tenant === 'string' ? tenant : undefined;
}
