// Long query answers in parts, the rest under a locator that belongs to the org and to the user who asked.

import { createHash } from 'node:crypto';
import type { Org } from '../state/org.ts';
import type { QueryResult } from '../tooling/soql-run.ts';
import { ApiRefusal } from './answers.ts';

/** A query that is answered in parts. */
export interface Cursor {
  readonly result: QueryResult;
  /** `/services/data/v66.0/tooling/query`. */
  readonly base: string;
  readonly tooling: boolean;
  readonly userId: string;
  readonly pageSize: number;
  readonly at: number;
}

/** Salesforce keeps ten open queries for a user, and each for two days. */
const openAtOnce = 10;
const kept = 2 * 86_400_000;

const open = new WeakMap<Org, Map<string, Cursor>>();
let opened = 0;

/** Rows in one answer: `batchSize=n` of Sforce-Query-Options, held between 200 and 2,000. */
export function pageSize(options: string | string[] | undefined): number {
  const wanted = Number(/\bbatchSize\s*=\s*(\d+)/i.exec(String(options ?? ''))?.[1] ?? 2000);
  return Math.min(2000, Math.max(200, wanted));
}

export async function firstPage(org: Org, cursor: Cursor): Promise<Record<string, unknown>> {
  const { result } = cursor;
  if (result.total <= cursor.pageSize) return page(cursor, 0, undefined);
  if (!result.pages) {
    const what = result.entity === 'AggregateResult' ? 'Aggregate query' : result.entity;
    const text = `${what} does not support queryMore(), use LIMIT to restrict the results to a single batch`;
    throw new ApiRefusal(400, 'EXCEEDED_ID_LIMIT', text);
  }
  opened += 1;
  const locator = `01g5g${createHash('sha256').update(String(opened)).digest('hex').slice(0, 13)}`;
  const cursors = open.get(org) ?? new Map<string, Cursor>();
  open.set(org, cursors);
  cursors.set(locator, cursor);
  const own = [...cursors].filter(([, each]) => each.userId === cursor.userId);
  if (own.length > openAtOnce) cursors.delete(own[0]?.[0] ?? '');
  return page(cursor, 0, locator);
}

/** The part that a `nextRecordsUrl` names, `01g…-2000`. */
export async function nextPage(
  org: Org,
  userId: string,
  tooling: boolean,
  place: string,
): Promise<Record<string, unknown>> {
  const [locator = '', from = '0'] = place.split('-');
  const cursor = open.get(org)?.get(locator);
  const known =
    cursor && cursor.userId === userId && cursor.tooling === tooling && org.now() - cursor.at < kept;
  if (!known || Number(from) >= cursor.result.total) {
    throw new ApiRefusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
  return page(cursor, Number(from), locator);
}

async function page(
  { result, base, tooling, pageSize }: Cursor,
  from: number,
  locator: string | undefined,
): Promise<Record<string, unknown>> {
  const end = from + pageSize;
  const done = end >= result.total;
  const records = await result.records(from, end);
  const more = done ? {} : { nextRecordsUrl: `${base}/${locator}-${end}` };
  if (!tooling) return { totalSize: result.total, done, ...more, records };
  return {
    size: records.length,
    totalSize: result.total,
    done,
    ...more,
    queryLocator: null,
    entityTypeName: result.entity,
    records,
  };
}
