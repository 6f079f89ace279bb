// Reads the audit log of one org: attempts with what came of them, newest first, and how many there are of which.

import { type Kysely, sql } from 'kysely';
import * as z from 'zod/mini';
import { type AttemptFilter, type AttemptOutcome, type AttemptScope, conditions } from './attempt-filter.ts';
import type { AuditTables } from './tables.ts';

const storedFacts = z.object({
  at: z.int(),
  ref: z.string(),
  who: z.string(),
  purpose: z.string(),
  component: z.optional(z.string()),
  actingAs: z.optional(z.string()),
  code: z.optional(z.string()),
});
const storedPersonal = z.object({
  who: z.optional(z.string()),
  actingAs: z.optional(z.object({ username: z.string() })),
  about: z.optional(z.object({ userId: z.string() })),
  reason: z.optional(z.string()),
});
const storedOutcome = z.object({
  result: z.enum(['granted', 'refused', 'unknown']),
  code: z.optional(z.string()),
});

export interface ListedAttempt {
  readonly tree: string;
  readonly index: number;
  /** Of the entry that says what came of it; absent for a refusal, which is one entry, and while that is open. */
  readonly outcomeIndex?: number | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Auth0 subject, or the name of what works by itself; a random id where the person was erased. */
  readonly who: string;
  /** Username; empty when none was chosen, or it was erased. */
  readonly actingAs: string;
  readonly purpose: string;
  readonly component?: string | undefined;
  readonly outcome: AttemptOutcome;
  /** The distinct word for what went wrong, and the same as a sentence. */
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

export interface AttemptQuery extends AttemptFilter {
  /** Where the last page ended: log and index of its last attempt. */
  readonly before?: { readonly tree: string; readonly index: number } | undefined;
  readonly limit?: number | undefined;
}

/** Newest first, by their places in the log: a clock may be set back. */
export async function listAttempts(
  db: Kysely<AuditTables>,
  { before, limit = 200, ...filter }: AttemptQuery,
): Promise<ListedAttempt[]> {
  const found: ListedAttempt[] = [];
  const begin = before === undefined ? 0 : filter.trees.indexOf(before.tree);
  for (const tree of begin < 0 ? [] : filter.trees.slice(begin)) {
    if (found.length === limit) break;
    const below = tree === before?.tree ? before.index : undefined;
    found.push(...(await listWithin(db, tree, below, { ...filter, limit: limit - found.length })));
  }
  return found;
}

async function listWithin(
  db: Kysely<AuditTables>,
  tree: string,
  below: number | undefined,
  { limit = 200, ...filter }: AttemptQuery,
): Promise<ListedAttempt[]> {
  const rows = await db
    .selectFrom('audit_attempts as attempt')
    .innerJoin('audit_entries as entry', (join) =>
      join.onRef('entry.tree', '=', 'attempt.tree').onRef('entry.idx', '=', 'attempt.idx'),
    )
    .leftJoin('audit_texts as text', (join) =>
      join.onRef('text.tree', '=', 'attempt.tree').onRef('text.idx', '=', 'attempt.idx'),
    )
    .leftJoin('audit_personal as personal', (join) =>
      join.onRef('personal.tree', '=', 'attempt.tree').onRef('personal.idx', '=', 'attempt.idx'),
    )
    .leftJoin('audit_entries as outcome', (join) =>
      join.onRef('outcome.ref', '=', 'attempt.ref').on('outcome.kind', '=', 'outcome'),
    )
    .leftJoin('audit_texts as said', (join) =>
      join.onRef('said.tree', '=', 'outcome.tree').onRef('said.idx', '=', 'outcome.idx'),
    )
    .leftJoin('audit_personal as why', (join) =>
      join.onRef('why.tree', '=', 'outcome.tree').onRef('why.idx', '=', 'outcome.idx'),
    )
    .select(['attempt.tree', 'attempt.idx', 'attempt.at', 'attempt.who', 'attempt.purpose'])
    .select(['attempt.component', 'attempt.result', 'entry.kind', 'text.entry', 'personal.text as personal'])
    .select(['outcome.idx as outcome_idx', 'said.entry as outcome', 'why.text as why'])
    .where((where) => where.and(conditions(where, { ...filter, trees: [tree] })))
    .$if(below !== undefined, (query) => query.where('attempt.idx', '<', below as number))
    .orderBy('attempt.idx', 'desc')
    .limit(limit)
    .execute();
  return rows.map(attemptOf);
}

/** How many attempts there are, how many of them the filter lets through, and how many it would if it were not for `without`. */
export async function countAttempts(
  db: Kysely<AuditTables>,
  filter: AttemptFilter,
): Promise<{ total: number; matching: number; leftOut: number }> {
  const { org, trees, components, spans } = filter;
  const count = async (of: AttemptFilter) => {
    const row = await db
      .selectFrom('audit_attempts as attempt')
      .select(({ fn }) => fn.countAll().as('attempts'))
      .where((where) => where.and(conditions(where, of)))
      .executeTakeFirstOrThrow();
    return Number(row.attempts);
  };
  const [total, matching, withAll] = await Promise.all([
    count({ org, trees, components, spans }),
    count(filter),
    filter.without ? count({ ...filter, without: undefined }) : undefined,
  ]);
  return { total, matching, leftOut: withAll === undefined ? 0 : withAll - matching };
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
  const by = async (column: 'purpose' | 'result') => {
    const rows = await db
      .selectFrom('audit_attempts as attempt')
      .select([`attempt.${column} as value`, sql<number>`count(*)`.as('attempts')])
      .where((where) => where.and(conditions(where, scope)))
      .groupBy(`attempt.${column}`)
      .execute();
    return mostFirst(rows);
  };
  const byPerson = async () => {
    const rows = await db
      .selectFrom('audit_attempts as attempt')
      .leftJoin('audit_people as known', (join) => join.onRef('known.person', '=', 'attempt.who'))
      .select([
        sql<string>`coalesce(known.key, attempt.who)`.as('value'),
        sql<number>`count(*)`.as('attempts'),
      ])
      .where((where) => where.and(conditions(where, scope)))
      .groupBy(sql`coalesce(known.key, attempt.who)`)
      .execute();
    return mostFirst(rows);
  };
  const [whos, purposes, outcomes] = await Promise.all([byPerson(), by('purpose'), by('result')]);
  return { whos, purposes, outcomes };
}

const mostFirst = (rows: readonly { value: string; attempts: number }[]) =>
  rows
    .map(({ value, attempts }) => ({ value, attempts: Number(attempts) }))
    .sort((one, other) => other.attempts - one.attempts || (one.value < other.value ? -1 : 1));

interface Row {
  tree: string;
  idx: number;
  at: number;
  who: string;
  purpose: string;
  component: string | null;
  result: string;
  kind: string;
  entry: string | null;
  personal: string | null;
  outcome_idx: number | null;
  outcome: string | null;
  why: string | null;
}

const outcomeWord = z.enum(['pending', 'granted', 'refused', 'unknown']);

/** What is shown is what was hashed; only where that is gone with its time, what it was looked for by. */
function attemptOf(row: Row): ListedAttempt {
  const { tree, idx: index } = row;
  const facts = row.entry === null ? undefined : storedFacts.parse(JSON.parse(row.entry));
  const personal = storedPersonal.parse(JSON.parse(row.personal ?? '{}'));
  const { at, who, purpose } = facts ?? row;
  const about = personal.about && `User ${personal.about.userId}`;
  const shown = {
    ...{ tree, index, at, purpose, who: personal.who ?? who },
    component: about ?? (facts ? facts.component : (row.component ?? undefined)),
    actingAs: personal.actingAs?.username ?? '',
  };
  if (row.kind === 'refusal') {
    return { ...shown, outcome: 'refused', code: facts?.code, reason: personal.reason };
  }
  if (row.outcome_idx === null) return { ...shown, outcome: 'pending' };
  const said = row.outcome === null ? undefined : storedOutcome.parse(JSON.parse(row.outcome));
  const { reason } = storedPersonal.parse(JSON.parse(row.why ?? '{}'));
  return {
    ...shown,
    outcomeIndex: row.outcome_idx,
    outcome: said?.result ?? outcomeWord.parse(row.result),
    code: said?.code,
    reason,
  };
}
