// When a worker last said that it is alive: the API and the worker meet in the database alone.

import type { Database } from './database.ts';

export const beatMs = 10_000;
/** After so long without a word no worker runs. */
const silentMs = 45_000;

/** Epoch milliseconds, of any worker; undefined when none ever said so. */
export interface WorkerLife {
  readonly alive: boolean;
  readonly lastAt: number | undefined;
}

export async function noteWorkerAlive(db: Database, at: number): Promise<void> {
  await db
    .insertInto('worker_beats')
    .values({ id: 'any', at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
    .execute();
}

export async function workerLife(db: Database, now: number): Promise<WorkerLife> {
  const row = await db.selectFrom('worker_beats').select('at').where('id', '=', 'any').executeTakeFirst();
  const lastAt = row && Number(row.at);
  return { alive: lastAt !== undefined && now - lastAt < silentMs, lastAt };
}
