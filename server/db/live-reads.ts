// What comparisons read from live orgs: kept for a quarter of an hour, so that exactly that can be committed.

import * as z from 'zod/mini';
import type { ComponentKey } from '#core/component.ts';
import type { ContentFile } from '../content/content-file.ts';
import type { Database } from './database.ts';

export const liveReadLifeMs = 15 * 60_000;

const files = z.array(
  z.object({
    role: z.enum(['metadata', 'content']),
    name: z.string(),
    text: z.string(),
    binary: z.optional(z.object({ media: z.string(), size: z.number(), sha256: z.string() })),
    /** Base64. */
    bytes: z.optional(z.string()),
  }),
);

const meta = z.object({
  /** Salesforce id of the component, if it has one. */
  id: z.optional(z.string()),
  /** Left out, like the time, where Salesforce does not tell of the last save. */
  savedBy: z.optional(z.object({ userId: z.string(), name: z.string() })),
  /** Epoch ms of the last save. */
  savedAt: z.optional(z.number()),
  lane: z.string(),
  apiVersion: z.string(),
  /** Revision it was compared with; absent when nothing was committed. */
  base: z.optional(z.string()),
  /** Whether the last save's person made the difference; left out: certainly. */
  certainty: z.optional(z.enum(['likely', 'unknown'])),
  /** True of a version of a flow by which the flow is not known. */
  aside: z.optional(z.boolean()),
  /** True when nothing at all differs, not even noise. */
  identical: z.boolean(),
  /** The revision it became, once committed. */
  committed: z.optional(z.string()),
});

export type LiveReadMeta = z.output<typeof meta>;

export interface LiveRead extends ComponentKey {
  readonly id: string;
  readonly orgId: string;
  readonly subject: string;
  readonly files: readonly ContentFile[];
  readonly meta: LiveReadMeta;
  readonly createdAt: number;
}

/** Stores a reading and forgets the expired ones. */
export async function keepLiveRead(db: Database, read: LiveRead): Promise<void> {
  await db.deleteFrom('live_reads').where('expires_at', '<=', read.createdAt).execute();
  await db
    .insertInto('live_reads')
    .values({
      id: read.id,
      org_id: read.orgId,
      subject: read.subject,
      type: read.type,
      full_name: read.fullName,
      files: JSON.stringify(
        read.files.map((file) => ({
          ...file,
          bytes: file.bytes && Buffer.from(file.bytes).toString('base64'),
        })),
      ),
      meta: JSON.stringify(read.meta),
      created_at: read.createdAt,
      expires_at: read.createdAt + liveReadLifeMs,
    })
    .execute();
}

/** The reading, if it is this person's own, of this org, and not older than its life. */
export async function findLiveRead(
  db: Database,
  wanted: { id: string; orgId: string; subject: string; now: number },
): Promise<LiveRead | undefined> {
  const row = await db
    .selectFrom('live_reads')
    .selectAll()
    .where('id', '=', wanted.id)
    .where('org_id', '=', wanted.orgId)
    .where('subject', '=', wanted.subject)
    .where('expires_at', '>', wanted.now)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    orgId: row.org_id,
    subject: row.subject,
    type: row.type,
    fullName: row.full_name,
    files: files
      .parse(JSON.parse(row.files))
      .map(({ bytes, ...file }) =>
        bytes === undefined ? file : { ...file, bytes: Buffer.from(bytes, 'base64') },
      ),
    meta: meta.parse(JSON.parse(row.meta)),
    createdAt: row.created_at,
  };
}

/** Remembers that a reading was committed, and as what. */
export async function markLiveReadCommitted(db: Database, read: LiveRead, revision: string): Promise<void> {
  await db
    .updateTable('live_reads')
    .set({ meta: JSON.stringify({ ...read.meta, committed: revision }) })
    .where('id', '=', read.id)
    .execute();
}

/** Forgets what was read from an org: it is compared anew before it is committed. */
export async function deleteLiveReads(db: Database, orgId: string): Promise<void> {
  await db.deleteFrom('live_reads').where('org_id', '=', orgId).execute();
}
