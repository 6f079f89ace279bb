// Whom the log's texts name: the whole name, under each of its spellings, and nobody whose name holds it.

import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyLog } from '../../../core/log/verify-log.ts';
import { createAuditLog } from '../../../server/audit/append.ts';
import { erasePerson, mentionOf } from '../../../server/audit/erase.ts';
import { exportLines } from '../../../server/audit/export.ts';
import { logTools } from '../../../server/audit/hash.ts';
import { findMentions } from '../../../server/audit/mentions.ts';
import { createLogService } from '../../../server/audit/serve.ts';
import type { AuditTables } from '../../../server/audit/tables.ts';
import { createLogKeys } from '../../../server/delegation/log-keys.ts';
import { openTestStore } from '../../helpers/databases.ts';
import { makeFolder } from '../history/git-project.ts';
import { logStore } from './log-store.ts';

let db: Kysely<AuditTables>;
beforeEach(async () => {
  db = await openTestStore<AuditTables>(logStore);
});
afterEach(() => db.destroy());

test.each([
  ['ada@acme.com', '{"actingAs":{"username":"Ada@acme.com"}}', true],
  ['ada@acme.com', '{"reason":"ada@acme.com. Then nobody."}', true],
  ['ada@acme.com', '{"actingAs":{"username":"ada@acme.com.uat"}}', false],
  ['ada@acme.com', '{"actingAs":{"username":"x.ada@acme.com"}}', false],
  ['auth0|ada', '{"who":"auth0|ada"}', true],
  ['auth0|ada', '{"who":"auth0|adam"}', false],
  ['0055g000001AdaKAAW', '{"reason":"User 0055g000001AdaK is inactive"}', true],
  ['0055g000001AdaKAAW', '{"about":{"userId":"0055g000001AdaKAAW"}}', true],
])('%s in %s: %s', (key, text, named) => {
  expect(mentionOf(key)(text)).toBe(named);
});

const userId = '0055g000001AdaKAAW';
const username = 'ada@acme.example';
async function record(who: string, actingAs: { userId?: string; username: string }, reason?: string) {
  const log = createAuditLog({ db, now: () => 1_700_000_000_000 });
  const attempt = { org: '00D5g000004XyZaEAK', tenant: 'acme', who, caller: 'api', purpose: 'compare' };
  const intended = await log.intent({ ...attempt, actingAs });
  await log.outcome(intended, { result: 'refused', code: 'x', reason });
}

test('other names that stand with the person’s are told, with how many other entries have them', async () => {
  await record('auth0|ada', { userId, username });
  await record('worker', { userId, username });
  await record('auth0|bob', { username: 'bob@acme.example' });
  const { entries, together } = await findMentions(db, 'acme', ['auth0|ada']);
  expect(entries).toEqual([0]);
  expect(together).toEqual([
    { name: userId, elsewhere: 1 },
    { name: username, elsewhere: 1 },
  ]);
});

test('a username that has been two persons of the log, once without an id, is erased on record: the log verifies', async () => {
  // Before its user is known by id, and after; and once in words about somebody else's attempt.
  await record('worker', { username });
  await record('worker', { userId, username });
  await record('auth0|bob', { username: 'bob@acme.example' }, `${username} was meant`);
  const keys = createLogKeys({ db, folder: makeFolder(), name: 'a.example/audit', now: () => 1 });
  const { vkey } = await keys.current();
  const service = createLogService(db, keys);
  const kept = (await service.growth('acme', 0)).checkpoint;
  expect(await erasePerson(db, { tree: 'acme', now: () => 2 }, username)).toMatchObject({ entries: 3 });
  let text = '';
  async function* lines() {
    for await (const line of exportLines(db, service, 'acme')) {
      text += JSON.stringify(line);
      yield line;
    }
  }
  const report = await verifyLog(lines(), { tools: logTools, key: vkey, kept: [kept] });
  expect(report).toMatchObject({ findings: [], kept: [{ state: 'kept' }], erased: { personal: 3 } });
  expect(text).not.toContain(username);
  expect(text).toContain('bob@acme.example');
  expect(await findMentions(db, 'acme', [username])).toEqual({ known: false, entries: [], together: [] });
  expect(await db.selectFrom('audit_people').select('key').where('key', '=', username).execute()).toEqual([]);
});
