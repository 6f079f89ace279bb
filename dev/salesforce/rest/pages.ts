// Long query answers in parts of 2,000 rows, the rest under a locator.

import { createHash } from 'node:crypto';
import type { QueryResult, ResultRow } from '../tooling/soql-run.ts';

const pageSize = 2000;

interface Open {
  readonly result: QueryResult;
  readonly base: string;
  readonly tooling: boolean;
}

/** The last few answers that didn't fit one page. */
const open = new Map<string, Open>();
let opened = 0;

export function pageOf(result: QueryResult, base: string, tooling: boolean): Record<string, unknown> {
  if (result.records.length <= pageSize) return shape({ result, base, tooling }, result.records, undefined);
  opened += 1;
  const locator = `01g5g${createHash('sha256').update(String(opened)).digest('hex').slice(0, 13)}`;
  open.set(locator, { result, base, tooling });
  if (open.size > 10) open.delete(open.keys().next().value ?? '');
  return part(locator, 0) ?? {};
}

/** The part a `nextRecordsUrl` names; undefined when the locator is unknown. */
export function nextPage(place: string): Record<string, unknown> | undefined {
  const [locator = '', from = '0'] = place.split('-');
  return part(locator, Number(from));
}

function part(locator: string, from: number): Record<string, unknown> | undefined {
  const kept = open.get(locator);
  if (!kept || from >= kept.result.records.length) return undefined;
  const end = from + pageSize;
  const next = end < kept.result.records.length ? `${kept.base}/${locator}-${end}` : undefined;
  return shape(kept, kept.result.records.slice(from, end), next);
}

function shape(kept: Open, records: readonly ResultRow[], next: string | undefined): Record<string, unknown> {
  const { total, entity } = kept.result;
  const done = next === undefined;
  const more = next === undefined ? {} : { nextRecordsUrl: next };
  if (!kept.tooling) return { totalSize: total, done, ...more, records };
  return {
    size: records.length,
    totalSize: total,
    done,
    ...more,
    queryLocator: null,
    entityTypeName: entity,
    records,
  };
}
