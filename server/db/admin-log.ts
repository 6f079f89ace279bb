// The administrative log: who changed what about members, connections and history. Rows are only ever added.

import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { AdminAction } from '#contract/audit.ts';
import type { Database } from './database.ts';
import { findMember } from './members.ts';
import { findOrg } from './orgs.ts';
import type { Tables } from './tables.ts';

export type { AdminAction };

export interface AdminEntry {
  readonly at: number;
  /** Auth0 subject, or `operator` for the command line. */
  readonly subject: string;
  readonly action: AdminAction;
  readonly orgId?: string;
  /** Whose log it is in, where neither the org nor the subject says so: for the command line. */
  readonly tenantId?: string;
  /** Facts in plain values; never a secret, never metadata content. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** It is in the log of the account that has the org, also when somebody else caused it. */
export async function recordAdminEntry(db: Database, entry: AdminEntry): Promise<void> {
  const { at, subject, action, orgId, detail = {} } = entry;
  const tenant =
    entry.tenantId ??
    (orgId ? (await findOrg(db, orgId))?.tenant_id : undefined) ??
    (await findMember(db, subject))?.tenantId;
  await db
    .insertInto('admin_log')
    .values({
      at,
      subject,
      action,
      org_id: orgId ?? null,
      tenant_id: tenant ?? null,
      detail: JSON.stringify(detail),
    })
    .execute();
}

/** In the log of every account there is: what the operator does to the database that they share. */
export async function recordForEveryAccount(
  db: Database,
  entry: Omit<AdminEntry, 'orgId' | 'tenantId'>,
): Promise<void> {
  const { at, subject, action, detail = {} } = entry;
  const tenants = await db.selectFrom('tenants').select('id').orderBy('id').execute();
  for (const { id } of tenants) {
    await db
      .insertInto('admin_log')
      .values({ at, subject, action, org_id: null, tenant_id: id, detail: JSON.stringify(detail) })
      .execute();
  }
}

/** Newest first. */
export async function listAdminEntries(db: Database, orgId: string, limit = 100): Promise<AdminEntry[]> {
  const rows = await db
    .selectFrom('admin_log')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    at: row.at,
    subject: row.subject,
    action: row.action as AdminAction,
    orgId,
    detail: detailOf(row.detail),
  }));
}

export interface AdminFilter {
  readonly tenantId: string;
  /** Of a list that is given, one must fit; an empty one lets nothing through. */
  readonly subjects?: readonly string[] | undefined;
  readonly actions?: readonly string[] | undefined;
  /** Entries that another log tells better. */
  readonly without?: readonly number[] | undefined;
  /** Epoch milliseconds: the first that counts, and the first that counts no more. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface FoundAdminEntry {
  readonly seq: number;
  readonly at: number;
  readonly subject: string;
  /** One of `AdminAction`, or what another version called it. */
  readonly action: string;
  readonly orgId: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** A place among entries in the order of time. */
export interface Place {
  readonly at: number;
  readonly seq: number;
}

/** Of one account, newest first; those `before` a place only. */
export async function findAdminEntries(
  db: Database,
  { before, limit, ...filter }: AdminFilter & { before?: Place | undefined; limit: number },
): Promise<FoundAdminEntry[]> {
  const rows = await db
    .selectFrom('admin_log')
    .selectAll()
    .where((where) => where.and(conditions(where, filter)))
    .$if(before !== undefined, (query) =>
      query.where((where) => {
        const { at, seq } = before as Place;
        return where.or([where('at', '<', at), where.and([where('at', '=', at), where('seq', '<', seq)])]);
      }),
    )
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ seq, at, subject, action, org_id: orgId, detail }) => ({
    ...{ seq, at, subject, action, orgId },
    detail: detailOf(detail),
  }));
}

/** How many the account has, and how many of them the filter lets through. */
export async function countAdminEntries(
  db: Database,
  filter: AdminFilter,
): Promise<{ total: number; matching: number }> {
  const count = async (of: AdminFilter) => {
    const row = await db
      .selectFrom('admin_log')
      .select(({ fn }) => fn.countAll().as('entries'))
      .where((where) => where.and(conditions(where, of)))
      .executeTakeFirstOrThrow();
    return Number(row.entries);
  };
  const { tenantId, without } = filter;
  const [total, matching] = await Promise.all([count({ tenantId, without }), count(filter)]);
  return { total, matching };
}

