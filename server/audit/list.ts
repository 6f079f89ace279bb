// Reads the audit log of one org: attempts with what came of them, newest first, and how many there are of which.

import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
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
  code: z.optional(z.string()),
  reason: z.optional(z.string()),
});

export type AttemptOutcome = 'pending' | 'granted' | 'refused' | 'unknown';

export interface ListedAttempt {
  readonly index: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly who: string;
  /** Username, or empty when none was chosen. */
  readonly actingAs: string;
  readonly purpose: string;
  readonly component?: string | undefined;
  readonly outcome: AttemptOutcome;
  /** The distinct word for what went wrong, and the same as a sentence. */
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

/** Which attempts: all of the log, or those because of a component by any of these names: `Flow Invoice_Sync`. */
export interface AttemptScope {
  readonly tree: string;
  readonly components?: readonly string[] | undefined;
  /** Epoch milliseconds: what lies in none of them is another's, and is neither listed nor counted. All of it unless given. */
  readonly spans?:
    | readonly { readonly from?: number | undefined; readonly to?: number | undefined }[]
    | undefined;
}

/** Of a list that is given, one must fit; an empty one lets nothing through. */
export interface AttemptFilter extends AttemptScope {
  readonly whos?: readonly string[] | undefined;
  readonly purposes?: readonly string[] | undefined;
  readonly outcomes?: readonly AttemptOutcome[] | undefined;
  /** Epoch milliseconds: the first that counts, and the first that counts no more. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface AttemptQuery extends AttemptFilter {
  /** Where the last page ended: the index of its last attempt. */
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
}

export async function listAttempts(
  db: Kysely<AuditTables>,
  { before, limit = 200, ...filter }: AttemptQuery,
): Promise<ListedAttempt[]> {
  const rows = await db
    .selectFrom('audit_attempts as attempt')
    .innerJoin('audit_entries as entry', (join) =>
      join.onRef('entry.tree', '=', 'attempt.tree').onRef('entry.idx', '=', 'attempt.idx'),
    )
    .leftJoin('audit_entries as outcome', (join) =>
      join
        .onRef('outcome.ref', '=', 'attempt.ref')
        .onRef('outcome.tree', '=', 'attempt.tree')
        .on('outcome.kind', '=', 'outcome'),
    )
    .select(['attempt.idx', 'entry.kind', 'entry.entry', 'outcome.entry as outcome'])
    .where((where) => where.and(conditions(where, filter)))
    .$if(before !== undefined, (query) => query.where('attempt.idx', '<', before as number))
    .orderBy('attempt.idx', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ idx, kind, entry, outcome }) => attemptOf(idx, kind, entry, outcome));
}

/** How many attempts there are, and how many of them the filter lets through. */
export async function countAttempts(
  db: Kysely<AuditTables>,
  filter: AttemptFilter,
): Promise<{ total: number; matching: number }> {
  const { tree, components, spans } = filter;
  const count = async (of: AttemptFilter) => {
    const row = await db
      .selectFrom('audit_attempts as attempt')
      .select(({ fn }) => fn.countAll().as('attempts'))
      .where((where) => where.and(conditions(where, of)))
      .executeTakeFirstOrThrow();
    return Number(row.attempts);
  };
  const [total, matching] = await Promise.all([count({ tree, components, spans }), count(filter)]);
  return { total, matching };
}

export interface Tally {
  readonly value: string;
  readonly attempts: number;
}

/** How many attempts there are of each person, purpose and outcome; the most first. */
export async function tallyAttempts(
  db: Kysely<AuditTables>,
  scope: AttemptScope,
): Promise<{ whos: Tally[]; purposes: Tally[]; outcomes: Tally[] }> {
  const by = async (column: 'who' | 'purpose' | 'result') => {
    const rows = await db
      .selectFrom('audit_attempts as attempt')
      .select([`attempt.${column} as value`, sql<number>`count(*)`.as('attempts')])
      .where((where) => where.and(conditions(where, scope)))
      .groupBy(`attempt.${column}`)
      .execute();
    return rows
      .map(({ value, attempts }) => ({ value, attempts: Number(attempts) }))
      .sort((one, other) => other.attempts - one.attempts || (one.value < other.value ? -1 : 1));
  };
  const [whos, purposes, outcomes] = await Promise.all([by('who'), by('purpose'), by('result')]);
  return { whos, purposes, outcomes };
}

type Where = ExpressionBuilder<{ attempt: AuditTables['audit_attempts'] } & AuditTables, 'attempt'>;

function conditions(where: Where, filter: AttemptFilter): Expression<SqlBool>[] {
  const { tree, components, spans, whos, purposes, outcomes, from, to } = filter;
  const among = (column: 'component' | 'who' | 'purpose' | 'result', values?: readonly string[]) => {
    if (!values) return [];
    return [values.length === 0 ? where.lit(false) : where(`attempt.${column}`, 'in', [...values])];
  };
  return [
    where('attempt.tree', '=', tree),
    ...among('component', components),
    ...among('who', whos),
    ...among('purpose', purposes),
    ...among('result', outcomes),
    ...(spans === undefined ? [] : [where.or(spans.map((span) => where.and(within(where, span))))]),
    ...within(where, { from, to }),
  ];
}

function within(
  where: Where,
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
): Expression<SqlBool>[] {
  return [
    ...(from === undefined ? [] : [where('attempt.at', '>=', from)]),
    ...(to === undefined ? [] : [where('attempt.at', '<', to)]),
  ];
}

function attemptOf(index: number, kind: string, entry: string, outcome: string | null): ListedAttempt {
  const { at, who, purpose, component, actingAs, code, reason } = stored.parse(JSON.parse(entry));
  const shown = { index, at, who, purpose, component, actingAs: actingAs?.username ?? '' };
  if (kind === 'refusal') return { ...shown, outcome: 'refused', code, reason };
  if (outcome === null) return { ...shown, outcome: 'pending' };
  const came = storedOutcome.parse(JSON.parse(outcome));
  return { ...shown, outcome: came.result, code: came.code, reason: came.reason };
}
