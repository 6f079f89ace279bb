// PostgreSQL keeps what was deleted for as long as a transaction is open that might still look at it.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';

interface Open {
  /** Of its own for each transaction. */
  readonly id: string;
  /** Null for one that was prepared and waits for its second phase. */
  readonly pid: number | null;
}

/**
 * Transactions of others that what was deleted must be kept for: those of this database, and those that wrote something
 * in any. Every role sees these locks.
 */
async function openTransactions<T>(db: Kysely<T>): Promise<readonly Open[]> {
  const { rows } = await sql<Open>`
    select distinct l.virtualtransaction as id, l.pid from pg_locks l
    left join pg_stat_activity a on a.pid = l.pid
    left join pg_database d on d.oid = a.datid
    where l.granted and l.mode = 'ExclusiveLock' and l.pid is distinct from pg_backend_pid()
      and (l.locktype = 'transactionid' or l.locktype = 'virtualxid' and d.datname = current_database())
  `.execute(db);
  return rows;
}

const pollMs = 100;

/**
 * Resolves once no transaction is left that is as old as this call, or when `until` (epoch ms) has come: with the process
 * ids of those that are left. `waiting` hears of them once.
 */
export async function olderTransactionsEnd<T>(
  db: Kysely<T>,
  until: number,
  waiting: (pids: readonly number[]) => void = () => {},
): Promise<readonly number[]> {
  let told = false;
  // Twice: one that began beside those of the first round still keeps for them what they could see.
  for (const _ of ['of before', 'begun beside them']) {
    const before = new Set((await openTransactions(db)).map(({ id }) => id));
    for (;;) {
      const left = (await openTransactions(db)).filter(({ id }) => before.has(id));
      if (left.length === 0) break;
      const pids = left.flatMap(({ pid }) => pid ?? []);
      if (Date.now() >= until) return pids;
      if (!told) waiting(pids);
      told = true;
      await sleep(pollMs);
    }
  }
  return [];
}