/** How many entries the account has of each person and action. */
export async function tallyAdminEntries(
  db: Database,
  filter: Pick<AdminFilter, 'tenantId' | 'without'>,
): Promise<Record<'subjects' | 'actions', { value: string; entries: number }[]>> {
  const by = async (column: 'subject' | 'action') => {
    const rows = await db
      .selectFrom('admin_log')
      .select([`${column} as value`, sql<number>`count(*)`.as('entries')])
      .where((where) => where.and(conditions(where, filter)))
      .groupBy(column)
      .orderBy(column)
      .execute();
    return rows.map(({ value, entries }) => ({ value, entries: Number(entries) }));
  };
  const [subjects, actions] = await Promise.all([by('subject'), by('action')]);
  return { subjects, actions };
}

function conditions(
  where: ExpressionBuilder<Tables, 'admin_log'>,
  filter: AdminFilter,
): Expression<SqlBool>[] {
  const { tenantId, subjects, actions, without = [], from, to } = filter;
  const among = (column: 'subject' | 'action', values?: readonly string[]) => {
    if (!values) return [];
    return [values.length === 0 ? where.lit(false) : where(column, 'in', [...values])];
  };
  return [
    where('tenant_id', '=', tenantId),
    ...among('subject', subjects),
    ...among('action', actions),
    ...(without.length === 0 ? [] : [where('seq', 'not in', [...without])]),
    ...(from === undefined ? [] : [where('at', '>=', from)]),
    ...(to === undefined ? [] : [where('at', '<', to)]),
  ];
}

function detailOf(text: string): Record<string, string | number | boolean> {
  return JSON.parse(text) as Record<string, string | number | boolean>;
}

/** What an account's people had done about a signing key, which the delegation service records as well. */
export interface KeyRequest {
  readonly seq: number;
  readonly fingerprint: string;
}

const aboutKeys: readonly AdminAction[] = ['org.key_made', 'org.app_named'];

/**
 * Of keys that are the account's: somebody who went to another account, and took a key that they had prepared into use
 * there, took it along. Oldest first.
 */
export async function keyRequests(db: Database, tenantId: string): Promise<KeyRequest[]> {
  const rows = await db
    .selectFrom('admin_log')
    .select(['seq', 'tenant_id', 'detail'])
    .where('action', 'in', aboutKeys)
    .where('subject', 'in', (query) =>
      query
        .selectFrom('admin_log')
        .select('subject')
        .where('tenant_id', '=', tenantId)
        .where('action', 'in', aboutKeys),
    )
    .orderBy('at')
    .orderBy('seq')
    .execute();
  const owners = new Map<string, string | null>();
  const requests = rows.flatMap(({ seq, tenant_id: tenant, detail }) => {
    const { fingerprint } = detailOf(detail);
    if (typeof fingerprint !== 'string') return [];
    owners.set(fingerprint, tenant);
    return tenant === tenantId ? [{ seq, fingerprint }] : [];
  });
  return requests.filter(({ fingerprint }) => owners.get(fingerprint) === tenantId);
}

/** When the account connected each org first, by its id, in epoch milliseconds. */
export async function firstConnects(db: Database, tenantId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('admin_log')
    .select(['org_id', ({ fn }) => fn.min('at').as('at')])
    .where('tenant_id', '=', tenantId)
    .where('action', '=', 'org.connect')
    .groupBy('org_id')
    .execute();
  return new Map(rows.flatMap(({ org_id: orgId, at }) => (orgId === null ? [] : [[orgId, Number(at)]])));
}

/** When others were refused an org since a time, newest first; ten at most. */
export async function refusedClaims(db: Database, orgId: string, since: number): Promise<number[]> {
  const rows = await db
    .selectFrom('admin_log')
    .select('at')
    .where('org_id', '=', orgId)
    .where('action', '=', 'org.claim_refused')
    .where('at', '>=', since)
    .orderBy('seq', 'desc')
    .limit(10)
    .execute();
  return rows.map(({ at }) => Number(at));
}
