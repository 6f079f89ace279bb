// Rows with an end: readings for a quarter of an hour, ended tokens for as long as they could be used; and the log without one.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listAdminEntries, recordAdminEntry } from '../../../server/db/admin-log.ts';
import type { Database } from '../../../server/db/database.ts';
import {
  findLiveRead,
  keepLiveRead,
  type LiveRead,
  markLiveReadCommitted,
} from '../../../server/db/live-reads.ts';
import { isRevoked, revokeToken } from '../../../server/db/revoked-tokens.ts';
import { openTestDatabase } from '../../helpers/databases.ts';

const start = Date.parse('2026-03-02T09:00:00.000Z');
const orgId = '00D5g000004XyZaEAK';
let db: Database;
beforeEach(async () => {
  db = await openTestDatabase();
});
afterEach(() => db.destroy());

const read: LiveRead = {
  id: 'compare-1',
  orgId,
  subject: 'auth0|ada',
  type: 'ApexClass',
  fullName: 'Lead',
  files: [{ role: 'content', name: 'Lead.cls', text: 'class Lead {}\r\n// ü \u0000' }],
  meta: {
    id: '01p5g00000AAAAAAA1',
    savedBy: { userId: '005A', name: 'Leo Marin' },
    savedAt: start - 1000,
    lane: 'tooling',
    apiVersion: '66.0',
    identical: false,
  },
  createdAt: start,
};
const wanted = { id: read.id, orgId, subject: read.subject, now: start };

describe('readings', () => {
  test('come back to the byte, for a quarter of an hour, to the same person and org', async () => {
    await keepLiveRead(db, read);
    expect(await findLiveRead(db, wanted)).toEqual(read);
    expect(await findLiveRead(db, { ...wanted, now: start + 899_999 })).toEqual(read);
    expect(await findLiveRead(db, { ...wanted, now: start + 900_000 })).toBeUndefined();
    expect(await findLiveRead(db, { ...wanted, subject: 'auth0|sam' })).toBeUndefined();
    expect(await findLiveRead(db, { ...wanted, orgId: `00D${'9'.repeat(15)}` })).toBeUndefined();
  });

  test('remember what they became', async () => {
    await keepLiveRead(db, read);
    await markLiveReadCommitted(db, read, 'a'.repeat(40));
    expect((await findLiveRead(db, wanted))?.meta.committed).toBe('a'.repeat(40));
  });

  test('leave the disk once expired', async () => {
    await keepLiveRead(db, read);
    await keepLiveRead(db, { ...read, id: 'compare-2', createdAt: start + 900_000 });
    expect(await db.selectFrom('live_reads').select('id').execute()).toEqual([{ id: 'compare-2' }]);
  });
});

describe('ended tokens', () => {
  test('are known until they would have expired anyway; ending twice is once', async () => {
    await revokeToken(db, 'jti-1', start + 600_000, start);
    await revokeToken(db, 'jti-1', start + 600_000, start);
    expect(await isRevoked(db, 'jti-1')).toBe(true);
    expect(await isRevoked(db, 'jti-2')).toBe(false);
    await revokeToken(db, 'jti-2', start + 1_200_000, start + 600_000);
    expect(await db.selectFrom('revoked_tokens').select('jti').execute()).toEqual([{ jti: 'jti-2' }]);
  });
});

test('the administrative log keeps every entry, newest first, by org', async () => {
  await recordAdminEntry(db, { at: 1, subject: 'auth0|ada', action: 'org.connect', orgId });
  await recordAdminEntry(db, {
    at: 2,
    subject: 'auth0|sam',
    action: 'history.commit',
    orgId,
    detail: { number: 3 },
  });
  await recordAdminEntry(db, { at: 3, subject: 'operator', action: 'member.role' });
  expect(await listAdminEntries(db, orgId)).toEqual([
    { at: 2, subject: 'auth0|sam', action: 'history.commit', orgId, detail: { number: 3 } },
    { at: 1, subject: 'auth0|ada', action: 'org.connect', orgId, detail: {} },
  ]);
  const changed = db.updateTable('admin_log').set({ subject: 'nobody' }).execute();
  await expect(changed).rejects.toThrow('append-only');
  await expect(db.deleteFrom('admin_log').execute()).rejects.toThrow('append-only');
});
