// Reads one page of a query's answer, checking every row, and where the next page is.

import * as z from 'zod/mini';
import { AppError } from '../errors.ts';

const page = z.object({
  records: z.array(z.unknown()),
  nextRecordsUrl: z.optional(z.nullable(z.string())),
});

/** `base` is the query's own path: a next page lies below it and nowhere else. */
export function readRows<S extends z.ZodMiniType>(
  text: string,
  row: S,
  base: string,
): { rows: z.output<S>[]; next: string | undefined } {
  const parsed = page.safeParse(parseJson(text));
  if (!parsed.success) throw unexpected();
  const next = parsed.data.nextRecordsUrl ?? undefined;
  if (
    next !== undefined &&
    !(next.startsWith(`${base}/`) && /^[\w./-]+$/.test(next) && !next.includes('..'))
  ) {
    throw unexpected();
  }
  const rows = parsed.data.records.map((record) => {
    const checked = row.safeParse(record);
    if (!checked.success) throw unexpected();
    return checked.data;
  });
  return { rows, next };
}

/** Undefined for what is no JSON: no shape takes that. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const unexpected = () =>
  new AppError('salesforce_error', { detail: 'Salesforce’s answer had another shape.' });
