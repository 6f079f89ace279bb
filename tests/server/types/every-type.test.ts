// Types of every way to read and keep them, all the way (`npm run soak`: every type of the registry): live, canonical, committed, in history, compared and in sync; and after an edit.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type MetadataType, metadataTypes, typeRegistry } from '../../../core/component.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { componentToContainer, fileToContainer } from '../../../core/metadata/container-path.ts';
import { fileToComponent } from '../../../core/metadata/file-path.ts';
import { rulesFor } from '../../../core/metadata/identity.ts';
import { compareVersions } from '../../../server/compare/compare-versions.ts';
import { capture } from '../../../server/history/capture.ts';
import { listVersions } from '../../../server/history/list-versions.ts';
import { findComponent, lastCommitted } from '../../../server/history/versions.ts';
import type { JobHandle } from '../../../server/salesforce/client.ts';
import { listStamps } from '../../../server/salesforce/readers/list-stamps.ts';
import {
  type LiveComponent,
  type LiveRef,
  readLive,
  readLiveMany,
} from '../../../server/salesforce/readers/read-live.ts';
import { makeWorld, type World } from '../history/world.ts';
import { createOrgsWorld, integration, type OrgsWorld, orgId, type Someone } from '../orgs/world.ts';
import { chosenTypes } from './chosen-types.ts';
import { samples } from './documents.ts';
import { documentOf, envelope, putSample } from './put-sample.ts';

let world: OrgsWorld;
let history: World;
let ada: Someone;
let handle: JobHandle;

beforeAll(async () => {
  world = await createOrgsWorld();
  history = await makeWorld();
  ada = await world.person('ada@acme.example');
  await world.connect(ada, 'ada.king@acme.example', integration);
  handle = await world.openSync();
});
afterAll(async () => {
  await handle.close();
  await history.close();
  await world.stop();
});

const put = (type: MetadataType, changed = false) =>
  putSample((body) => world.ask<{ id: string }>('/edit', body), type, changed);

async function commit(live: LiveComponent) {
  return capture(history, {
    orgId,
    source: live.source,
    author: live.lastModifiedBy && { userId: live.lastModifiedBy.id, name: live.lastModifiedBy.name },
    at: live.lastModifiedAt === undefined ? undefined : Date.parse(live.lastModifiedAt),
    committer: { id: 'ada', name: 'Ada King' },
    lane: live.lane,
    apiVersion: live.apiVersion,
  });
}

const read = async (type: MetadataType, id: string): Promise<LiveComponent> => {
  const { fullName } = samples[type];
  const live = await readLive(handle, typeRegistry[type].unstamped ? { type, fullName } : { type, id });
  if (!live) throw new Error(`${type} ${id} is not read`);
  return live;
};

interface LoggedCall {
  readonly at: number;
  readonly ms: number;
}

/** The longest chain of calls of which each began when the one before had been answered. */
function callsInARow(calls: readonly LoggedCall[]): number {
  let count = 0;
  let free = 0;
  for (const { at, ms } of calls.toSorted((one, other) => one.at + one.ms - (other.at + other.ms))) {
    // The log tells beginnings in whole milliseconds.
    if (at + 1 < free) continue;
    count += 1;
    free = at + ms;
  }
  return count;
}

test('there is a sample of every type, and no other', () => {
  expect(Object.keys(samples).sort()).toEqual([...metadataTypes].sort());
});

