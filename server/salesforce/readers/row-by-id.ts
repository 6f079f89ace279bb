// Reads rows of one Tooling object by their ids, several a call; who saved each is what the list said a moment ago.

import type { output, ZodMiniType } from 'zod/mini';
import type { JobHandle } from '../client.ts';
import { rowsPerCall } from '../composite.ts';
import { id15, type LiveComponent, type LiveRef } from './live-component.ts';

interface Saved {
  readonly LastModifiedById: string;
}

export interface RowReader<S extends ZodMiniType> {
  readonly object: string;
  readonly fields: readonly string[];
  readonly row: S;
  readonly assemble: (
    ref: LiveRef,
    row: output<S>,
  ) => LiveComponent | undefined | Promise<LiveComponent | undefined>;
  /** Of one row a query gives the name behind the id, too. */
  readonly alone: (ref: LiveRef) => Promise<LiveComponent | undefined>;
}

/** In the order asked; undefined for one that no longer exists. */
export async function readEach<S extends ZodMiniType<Saved>>(
  handle: JobHandle,
  refs: readonly LiveRef[],
  { object, fields, row, assemble, alone }: RowReader<S>,
): Promise<(LiveComponent | undefined)[]> {
  const lives: (LiveComponent | undefined)[] = [];
  for (let at = 0; at < refs.length; at += rowsPerCall) {
    const some = refs.slice(at, at + rowsPerCall);
    const ids = some.map(({ id = '' }) => id15(id));
    const wanted = { object, ids, fields: [...fields, 'LastModifiedById', 'LastModifiedDate'] };
    const rows = await handle.toolingRows(wanted, row);
    for (const [index, ref] of some.entries()) {
      const found = rows[index];
      const { lastModifiedById, lastModifiedByName = null } = ref.listed ?? {};
      if (found && found.LastModifiedById !== lastModifiedById) lives.push(await alone(ref));
      else
        lives.push(
          found && (await assemble(ref, { ...found, LastModifiedBy: { Name: lastModifiedByName } })),
        );
    }
  }
  return lives;
}
