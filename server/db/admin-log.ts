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

/** Of one account, newest first; `before` is where the page before ended. */
export async function findAdminEntries(
  db: Database,
  { before, limit, ...filter }: AdminFilter & { before?: number | undefined; limit: number },
): Promise<FoundAdminEntry[]> {
  const rows = await db
    .selectFrom('admin_log')
    .selectAll()
    .where((where) => where.and(conditions(where, filter)))
    .$if(before !== undefined, (query) => query.where('seq', '<', before as number))
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
  const [total, matching] = await Promise.all([count({ tenantId: filter.tenantId }), count(filter)]);
  return { total, matching };
}

/** How many entries the account has of each person and action. */
export async function tallyAdminEntries(db: Database, tenantId: string) {
  const by = async (column: 'subject' | 'action') => {
    const rows = await db
      .selectFrom('admin_log')
      .select([`${column} as value`, sql<number>`count(*)`.as('entries')])
      .where('tenant_id', '=', tenantId)
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
  const { tenantId, subjects, actions, from, to } = filter;
  const among = (column: 'subject' | 'action', values?: readonly string[]) => {
    if (!values) return [];
    return [values.length === 0 ? where.lit(false) : where(column, 'in', [...values])];
  };
  return [
    where('tenant_id', '=', tenantId),
    ...among('subject', subjects),
    ...among('action', actions),
    ...(from === undefined ? [] : [where('at', '>=', from)]),
    ...(to === undefined ? [] : [where('at', '<', to)]),
  ];
}

function detailOf(text: string): Record<string, string | number | boolean> {
  return JSON.parse(text) as Record<string, string | number | boolean>;
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