describe.each(chosenTypes())('%s', (type) => {
  const { fullName } = samples[type];
  const key = { orgId, type, fullName };

  test('is read, committed, in sync; edited, it differs, and is committed again', async () => {
    const id = await put(type);
    const live = await read(type, id);
    expect(live.source.fullName).toBe(fullName);
    const { unstamped } = typeRegistry[type];
    expect(live.id).toBe(unstamped ? undefined : id);
    expect(live.lastModifiedBy?.name).toBe(unstamped ? undefined : 'Sam Okafor');
    const metadata = live.source.files.find(({ role }) => role === 'metadata');
    expect(metadata?.text).toBe(canonicalText(type, documentOf(type, samples[type])));
    const code = live.source.files.filter(({ role }) => role === 'content');
    expect(Object.fromEntries(code.map(({ name, text }) => [name, text]))).toEqual(samples[type].code ?? {});

    const first = await commit(live);
    expect(first?.kind).toBe('added');
    expect(first?.author).toMatchObject(
      unstamped
        ? { certainty: 'unknown', evidence: 'Salesforce does not tell when and by whom it was saved' }
        : { name: 'Sam Okafor', certainty: 'certain' },
    );
    const committed = await lastCommitted(history, key);
    const again = await read(type, id);
    const same = await compareVersions(committed?.source ?? null, again.source);
    expect([same.same, same.changeCount, same.noiseCount]).toEqual([true, 0, 0]);
    expect(await commit(again)).toBeUndefined();

    await put(type, true);
    const edited = await read(type, id);
    const differs = await compareVersions(committed?.source ?? null, edited.source);
    expect([differs.same, differs.changeCount, differs.exact]).toEqual([false, 1, rulesFor(type).known]);
    expect((await commit(edited))?.kind).toBe('changed');
    const { versions } = await listVersions(history, key);
    expect(versions.map((version) => [version.number, version.kind, version.changes])).toEqual([
      [2, 'changed', 1],
      [1, 'added', 1],
    ]);
    const { path = '' } = (await findComponent(history, key)) ?? {};
    if (typeRegistry[type].part) {
      expect(fileToContainer(path)).toEqual(componentToContainer(key));
      return;
    }
    const inside =
      { bundle: '/any.js', resource: '.any', file: '.any' }[typeRegistry[type].shape as string] ?? '';
    expect(fileToComponent(path + inside)).toMatchObject({ type, fullName });
  });

  test('is read by two calls in a row at most, and by one when its name is known', async () => {
    const id = await put(type);
    const ref = typeRegistry[type].unstamped ? { type, fullName } : { type, id };
    // On a busy machine the second of two calls at once may come when the first has its answer: slower answers show that they are.
    const inARow = async (of: LiveRef, most: number, ms = 5): Promise<number> => {
      const latency = { kind: 'fixed', ms };
      await world.ask('/fault', { latency: { rest: latency, soap: latency } });
      await world.ask('/requests/clear', {});
      expect((await readLive(handle, of))?.source.fullName).toBe(fullName);
      const { calls } = await world.ask<{ calls: LoggedCall[] }>('/requests');
      await world.ask('/fault', { latency: { rest: null, soap: null } });
      const found = callsInARow(calls);
      return found > most && ms < 2000 ? inARow(of, most, ms * 20) : found;
    };
    // An archive is begun by one call, and given by another; only a row gives the bytes at once.
    const byRow = type === 'StaticResource' || type === 'Document';
    const named = typeRegistry[type].lane === 'retrieve' && !byRow ? 2 : 1;
    expect(await inARow({ ...ref, fullName }, named)).toBe(named);
    // Of these two an archive needs the name, and all of them would be too large for one.
    const most = type === 'ContentAsset' || type === 'EmailTemplate' ? 3 : 2;
    expect(await inARow(ref, most)).toBeLessThanOrEqual(most);
  });

  test('read by its name, and with many, it is the same', async () => {
    const one = await readLive(handle, { type, fullName });
    const stamps = await listStamps(handle, [type]);
    const listed = stamps.find((stamp) => stamp.fullName === fullName);
    expect(listed?.lastModifiedByName).toBe(typeRegistry[type].unstamped ? undefined : 'Sam Okafor');
    const many = await readLiveMany(handle, listed ? [{ ...listed, listed }] : []);
    const diff = await compareVersions(one?.source ?? null, many[0]?.source ?? null);
    expect([diff.same, diff.changeCount, diff.noiseCount]).toEqual([true, 0, 0]);
  });
});

