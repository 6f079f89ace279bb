// Erasing, retention, the digest and the exchange of the key, as commands: the log verifies after each, and each is on record.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyFile } from '../../cli/audit/verify.ts';
import { everyKeyEvent, listKeyEvents } from '../../server/delegation/db/key-events.ts';
import { engine } from '../helpers/databases.ts';
import { type AuditWorld, ada, fill, makeAuditWorld, tenant } from './audit-world.ts';

let world: AuditWorld;
let vkey: string;
const bob = { subject: 'auth0|bob', userId: '0055g000001BobKAAW', username: 'bob@acme.example' };
const at = (name: string) => join(world.dir, name);
let exports = 0;

beforeAll(async () => {
  world = await makeAuditWorld();
  const db = await world.open();
  await fill(db, 5);
  await fill(db, 5, { ...bob, from: Date.now() - 86_400_000 });
  await fill(db, 2, { subject: 'auth0|ada2', from: Date.now() });
  await fill(db, 1, { tenant: 'other', from: Date.now() });
  await db.destroy();
  writeFileSync(at('kept'), (await world.audit('checkpoint', '--tenant', tenant)).out);
});
afterAll(() => world.remove());

async function verified() {
  const file = at(`log-${exports}.jsonl`);
  exports += 1;
  expect(await world.audit('export', '--tenant', tenant, '--to', file)).toMatchObject({ code: 0, err: '' });
  const text = readFileSync(file, 'utf8');
  vkey ??= (JSON.parse(text.split('\n')[1] ?? '') as { vkey: string }).vkey;
  const report = await verifyFile({ file, key: vkey, checkpoints: [at('kept')] });
  expect(report).toMatchObject({ exitCode: 0, findings: [] });
  return { report, text };
}

test('before it erases, it says what will go and which other names go along; a no changes nothing', async () => {
  const ran = await world.audit('erase', '--tenant', tenant, ada.subject);
  expect(ran.code).toBe(2);
  expect(ran.out).toContain(`what 5 entries say of ${ada.subject}`);
  expect(ran.out).toContain(`  ${ada.username}: 2 other entries\n`);
  expect(ran.out).toContain('Nothing was changed.');
  expect((await verified()).text).toContain(ada.subject);
});

test('a person under all names, the id with 15 characters, is gone from export and database; others stay', async () => {
  const names = [ada.subject, ada.userId.slice(0, 15), ada.username.toUpperCase()];
  const ran = await world.audit('erase', '--tenant', tenant, '--yes', ...names);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain('Erased from 7 entries');
  expect(ran.out).toContain('Backups and exports made before still hold it');
  const { report, text } = await verified();
  expect(report.erased).toMatchObject({ personal: 7, texts: 0, recorded: 2 });
  for (const name of [ada.userId, ada.username, `${ada.subject}\\"`]) expect(text).not.toContain(name);
  expect(text).toContain(bob.subject);
  if (engine === 'sqlite') {
    const bytes = readFileSync(world.setting, 'latin1');
    // The other account's log names the same person, and was not spoken of.
    expect(bytes.split(ada.username)).toHaveLength(2);
  }
  const nobody = await world.audit('erase', '--tenant', tenant, '--yes', ada.subject);
  expect(nobody).toMatchObject({ code: 1, out: expect.stringContaining('names nobody auth0|ada') });
  const wrong = await world.audit('erase', '--tenant', tenant, '--yes', '0055g000001AdaKAAA');
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('three letters do not fit') });
});

test('texts older than so many days go, and the log still verifies', async () => {
  const ran = await world.audit('retain', '--tenant', tenant, '--days', '30', '--yes');
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain(`${tenant}: 10 texts erased, all below entry 10.`);
  expect((await verified()).report.erased).toMatchObject({ texts: 10 });
  const again = await world.audit('retain', '--all', '--days', '30', '--yes');
  expect(again.out).toContain('Nothing was that old.');
  expect(await world.audit('retain', '--days', '30', '--yes')).toMatchObject({ code: 2 });
  expect(await world.audit('retain', '--all', '--days', '0', '--yes')).toMatchObject({ code: 2 });
});

test('the key is exchanged: the old file is gone, and the first key still leads to what is signed now', async () => {
  const files = () => readdirSync(at('keys')).filter((name) => name.startsWith('audit-log-'));
  const [before = ''] = files();
  const ran = await world.audit('rotate-key');
  expect(ran).toMatchObject({
    code: 0,
    out: expect.stringContaining('The next key is canvasback.example.com/audit+'),
  });
  expect(files()).toHaveLength(1);
  expect(existsSync(at(`keys/${before}`))).toBe(false);
  await verified();
});

test('a digest holds every log’s checkpoint; a hook gets it, and one that fails or hangs is told', async () => {
  const ran = await world.audit('digest');
  expect(ran.out).toContain('2 logs');
  writeFileSync(at('kept'), `${readFileSync(at('kept'), 'utf8')}\n> ${ran.out.split('\n').join('\n> ')}`);
  const { report } = await verified();
  expect(report.kept.map(({ state }) => state).sort()).toEqual(['kept', 'kept', 'other_log']);

  const hook = (name: string, script: string) => {
    writeFileSync(at(name), `#!/bin/sh\n${script}\n`, { mode: 0o700 });
    return at(name);
  };
  const good = await world.audit('digest', '--hook', hook('good', `cat > '${at('delivered')}'`));
  expect(good).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync(at('delivered'), 'utf8')).toContain('\n\n— canvasback.example.com/audit ');
  const bad = await world.audit('digest', '--hook', hook('bad', 'exit 7'));
  expect(bad).toMatchObject({
    code: 1,
    err: expect.stringMatching(/failed: exit code 7. The digest was not/),
  });
  const slow = await world.audit('digest', '--timeout', '1', '--hook', hook('slow', 'sleep 60'));
  expect(slow).toMatchObject({ code: 1, err: expect.stringContaining('did not end within 1 s') });
  const none = await world.audit('digest', '--hook', 'no-such; touch x');
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining('there is no such program') });
});

test('each deed is on record, and of an account’s log in that account alone', async () => {
  const db = await world.open();
  const events = (await everyKeyEvent(db)).map(({ event }) => event);
  for (const event of ['audit_read', 'audit_exported', 'audit_erased', 'audit_retained', 'audit_key_rotated'])
    expect(events).toContain(event);
  const scope = { fingerprints: [], hosts: [], limit: 200 };
  const heard = async (of: { tenant?: string }) =>
    new Set((await listKeyEvents(db, { ...scope, ...of })).events.map(({ event }) => event));
  expect(await heard({ tenant })).toEqual(new Set(events));
  expect(await heard({ tenant: 'other' })).toEqual(new Set(['audit_key_rotated']));
  expect(await heard({})).toEqual(new Set(['audit_key_rotated']));
  await db.destroy();
});
