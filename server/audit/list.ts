// Reads the audit log of one org: each attempt with what came of it, newest first.

import type { Kysely } from 'kysely';
import * as z from 'zod/mini';
import type { AuditTables } from './tables.ts';

const stored = z.object({
  at: z.int(),
  ref: z.string(),
  who: z.string(),
  purpose: z.string(),
  component: z.optional(z.string()),
  actingAs: z.optional(z.object({ username: z.string() })),
  code: z.optional(z.string()),
  reason: z.optional(z.string()),
});
const storedOutcome = z.object({
  result: z.enum(['granted', 'refused', 'unknown']),
  reason: z.optional(z.string()),
});

export interface ListedAttempt {
  readonly index: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly who: string;
  /** Username, or empty when none was chosen. */
  readonly actingAs: string;
  readonly purpose: string;
  readonly component?: string | undefined;
  readonly outcome: 'pending' | 'granted' | 'refused' | 'unknown';
  readonly reason?: string | undefined;
}

export interface AttemptQuery {
  readonly tree: string;
  /** As the attempt named it: `Flow Invoice_Sync`. */
  readonly component?: string | undefined;
  readonly limit?: number;
}

export async function listAttempts(
  db: Kysely<AuditTables>,
  { tree, component, limit = 200 }: AttemptQuery,
): Promise<ListedAttempt[]> {
  const rows = await db
    .selectFrom('audit_entries as attempt')
    .leftJoin('audit_entries as outcome', (join) =>
      join
        .onRef('outcome.ref', '=', 'attempt.ref')
        .onRef('outcome.tree', '=', 'attempt.tree')
        .on('outcome.kind', '=', 'outcome'),
    )
    .select(['attempt.idx', 'attempt.kind', 'attempt.entry', 'outcome.entry as outcome'])
    .where('attempt.tree', '=', tree)
    .where('attempt.kind', 'in', ['intent', 'refusal'])
    .orderBy('attempt.idx', 'desc')
    // The component is inside the entry; a filtered list looks further back.
    .limit(component === undefined ? limit : limit * 20)
    .execute();
  return rows
    .map(({ idx, kind, entry, outcome }) => attemptOf(idx, kind, entry, outcome))
    .filter((attempt) => component === undefined || attempt.component === component)
    .slice(0, limit);
}

function attemptOf(index: number, kind: string, entry: string, outcome: string | null): ListedAttempt {
  const { at, who, purpose, component, actingAs, reason } = stored.parse(JSON.parse(entry));
  const shown = { index, at, who, purpose, component, actingAs: actingAs?.username ?? '' };
  if (kind === 'refusal') return { ...shown, outcome: 'refused', reason };
  if (outcome === null) return { ...shown, outcome: 'pending' };
  const came = storedOutcome.parse(JSON.parse(outcome));
  return { ...shown, outcome: came.result, reason: came.reason };
}