test('the field of a custom metadata type keeps what its row leaves out', async () => {
  const fullName = 'Rate__mdt.Percent__c';
  const inside =
    '<fullName>Percent__c</fullName><fieldManageability>SubscriberControlled</fieldManageability><label>Percent</label><type>Text</type>';
  const metadata = `<CustomField ${envelope}>${inside}</CustomField>`;
  const { id } = await world.ask<{ id: string }>('/edit', {
    type: 'CustomField',
    fullName,
    files: { metadata },
  });
  const live = await read('CustomField', id);
  expect([live.source.fullName, live.lane]).toEqual([fullName, 'read-metadata']);
  expect(live.source.files[0]?.text).toContain('SubscriberControlled');
});

test('an object is read without the parts that have files of their own', async () => {
  const object = { type: 'CustomObject', fullName: 'Parted__c' } as const;
  const label = '<label>Parted</label><pluralLabel>Parted</pluralLabel>';
  const field = '<fields><fullName>A__c</fullName><label>A</label><type>Date</type></fields>';
  const files = { metadata: `<CustomObject ${envelope}>${field}${label}</CustomObject>` };
  const { id } = await world.ask<{ id: string }>('/edit', { ...object, files });
  const [file] = (await read('CustomObject', id)).source.files;
  expect(file?.text).toBe(canonicalText('CustomObject', `<CustomObject ${envelope}>${label}</CustomObject>`));
  const fields = await listStamps(handle, ['CustomField']);
  expect(fields.map(({ fullName }) => fullName)).toContain('Parted__c.A__c');
});

test('the id of one file of an Aura bundle leads to the bundle', async () => {
  const id = await put('AuraDefinitionBundle');
  const where = { AuraDefinitionBundleId: id.slice(0, 15) };
  const query = { api: 'tooling', object: 'AuraDefinition', fields: ['Id'], where } as const;
  const [file] = await handle.query(query, z.object({ Id: z.string() }));
  expect(file?.Id).toMatch(/^0Ad/);
  expect((await read('AuraDefinitionBundle', file?.Id ?? '')).id).toBe(id);
});

/** Of a fake handle, which knows no secrets. */
const redact: JobHandle['redact'] = async (source) => source;

test('a name that a row writes plainly is the one that the list writes with escapes', async () => {
  const row = {
    Id: '00h5g000000AbCdEAK',
    FullName: 'Bill__c-Bill (small) Layout',
    Metadata: {},
    LastModifiedById: '0055g000000AbCdEAK',
    LastModifiedBy: { Name: 'Sam Okafor' },
    LastModifiedDate: '2026-09-01T10:00:00.000+0000',
  };
  const fake = { query: async () => [row], redact, org: { apiVersion: '66.0' } } as unknown as JobHandle;
  const nameFor = async (fullName?: string) =>
    (await readLive(fake, { type: 'Layout', id: row.Id, fullName }))?.source.fullName;
  expect(await nameFor(samples.Layout.fullName)).toBe('Bill__c-Bill %28small%29 Layout');
  expect(await nameFor('Bill__c-Another Layout')).toBe(row.FullName);
  expect(await nameFor()).toBe(row.FullName);
});

test('a row that repeats the content in its metadata says it once', async () => {
  const row = {
    Id: '0815g000000AbCdEAK',
    Name: 'Sign',
    NamespacePrefix: null,
    Metadata: { cacheControl: 'Public', content: 'aGVsbG8=', contentType: 'text/plain' },
    LastModifiedById: '0055g000000AbCdEAK',
    LastModifiedBy: { Name: 'Sam Okafor' },
    LastModifiedDate: '2026-09-01T10:00:00.000+0000',
  };
  const bytes = async () => Buffer.from('hello');
  const fake = {
    query: async () => [row],
    bytes,
    redact,
    org: { apiVersion: '66.0' },
  } as unknown as JobHandle;
  const live = await readLive(fake, { type: 'StaticResource', id: row.Id });
  expect(live?.source.files.map(({ name, text }) => [name, text])).toEqual([
    ['Sign.txt', 'hello'],
    ['Sign.resource-meta.xml', expect.not.stringContaining('aGVsbG8=')],
  ]);
});

