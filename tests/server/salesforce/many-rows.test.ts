// Several rows in one call: the same components as one by one, at a fraction of the calls.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MetadataType, metadataTypes, typeRegistry } from '../../../core/component.ts';
import type { JobHandle } from '../../../server/salesforce/client.ts';
import { listStamps, type Stamp } from '../../../server/salesforce/readers/list-stamps.ts';
import { batchOf, readLive, readLiveMany } from '../../../server/salesforce/readers/read-live.ts';
import { createOrgsWorld, integration, type OrgsWorld } from '../orgs/world.ts';

const types = metadataTypes.filter(
  (type) => typeRegistry[type].lane === 'tooling' || type === 'PermissionSet',
);
const added = 100;
let world: OrgsWorld;
let handle: JobHandle;
let listed: Stamp[];

const className = (at: number) => `Added${String(at).padStart(3, '0')}`;
const put = (fullName: string, content: string, by = 'nora.haddad@acme.example') =>
  world.ask('/edit', {
    type: 'ApexClass',
    fullName,
    by,
    files: {
      content,
      metadata:
        '<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>\n',
    },
  });

beforeAll(async () => {
  world = await createOrgsWorld();
  await world.connect(await world.person('ada@acme.example'), 'ada.king@acme.example', integration);
  for (let at = 0; at < added; at += 1) await put(className(at), `class ${className(at)} {}\n`);
  handle = await world.openSync();
  listed = await listStamps(handle, types);
}, 120_000);
afterAll(async () => {
  await handle.close();
  await world.stop();
});

const calls = () => handle.usage().requests;
const of = (type: MetadataType) => listed.filter((stamp) => stamp.type === type);
const withList = (stamp: Stamp) => ({ ...stamp, listed: stamp });

async function readInBatches(stamps: readonly Stamp[]) {
  const lives = [];
  const size = batchOf(stamps[0]?.type ?? 'ApexClass');
  for (let at = 0; at < stamps.length; at += size)
    lives.push(...(await readLiveMany(handle, stamps.slice(at, at + size).map(withList))));
  return lives;
}

test('each type gives what it gives one by one', async () => {
  const seen = new Set<MetadataType>();
  for (const type of types) {
    const stamps = of(type).slice(-30);
    if (stamps.length < 2) continue;
    seen.add(type);
    const many = await readInBatches(stamps);
    const alone = [];
    for (const stamp of stamps) alone.push(await readLive(handle, withList(stamp)));
    expect(many, type).toEqual(alone);
    expect(many.every(Boolean), type).toBe(true);
  }
  // Rows with a document, code, flows with versions, bundles with files, rows without a document.
  for (const type of [
    'CustomField',
    'ApexClass',
    'Flow',
    'LightningComponentBundle',
    'PermissionSet',
  ] as const)
    expect(seen).toContain(type);
});

test(`${added} classes are read in ${added / 25} calls`, async () => {
  const stamps = of('ApexClass').filter(({ fullName }) => /^Added\d/.test(fullName));
  expect(stamps).toHaveLength(added);
  const before = calls();
  const lives = await readInBatches(stamps);
  expect(calls() - before).toBe(added / 25);
  expect(lives.map((live) => live?.source.files[0]?.text)).toEqual(
    stamps.map(({ fullName }) => `class ${fullName} {}\n`),
  );
});

test('one that is gone, and one that somebody else saved since it was listed', async () => {
  const [one, two] = of('ApexClass');
  if (!one || !two) throw new Error('The sample org has classes.');
  const gone = { ...one, id: `${one.id?.slice(0, 11)}ZZZZAAA`, fullName: 'Gone' };
  await put(className(7), 'class Added007 { /* new */ }\n', 'ada.king@acme.example');
  const changed = of('ApexClass').find(({ fullName }) => fullName === className(7));
  if (!changed) throw new Error('It was listed.');
  const lives = await readLiveMany(handle, [one, gone, changed, two].map(withList));
  expect(lives.map((live) => live?.source.fullName)).toEqual([
    one.fullName,
    undefined,
    className(7),
    two.fullName,
  ]);
  expect(lives[2]?.source.files[0]?.text).toContain('new');
  expect(changed.lastModifiedByName).not.toBe('Ada King');
  expect(lives[2]?.lastModifiedBy?.name).toBe('Ada King');
});

test('an answer of another shape, too many rows and what is no id are refused', async () => {
  const row = { safeParse: () => ({ success: false }) } as never;
  const [{ id = '' } = { id: '' }] = of('ApexClass');
  const ask = (ids: readonly string[], fields = ['Id']) =>
    handle.toolingRows({ object: 'ApexClass', ids, fields }, row);
  await expect(ask([id])).rejects.toMatchObject({ detail: expect.stringContaining('another shape') });
  await expect(ask(Array.from({ length: 26 }, () => id))).rejects.toThrow(/26 rows/);
  await expect(ask(["x' OR 'y"])).rejects.toThrow(/Not an id/);
  await expect(ask([id], ['Id&q='])).rejects.toThrow(/Not an object or a field/);
});
