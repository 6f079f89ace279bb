// The administrative log: who changed what about members, connections and history. Rows are only ever added.

import type { Database } from './database.ts';

export interface AdminEntry {
  readonly at: number;
  /** Auth0 subject, or `operator` for the command line. */
  readonly subject: string;
  /** `org.connect`, `user.link`, `history.commit`, `member.role`. */
  readonly action: string;
  readonly orgId?: string;
  /** Facts in plain values; never a secret, never metadata content. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

export async function recordAdminEntry(db: Database, entry: AdminEntry): Promise<void> {
  await db
    .insertInto('admin_log')
    .values({
      at: entry.at,
      subject: entry.subject,
      action: entry.action,
      org_id: entry.orgId ?? null,
      detail: JSON.stringify(entry.detail ?? {}),
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
    action: row.action,
    orgId,
    detail: JSON.parse(row.detail) as Record<string, string | number | boolean>,
  }));
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
