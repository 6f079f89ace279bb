// The first schema: tenants and members, orgs and links, components and versions, jobs and live reads.

import { type ColumnDataType, type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { engineOf } from '../engine.ts';

type Columns = Readonly<Record<string, ColumnDataType | `${'text' | 'bigint' | 'integer'}?`>>;

/** Adds columns; a type that ends in `?` may be null. */
function columns(table: CreateTableBuilder<string, string>, wanted: Columns) {
  let built = table;
  for (const [name, type] of Object.entries(wanted)) {
    const nullable = type.endsWith('?');
    built = built.addColumn(name, type.replace('?', '') as ColumnDataType, (column) =>
      nullable ? column : column.notNull(),
    );
  }
  return built;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const table = (name: string, wanted: Columns) =>
    columns(db.schema.createTable(name) as CreateTableBuilder<string, string>, wanted);

  await table('tenants', { id: 'text', name: 'text', created_at: 'bigint' })
    .addPrimaryKeyConstraint('tenants_key', ['id'])
    .execute();

  await table('members', {
    tenant_id: 'text',
    subject: 'text',
    name: 'text',
    role: 'text',
    added_at: 'bigint',
  })
    .addPrimaryKeyConstraint('members_key', ['subject'])
    .addForeignKeyConstraint('members_tenant', ['tenant_id'], 'tenants', ['id'])
    .execute();

  await table('orgs', {
    org_id: 'text',
    tenant_id: 'text',
    name: 'text',
    api_host: 'text',
    login_url: 'text',
    kind: 'text',
    integration_user_id: 'text?',
    integration_username: 'text',
    state: 'text',
    connected_at: 'bigint',
    connected_by: 'text',
    api_version: 'text',
  })
    .addPrimaryKeyConstraint('orgs_key', ['org_id'])
    .addUniqueConstraint('orgs_api_host', ['api_host'])
    .addForeignKeyConstraint('orgs_tenant', ['tenant_id'], 'tenants', ['id'])
    .execute();

  await table('links', {
    org_id: 'text',
    subject: 'text',
    user_id: 'text',
    username: 'text',
    name: 'text',
    linked_at: 'bigint',
    standing_until: 'bigint?',
    reason: 'text?',
  })
    .addPrimaryKeyConstraint('links_key', ['org_id', 'subject'])
    .addForeignKeyConstraint('links_org', ['org_id'], 'orgs', ['org_id'], (key) => key.onDelete('cascade'))
    .execute();

  await table('connect_attempts', {
    state: 'text',
    subject: 'text',
    jkt: 'text',
    verifier: 'text',
    nonce: 'text',
    api_host: 'text',
    redirect_uri: 'text',
    integration_username: 'text?',
    expires_at: 'bigint',
    used_at: 'bigint?',
  })
    .addPrimaryKeyConstraint('connect_attempts_key', ['state'])
    .execute();

  await table('history_sources', {
    org_id: 'text',
    dir: 'text?',
    rev: 'text?',
    indexed_tip: 'text?',
    attached_at: 'bigint',
  })
    .addPrimaryKeyConstraint('history_sources_key', ['org_id'])
    .execute();

  await table('components', {
    org_id: 'text',
    type: 'text',
    full_name: 'text',
    salesforce_id: 'text?',
    path: 'text?',
    losers: 'text',
    last_modified_at: 'bigint?',
    last_modified_by_id: 'text?',
    last_modified_by_name: 'text?',
    state: 'text',
    compared_at: 'bigint?',
    seen_at: 'bigint?',
  })
    .addPrimaryKeyConstraint('components_key', ['org_id', 'type', 'full_name'])
    .execute();
  await db.schema
    .createIndex('components_salesforce_id')
    .on('components')
    // Addresses carry ids of 15 or 18 characters; the first 15 are the id.
    .expression(sql`org_id, substr(salesforce_id, 1, 15)`)
    .execute();

  await table('versions', {
    org_id: 'text',
    type: 'text',
    full_name: 'text',
    seq: 'integer',
    commit_id: 'text',
    kind: 'text',
    at: 'bigint',
    author_name: 'text',
    author_certainty: 'text',
    author_evidence: 'text',
    summary: 'text',
    changes: 'integer',
    noise: 'integer',
    message: 'text',
    note: 'text?',
    origin: 'text',
    content_oid: 'text?',
    meta_oid: 'text?',
    path: 'text?',
  })
    .addPrimaryKeyConstraint('versions_key', ['org_id', 'type', 'full_name', 'seq'])
    .addForeignKeyConstraint(
      'versions_component',
      ['org_id', 'type', 'full_name'],
      'components',
      ['org_id', 'type', 'full_name'],
      (key) => key.onDelete('cascade'),
    )
    .execute();

  await table('live_reads', {
    id: 'text',
    org_id: 'text',
    subject: 'text',
    type: 'text',
    full_name: 'text',
    files: 'text',
    meta: 'text',
    created_at: 'bigint',
    expires_at: 'bigint',
  })
    .addPrimaryKeyConstraint('live_reads_key', ['id'])
    .execute();

  await table('jobs', {
    id: 'text',
    org_id: 'text',
    kind: 'text',
    state: 'text',
    done: 'integer',
    total: 'integer',
    cursor: 'text?',
    problem: 'text?',
    retry_at: 'bigint?',
    lease_until: 'bigint?',
    lease_owner: 'text?',
    started_at: 'bigint?',
    updated_at: 'bigint',
    finished_at: 'bigint?',
  })
    .addPrimaryKeyConstraint('jobs_key', ['id'])
    .execute();
  await db.schema.createIndex('jobs_org').on('jobs').columns(['org_id', 'updated_at']).execute();

  await table('revoked_tokens', { jti: 'text', expires_at: 'bigint' })
    .addPrimaryKeyConstraint('revoked_tokens_key', ['jti'])
    .execute();

  await columns(
    (db.schema.createTable('admin_log') as CreateTableBuilder<string, string>).addColumn(
      'seq',
      'integer',
      (column) =>
        engineOf(db) === 'postgres'
          ? column.primaryKey().generatedByDefaultAsIdentity()
          : column.primaryKey().autoIncrement(),
    ) as CreateTableBuilder<string, string>,
    { at: 'bigint', subject: 'text', action: 'text', org_id: 'text?', detail: 'text' },
  ).execute();
}
