// Asks for several single rows of a Tooling object in one call: a query gives documents for one row only.

import * as z from 'zod/mini';
import { errorOf, restFault, SessionOver } from './api-errors.ts';
import { parseJson, unexpected } from './rows.ts';

/** Salesforce's bound on requests inside one; the whole counts as a single call. */
export const rowsPerCall = 25;

export interface WantedRows {
  readonly object: string;
  readonly ids: readonly string[];
  /** Of the row itself: what lies behind a reference cannot be asked for. */
  readonly fields: readonly string[];
}

const answers = z.object({
  compositeResponse: z.array(
    z.object({ referenceId: z.string(), httpStatusCode: z.int(), body: z.unknown() }),
  ),
});

/** `base` is the path of the Tooling API. */
export function buildComposite(base: string, { object, ids, fields }: WantedRows): unknown {
  if (ids.length === 0 || ids.length > rowsPerCall) throw new Error(`${ids.length} rows in one call.`);
  if (![object, ...fields].every((word) => /^[A-Za-z][A-Za-z0-9_]*$/.test(word)))
    throw new Error(`Not an object or a field of ${object}.`);
  const compositeRequest = ids.map((id, at) => {
    if (!/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(id)) throw new Error('Not an id.');
    const url = `${base}/sobjects/${object}/${id}?fields=${fields.join(',')}`;
    return { method: 'GET', url, referenceId: `row${at}` };
  });
  return { allOrNone: false, compositeRequest };
}

/** Throws what the first row that was refused was refused for. */
export function readComposite<S extends z.ZodMiniType>(
  text: string,
  { object, ids }: WantedRows,
  row: S,
): (z.output<S> | undefined)[] {
  const parsed = answers.safeParse(parseJson(text));
  if (!parsed.success) throw unexpected();
  const byReference = new Map(parsed.data.compositeResponse.map((each) => [each.referenceId, each]));
  return ids.map((_, at) => {
    const answer = byReference.get(`row${at}`);
    if (!answer) throw unexpected();
    const { httpStatusCode: status, body } = answer;
    if (status === 404) return undefined;
    if (status !== 200) {
      const error = errorOf(restFault(status, JSON.stringify(body)), object);
      // The call itself was let in, so a new token would change nothing.
      throw error instanceof SessionOver ? unexpected() : error;
    }
    const checked = row.safeParse(body);
    if (!checked.success) throw unexpected();
    return checked.data;
  });
}