test('what lies in a nested folder, or in none, is found by its id, in lists and by its name', async () => {
  await put('Report');
  const inside = { ReportFolder: '<name>North</name>', Report: samples.Report.inside };
  const save = async (type: 'ReportFolder' | 'Report', fullName: string) => {
    const metadata = `<${type} ${envelope}>${inside[type]}</${type}>`;
    return (await world.ask<{ id: string }>('/edit', { type, fullName, files: { metadata } })).id;
  };
  await save('ReportFolder', 'Bills/North');
  for (const fullName of ['Bills/North/Due', 'unfiled$public/Loose']) {
    const id = await save('Report', fullName);
    expect((await read('Report', id)).source.fullName).toBe(fullName);
    expect((await readLive(handle, { type: 'Report', fullName }))?.id).toBe(id);
    const stamps = await listStamps(handle, ['Report']);
    expect(stamps.filter((stamp) => stamp.id === id).map((stamp) => stamp.fullName)).toEqual([fullName]);
  }
  expect(await readLive(handle, { type: 'Report', fullName: 'Bills/Nothing' })).toBeUndefined();
  expect(await readLive(handle, { type: 'Report', id: '00O5g000000AbCdEAK' })).toBeUndefined();
});

test('a standard value set that the org lacks, and a name that is none, are not there', async () => {
  for (const fullName of ['IdeaStatus', 'Made_Up'])
    expect(await readLive(handle, { type: 'StandardValueSet', fullName })).toBeUndefined();
  expect(await readLive(handle, { type: 'Settings', fullName: 'Made_Up' })).toBeUndefined();
});

test('content that is no text is read to the byte, committed and compared by what it is', async () => {
  const picture = (last: number) => Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 255, last]);
  const inside = '<cacheControl>Public</cacheControl><contentType>image/png</contentType>';
  const save = async (last: number) => {
    const metadata = `<StaticResource ${envelope}>${inside}</StaticResource>`;
    const files = { metadata, content: { base64: picture(last).toString('base64') } };
    return (await world.ask<{ id: string }>('/edit', { type: 'StaticResource', fullName: 'Sign', files })).id;
  };
  const id = await save(1);
  const live = await read('StaticResource', id);
  expect(live.source.files[0]).toMatchObject({ name: 'Sign.png', binary: { media: 'image/png', size: 11 } });
  expect(Buffer.compare(live.source.files[0]?.bytes ?? Buffer.alloc(0), picture(1))).toBe(0);
  await commit(live);
  const last = await lastCommitted(history, { orgId, type: 'StaticResource', fullName: 'Sign' });
  const compared = async () =>
    compareVersions(last?.source ?? null, (await read('StaticResource', id)).source);
  expect(await compared()).toMatchObject({ same: true, noiseCount: 0 });
  await save(2);
  expect(await compared()).toMatchObject({ same: false, changeCount: 1 });
  expect(await readLive(handle, { type: 'StaticResource', id: '0815g000000AbCdEAK' })).toBeUndefined();
  expect(await readLive(handle, { type: 'Document', id: '0155g000000AbCdEAK' })).toBeUndefined();
});

test('a store of keys in the place of a certificate is refused', async () => {
  const id = await put('Certificate');
  const content = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';
  await world.ask('/edit', {
    type: 'Certificate',
    fullName: samples.Certificate.fullName,
    files: { content },
  });
  await expect(read('Certificate', id)).rejects.toMatchObject({
    detail: expect.stringContaining('private key'),
  });
});
