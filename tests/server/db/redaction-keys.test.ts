// The key of an org is written once, whoever comes first, and stays.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../../server/db/database.ts';
import { redactionKey } from '../../../server/db/redaction-keys.ts';
import { openTestDatabase } from '../../helpers/databases.ts';

let db: Database;
beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.destroy());

test('the first one counts, and each org has its own', async () => {
  expect(await redactionKey(db, 'one', { key: 'a', at: 1 })).toBe('a');
  expect(await redactionKey(db, 'one', { key: 'b', at: 2 })).toBe('a');
  expect(await redactionKey(db, 'two', { key: 'c', at: 3 })).toBe('c');
});

test('of several that are made at once all get the same', async () => {
  const made = ['a', 'b', 'c', 'd'].map((key, at) => redactionKey(db, 'one', { key, at }));
  expect(new Set(await Promise.all(made)).size).toBe(1);
});
