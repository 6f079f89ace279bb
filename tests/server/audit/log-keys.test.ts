// The audit log's keys: made once, usable only as they were made, each named by the one before, which is destroyed.

import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  readNote,
  readVerifierKey,
  type VerifierKey,
  writeVerifierKey,
} from '../../../core/log/checkpoint.ts';
import { isSignedBy, trustedKeys } from '../../../core/log/trust-keys.ts';
import { logTools } from '../../../server/audit/hash.ts';
import type { AuditTables } from '../../../server/audit/tables.ts';
import { createLogKeys } from '../../../server/delegation/log-keys.ts';
import { openTestStore } from '../../helpers/databases.ts';
import { logStore } from './log-store.ts';

const name = 'canvasback.example.com/audit';
let db: Kysely<AuditTables>;
let folder: string;
const open = (called = name) => createLogKeys({ db, folder, name: called, now: () => 1 });
const files = () => readdirSync(folder).sort();
const newest = async () =>
  (await db.selectFrom('audit_keys').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow()).location;
function keyOf(vkey: string): VerifierKey {
  const key = readVerifierKey(logTools.sha256, logTools.utf8, vkey);
  if (!key) throw new Error('no key');
  return key;
}
async function signs(note: string, vkey: string): Promise<boolean> {
  const read = readNote(note);
  return read !== undefined && isSignedBy(logTools, read, keyOf(vkey));
}

beforeEach(async () => {
  db = await openTestStore<AuditTables>(logStore);
  folder = mkdtempSync(join(tmpdir(), 'cb-log-'));
});
afterEach(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

test('the first is made once by two services that start at once, for its owner alone', async () => {
  const found = await Promise.all([open().current(), open().current(), open().current()]);
  expect(new Set(found.map(({ vkey }) => vkey)).size).toBe(1);
  expect(files()).toEqual([await newest()]);
  expect(statSync(join(folder, await newest())).mode & 0o777).toBe(0o600);
  const [one] = found;
  expect(one?.successions).toEqual([]);
  expect(await signs(one?.sign('text\n') ?? '', one?.vkey ?? '')).toBe(true);
  // Another address of the installation makes no other key.
  expect((await open('elsewhere.example.com/audit').current()).vkey).toBe(one?.vkey);
});

test('what cannot be used is said with what to do', async () => {
  await open().current();
  const file = join(folder, await newest());
  const pem = readFileSync(file, 'utf8');
  chmodSync(file, 0o644);
  await expect(open().current()).rejects.toThrow(/audit log.s key.*chmod 600/is);
  rmSync(file);
  await expect(open().current()).rejects.toThrow(/audit log.s key.*bring it back from your backup/is);
  await expect(open().rotate()).rejects.toThrow(/bring it back from your backup/);
  writeFileSync(file, 'nothing', { mode: 0o600 });
  await expect(open().current()).rejects.toThrow(/is not a private key in PEM form/);
  const otherDb = await openTestStore<AuditTables>(logStore);
  await createLogKeys({ db: otherDb, folder, name, now: () => 1 }).current();
  await otherDb.destroy();
  const foreign = files().find((one) => one !== file.split('/').at(-1)) ?? '';
  writeFileSync(file, readFileSync(join(folder, foreign)), { mode: 0o600 });
  await expect(open().current()).rejects.toThrow(/is not the key that the log is signed with/);
  writeFileSync(file, pem);
  expect((await open().current()).name).toBe(name);
});

test('a folder that is open to others gets no key', async () => {
  chmodSync(folder, 0o755);
  await expect(open().current()).rejects.toThrow(/is open to others. Run: chmod 700/);
  expect(files()).toEqual([]);
});

test('each is named by the one before, whose file is destroyed; who pinned the first follows', async () => {
  const service = open();
  const first = await service.current();
  const gone = await newest();
  const second = await open().rotate();
  expect(existsSync(join(folder, gone))).toBe(false);
  const third = await open().rotate();
  expect(files()).toEqual([await newest()]);
  expect(new Set([first.vkey, second.vkey, third.vkey]).size).toBe(3);
  expect(third.successions.length).toBe(2);
  const trusted = await trustedKeys(logTools, first.vkey, third.successions);
  expect(trusted?.map(writeVerifierKey)).toEqual([first.vkey, second.vkey, third.vkey]);
  // The service that had opened the first signs with the newest from now on.
  const now = await service.current();
  expect(now.vkey).toBe(third.vkey);
  expect(await signs(now.sign('text\n'), third.vkey)).toBe(true);
  expect(await signs(now.sign('text\n'), first.vkey)).toBe(false);
});

test('two rotations at once are one after the other', async () => {
  await open().current();
  await Promise.all([open().rotate(), open().rotate()]);
  const { successions } = await open().current();
  expect(successions.length).toBe(2);
  expect(files()).toEqual([await newest()]);
});

test('a rotation that was killed before it destroyed the old key has it destroyed at the next start', async () => {
  const service = open();
  await service.current();
  const location = await newest();
  const file = join(folder, location);
  const pem = readFileSync(file);
  await open().rotate();
  // As if it had not come so far; and one that came to its middle, and one that came to be for nothing.
  writeFileSync(file, pem, { mode: 0o600 });
  writeFileSync(`${file}.retired`, pem, { mode: 0o600 });
  await open().current();
  expect(files()).toEqual([await newest()]);
});

test('no key is there before the first, and none is rotated', async () => {
  await expect(open().rotate()).rejects.toThrow(/no key yet: start the delegation service first/);
  expect(files()).toEqual([]);
});
