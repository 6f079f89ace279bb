// Keeps the counts of the rate limits in PostgreSQL, so that several servers count together.

import { CompiledQuery } from 'kysely';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Database } from '../db/database.ts';
import type { LimitStore } from './rate-limit.ts';

/** `db` must be on PostgreSQL. While it is away, every call is refused as `database_unavailable`. */
export function sharedLimits(db: Database): LimitStore {
  const storeClient = {
    async query({ text, values }: { text: string; values: readonly unknown[] }) {
      const { rows } = await db.executeQuery(CompiledQuery.raw(text, [...values]));
      return { rows, rowCount: rows.length };
    },
  };
  return (options) =>
    new RateLimiterPostgres({
      ...options,
      storeClient,
      storeType: 'client',
      tableName: 'rate_limits',
      tableCreated: true,
    });
}
