// What is purged is nowhere any more, and everything else is where it was: versions, dates, authors, bytes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MetadataType } from '../../../core/component.ts';
import { ZipWriter } from '../../../dev/salesforce/zip/write.ts';
import { listAdminEntries } from '../../../server/db/admin-log.ts';
import { keepLiveRead } from '../../../server/db/live-reads.ts';
import { attachProject } from '../../../server/history/import.ts';
import { reindex } from '../../../server/history/indexing.ts';
import { ownObjects } from '../../../server/history/purge/clean.ts';
import { isWork, planPurge, purge } from '../../../server/history/purge/purge.ts';
import type { Wanted } from '../../../server/history/purge/wanted.ts';
import { findComponent, readSource } from '../../../server/history/versions.ts';
import { classes, makeProject, runGit } from './git-project.ts';
import { apex, inXml, label, placesOf, remoteSite, resource, secret, take } from './purge-world.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const everywhere: Wanted = { kind: 'text', texts: [secret] };
const run = (wanted: Wanted = everywhere) => purge(world, { orgId, wanted });
const inGit = (...args: string[]) => runGit(join(world.data, 'git', `${orgId}.git`), args);

const versionsOf = async (type: MetadataType, fullName: string) =>
  (await world.page(type, fullName)).versions.toReversed();
const contentOf = async (type: MetadataType, fullName: string, at: number) => {
  const version = (await versionsOf(type, fullName))[at];
  const source = await readSource(world, { orgId, type, fullName, revision: version?.revision ?? '' });
  return source.files[0]?.text ?? '';
};
/** All but what a purge may change: which commit it is, and what is said of its content. */
const kept = async (type: MetadataType, fullName: string) =>
  (await versionsOf(type, fullName)).map(({ number, kind, at, author, changes, origin }) => {
    return { number, kind, at, author, changes, origin };
  });

describe('a text', () => {
  test('is gone from code, an item of a shared file, bytes, an archive and a message; all versions stay', async () => {
    await take(world, apex('Clean', 'class Clean {}\n'));
    const before = inGit('rev-parse', 'main');
    await take(world, apex('Billing', 'class Billing {}\n'));
    await take(world, apex('Billing', `class Billing {\n  String key = '${secret}';\n}\n`), {
      message: `key is ${secret} now`,
    });
    await take(world, apex('Billing', 'class Billing {\n  String key;\n}\n'));
    await take(world, label('Other', 'Hello'));
    await take(world, label('Gateway', inXml));
    await take(world, resource('Store', Buffer.from(`\0\x01${secret}\0`, 'latin1')));
    const zip = (text: string) => {
      const made = new ZipWriter();
      made.add('a.txt', Buffer.from('plain '.repeat(100)), 0);
      made.add('keys/b.txt', Buffer.from(`${text}\n`.repeat(50)), 0);
      return Buffer.concat(made.finish());
    };
    await take(world, resource('Packed', zip(secret)));
    const names = [
      ['ApexClass', 'Clean'],
      ['ApexClass', 'Billing'],
      ['CustomLabel', 'Other'],
      ['CustomLabel', 'Gateway'],
      ['StaticResource', 'Store'],
      ['StaticResource', 'Packed'],
    ] as const;
    const was = await Promise.all(names.map(([type, name]) => kept(type, name)));
    await keepLiveRead(world.db, {
      ...{ id: 'r', orgId, subject: 's', type: 'ApexClass', fullName: 'Billing', createdAt: world.now() },
      files: [{ role: 'content', name: 'Billing.cls', text: secret }],
      meta: { lane: 'tooling', apiVersion: '66.0', identical: false },
    });

    const plan = await planPurge(world, { orgId, wanted: everywhere });
    expect(Object.fromEntries(plan.found.byComponent)).toEqual({
      'Apex class Billing': { versions: 1, times: 1 },
      'Custom label Gateway': { versions: 1, times: 1 },
      'Static resource Packed': { versions: 1, times: 50 },
      'Static resource Store': { versions: 1, times: 1 },
    });
    expect(plan.found).toMatchObject({ first: 2, messages: 1, project: { commits: 0 } });
    expect(placesOf(world.data, secret, inXml).length).toBeGreaterThan(3);

    await run();
    expect(placesOf(world.data, secret, inXml)).toEqual([]);
    expect(inGit('fsck', '--strict', '--full')).toBe('');
    expect(inGit('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
    expect(inGit('rev-list', '--count', 'main')).toBe('8');
    // What came before the first hit is the same commit.
    expect(inGit('rev-parse', 'main~7')).toBe(before);
    expect(await Promise.all(names.map(([type, name]) => kept(type, name)))).toEqual(was);
    expect(inGit('log', '--format=%an %ae %at %cn %ct', 'main')).toMatch(
      /^(?:0055g000001AbCd 0055g000001AbCd@.*\n?){8}$/,
    );

    const marked = await contentOf('ApexClass', 'Billing', 1);
    const marker = /canvasback-redacted:[0-9a-f]{32}/.exec(marked)?.[0] ?? 'none';
    expect(marked).toBe(`class Billing {\n  String key = '${marker}';\n}\n`);
    expect(await contentOf('CustomLabel', 'Gateway', 0)).toContain(`<value>${marker}</value>`);
    expect((await versionsOf('ApexClass', 'Billing'))[1]?.message).toBe(`key is ${marker} now`);
    expect(inGit('show', 'main:force-app/main/default/labels/CustomLabels.labels-meta.xml')).toMatch(/Hello/);

    // The org still has it: that is no difference, and nothing brings it back.
    const live = apex('Billing', `class Billing {\n  String key = '${secret}';\n}\n`);
    expect(await take(world, live)).toMatchObject({ number: 4, kind: 'changed' });
    expect(await take(world, live)).toBeUndefined();
    expect(await take(world, label('Gateway', inXml))).toBeUndefined();
    expect(await take(world, resource('Store', Buffer.from(`\0\x01${secret}\0`, 'latin1')))).toBeUndefined();
    expect(await take(world, resource('Packed', zip(secret)))).toBeUndefined();
    expect(await take(world, resource('Packed', zip('another secret')))).toMatchObject({ number: 2 });
    expect(placesOf(world.data, secret, inXml)).toEqual([]);

    const rows = await world.rows();
    await reindex(world, orgId);
    expect(await world.rows()).toEqual(rows);
    expect(await listAdminEntries(world.db, orgId)).toMatchObject([
      { subject: 'operator', action: 'history.purge', detail: { what: 'text', versions: 4 } },
    ]);
    expect(JSON.stringify(await world.db.selectFrom('purges').selectAll().execute())).not.toContain(secret);
  });
});

test('of one component alone it stays elsewhere; of an item, in the rest of its file', async () => {
  await take(world, label('One', secret.replaceAll('"', '')));
  await take(world, label('Two', secret.replaceAll('"', '')));
  const text = secret.replaceAll('"', '');
  const of = { type: 'CustomLabel', fullName: 'One' } as const;
  await run({ kind: 'text', texts: [text], of });
  expect(await contentOf('CustomLabel', 'One', 0)).toMatch(/<value>canvasback-redacted:/);
  expect(await contentOf('CustomLabel', 'Two', 0)).toContain(text);
  expect(await take(world, label('One', text))).toBeUndefined();
  expect(await take(world, label('One', `${text} more`))).toMatchObject({ number: 2 });
  expect(await contentOf('CustomLabel', 'One', 1)).toMatch(/redacted:[0-9a-f]{32} more</);
});

test('a field of a component: each value its own marker, and later ones, too; sentences do not say it', async () => {
  const of = { type: 'RemoteSiteSetting', fullName: 'Bank' } as const;
  const [one, two, three] = ['https://one.secret.example', 'https://two.secret.example', 'https://3.example'];
  await take(world, remoteSite(one, 'words'));
  await take(world, remoteSite(two, 'words'));
  await take(world, remoteSite(one, 'more words'), { message: `from ${two} back to ${one}` });
  expect((await versionsOf(of.type, 'Bank'))[1]?.message).toContain(`${one} → ${two}`);
  await run({ kind: 'field', of, field: 'url' });
  expect(placesOf(world.data, one, two)).toEqual([]);
  const marks = await Promise.all(
    [0, 1, 2].map(async (at) => /<url>(.*)<\/url>/.exec(await contentOf(of.type, 'Bank', at))?.[1]),
  );
  expect(marks[0]).toMatch(/^canvasback-redacted:/);
  expect(marks[1]).not.toBe(marks[0]);
  expect(marks[2]).toBe(marks[0]);
  const messages = (await versionsOf(of.type, 'Bank')).map(({ message }) => message);
  expect(messages).toEqual(['Bank: Created', 'Bank: URL changed', `from ${marks[1]} back to ${marks[0]}`]);
  expect(await take(world, remoteSite(one, 'more words'))).toBeUndefined();
  expect(await take(world, remoteSite(three, 'more words'))).toMatchObject({ number: 4 });
  expect(placesOf(world.data, three)).toEqual([]);
});

test('a component: its commits go, those of others stay; in the org it is new again', async () => {
  await take(world, apex('Billing', 'class Billing { /* one */ }\n'));
  await take(world, apex('Other', 'class Other {}\n'));
  await take(world, apex('Billing', 'class Billing { /* two */ }\n'));
  await take(world, label('Stays', 'here'));
  await take(world, label('Goes', 'away-for-good'));
  const other = await kept('ApexClass', 'Other');
  await run({ kind: 'component', of: { type: 'ApexClass', fullName: 'Billing' } });
  await run({ kind: 'component', of: { type: 'CustomLabel', fullName: 'Goes' } });
  expect(placesOf(world.data, 'class Billing', 'away-for-good')).toEqual([]);
  expect(inGit('fsck', '--strict', '--full')).toBe('');
  expect(inGit('log', '--format=%s', '--reverse', 'main').split('\n')).toEqual([
    'Billing: Created',
    'Other: Created',
    'Stays: Created',
  ]);
  expect(await kept('ApexClass', 'Other')).toEqual(other);
  expect(await kept('CustomLabel', 'Stays')).toHaveLength(1);
  expect(await findComponent(world, { orgId, type: 'ApexClass', fullName: 'Billing' })).toBeUndefined();
  expect(await take(world, apex('Billing', 'class Billing {}\n'))).toMatchObject({
    number: 1,
    kind: 'added',
  });
  expect(await world.db.selectFrom('purges').selectAll().execute()).toEqual([]);
});

test('all of a history that is one component', async () => {
  const project = makeProject();
  project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
  const tip = project.commit('p1');
  await attachProject(world, { orgId, dir: project.dir });
  await take(world, apex('Billing', 'class Billing {}\n'));
  await run({ kind: 'component', of: { type: 'ApexClass', fullName: 'Billing' } });
  expect(inGit('rev-parse', 'main')).toBe(tip);
  expect(await world.story('ApexClass', 'Lead')).toEqual(['1 added: Created']);
});

describe('with a project attached', () => {
  test('its repository stays as it is, what lies in it is masked, and what was captured on top is gone', async () => {
    const project = makeProject();
    project.write(`${classes}/Lead.cls`, `class Lead { String key = '${secret}'; }\n`);
    project.commit(`Lead with ${secret}`);
    project.write(`${classes}/Other.cls`, 'class Other {}\n');
    const tip = project.commit('p2');
    await attachProject(world, { orgId, dir: project.dir });
    await take(world, apex('Other', `class Other { /* ${secret} */ }\n`));
    project.write(`${classes}/Third.cls`, `class Third { /* ${secret} */ }\n`);
    project.commit('p3');
    await attachProject(world, { orgId, dir: project.dir });
    await take(world, apex('Lead', `class Lead { String key = '${secret}'; } // more\n`));
    const names = ['Lead', 'Other', 'Third'] as const;
    const was = await Promise.all(names.map((name) => kept('ApexClass', name)));
    expect(await planPurge(world, { orgId, wanted: everywhere })).toMatchObject({
      found: { project: { commits: 2 }, own: [{}, {}, {}], first: 0 },
    });
    await run();
    expect(await Promise.all(names.map((name) => kept('ApexClass', name)))).toEqual(was);
    for (const name of names)
      for (const at of was[names.indexOf(name)]?.keys() ?? [])
        expect(await contentOf('ApexClass', name, at)).not.toContain(secret);
    expect(await contentOf('ApexClass', 'Lead', 0)).toMatch(/canvasback-redacted/);
    expect((await versionsOf('ApexClass', 'Lead'))[0]?.message).toMatch(/^Lead with canvasback-redacted/);
    const rows = await world.rows();
    expect(JSON.stringify(rows)).not.toContain(secret);
    await reindex(world, orgId);
    expect(await world.rows()).toEqual(rows);
    expect(project.git('cat-file', '-t', tip)).toBe('commit');
    expect(project.git('show', `main:${classes}/Lead.cls`)).toContain(secret);
    // Nothing of the project was copied, so that without it the text is nowhere.
    const lent = join(world.data, 'git', `${orgId}.git`, 'objects', 'info', 'alternates');
    expect(readFileSync(lent, 'utf8')).toContain(project.dir);
    const own = await ownObjects(world.git(orgId));
    expect(own.length).toBeGreaterThan(3);
    for (const oid of own)
      expect(inGit('cat-file', inGit('cat-file', '-t', oid) === 'tree' ? '-t' : '-p', oid)).not.toContain(
        secret,
      );
    // The project goes on.
    project.write(`${classes}/Other.cls`, 'class Other { /* p4 */ }\n');
    project.commit('p4');
    await attachProject(world, { orgId, dir: project.dir });
    expect((await versionsOf('ApexClass', 'Other')).map(({ message }) => message.slice(0, 10))).toEqual([
      'p2',
      expect.any(String),
      'p4',
    ]);
  });
});

test('nothing found, another org and a dry look change nothing', async () => {
  await take(world, apex('Billing', 'class Billing {}\n'));
  const main = inGit('rev-parse', 'main');
  const rows = await world.rows();
  expect(isWork(await run())).toBe(false);
  await take(world, apex('Billing', `class Billing { /* ${secret} */ }\n`));
  const objects = inGit('count-objects', '-v');
  expect(isWork(await planPurge(world, { orgId, wanted: everywhere }))).toBe(true);
  expect(inGit('count-objects', '-v')).toBe(objects);
  expect(inGit('rev-parse', 'main~1')).toBe(main);
  expect(await world.rows()).not.toEqual(rows);
  expect(await world.db.selectFrom('purges').selectAll().execute()).toEqual([]);
  expect(await listAdminEntries(world.db, orgId)).toEqual([]);
  await expect(purge(world, { orgId: '00D5g000004ZZZZEAK', wanted: everywhere })).rejects.toThrow(
    'There is no history of the org 00D5g000004ZZZZEAK here.',
  );
});

test('what lies in objects that no commit refers to goes as well; a reference of somebody’s own stops it', async () => {
  await take(world, apex('Billing', 'class Billing {}\n'));
  const store = world.git(orgId);
  await store.run(['hash-object', '-w', '--stdin'], secret);
  expect(await run()).toMatchObject({ inLeftovers: true, found: { first: -1 } });
  expect(placesOf(world.data, secret)).toEqual([]);
  inGit('tag', 'mine', 'main');
  await expect(run()).rejects.toThrow(/would keep the old history: refs\/tags\/mine/);
});
