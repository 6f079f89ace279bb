// Content that is no text: kept to the byte, compared by what it is, packed or unpacked as the project keeps it.

import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MetadataType } from '../../../core/component.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { ZipWriter } from '../../../dev/salesforce/zip/write.ts';
import { compareVersions } from '../../../server/compare/compare-versions.ts';
import { type ContentSource, contentFile, largestContent } from '../../../server/content/content-file.ts';
import { findLiveRead, keepLiveRead } from '../../../server/db/live-reads.ts';
import { capture } from '../../../server/history/capture.ts';
import { attachProject } from '../../../server/history/import.ts';
import { listVersions } from '../../../server/history/list-versions.ts';
import { readPicture } from '../../../server/history/pictures.ts';
import { findComponent, lastCommitted, readSource } from '../../../server/history/versions.ts';
import { makeProject, type TestProject } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const png = (seed: number) =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(200, seed), Buffer.from([0, 255])]);

function write(project: TestProject, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) project.write(path, content);
  project.commit('files');
}

function zipOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const zip = new ZipWriter();
  for (const [path, content] of Object.entries(files)) zip.add(path, Buffer.from(content as string), 0);
  return Buffer.concat(zip.finish());
}

const documentOf = (type: MetadataType, inside: string) =>
  canonicalText(type, `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</${type}>`);

function resource(name: string, bytes: Buffer, contentType: string): ContentSource {
  const inside = `<cacheControl>Private</cacheControl><contentType>${contentType}</contentType>`;
  return {
    type: 'StaticResource',
    fullName: 'Shop',
    files: [
      contentFile(name, bytes),
      { role: 'metadata', name: 'Shop.resource-meta.xml', text: documentOf('StaticResource', inside) },
    ],
  };
}

const key = { orgId, type: 'StaticResource', fullName: 'Shop' } as const;
const at = 'force-app/main/default/staticresources';

const take = (source: ContentSource) =>
  capture(world, {
    orgId,
    source,
    author: { userId: '0055g000001AbCdAAK', name: 'Sam Okafor' },
    at: 1_790_000_000_000,
    committer: { id: 'ada', name: 'Ada King' },
    lane: 'retrieve',
    apiVersion: '66.0',
  });
const git = (...args: string[]) => world.git(orgId).run(args);
const inGit = async () =>
  (await git('ls-tree', '-r', '--name-only', 'refs/heads/main', `${at}/`))
    .toString()
    .split('\n')
    .slice(0, -1);
const bytesOf = (path: string) => git('show', `refs/heads/main:${path}`);
const against = async (source: ContentSource) => {
  const last = await lastCommitted(world, key);
  return compareVersions(last?.source ?? null, source);
};

test('a picture is kept to the byte; the same one is no commit, another is one change', async () => {
  const one = resource('Shop.png', png(1), 'image/png');
  expect((await take(one))?.kind).toBe('added');
  expect(await inGit()).toEqual([`${at}/Shop.png`, `${at}/Shop.resource-meta.xml`]);
  expect(Buffer.compare(await bytesOf(`${at}/Shop.png`), png(1))).toBe(0);
  expect(await take(one)).toBeUndefined();
  const second = await take(resource('Shop.png', png(2), 'image/png'));
  expect(second).toMatchObject({ kind: 'changed', changes: 1 });
  expect(second?.summary).toMatch(/^Content replaced: PNG image, 210 bytes, SHA-256 [0-9a-f]{8} → PNG image/);
  const { files } = await readSource(world, { ...key, revision: second?.revision ?? '' });
  expect(files[0]).toMatchObject({ name: 'Shop.png', binary: { media: 'image/png', size: 210 } });
  expect(JSON.stringify(files)).not.toContain('bytes":');
});

test('text is text, whatever its name says, and compared line by line', async () => {
  await take(resource('Shop.bin', Buffer.from('a\nb\n'), 'application/octet-stream'));
  const second = await take(resource('Shop.bin', Buffer.from('a\nc\nd\n'), 'application/octet-stream'));
  expect(second?.summary).toBe('2 lines added, 1 removed');
});

test('text that becomes a picture is one change', async () => {
  await take(resource('Shop.bin', Buffer.from('a\nb\n'), 'image/png'));
  expect(await against(resource('Shop.bin', png(1), 'image/png'))).toMatchObject({
    same: false,
    changeCount: 1,
  });
});

describe('an archive', () => {
  const files = { 'css/app.css': 'a {}\n', 'img/logo.png': png(3), 'js/app.js': 'run();\n' };
  const archive = (content = files, type = 'application/zip') => resource('Shop.zip', zipOf(content), type);

  test('that is new is unpacked, as tools do; however it is packed it is the same', async () => {
    await take(archive());
    expect(await inGit()).toEqual([
      `${at}/Shop.resource-meta.xml`,
      `${at}/Shop/css/app.css`,
      `${at}/Shop/img/logo.png`,
      `${at}/Shop/js/app.js`,
    ]);
    expect(Buffer.compare(await bytesOf(`${at}/Shop/img/logo.png`), png(3))).toBe(0);
    const reversed = Object.fromEntries(Object.entries(files).reverse()) as typeof files;
    expect(await against(archive(reversed))).toMatchObject({ same: true, changeCount: 0, noiseCount: 0 });
    expect((await findComponent(world, key))?.path).toBe(`${at}/Shop`);
  });

  test('says which of its files changed, came and went, and only those are written', async () => {
    await take(archive());
    const { 'img/logo.png': _, ...rest } = files;
    const next = { ...rest, 'css/app.css': 'b {}\n', 'new.txt': 'x' } as unknown as typeof files;
    const version = await take(archive(next));
    expect(version).toMatchObject({
      changes: 3,
      summary: '1 file changed, 1 added, 1 removed in the archive',
    });
    expect((await git('show', '--format=', '--name-status', 'refs/heads/main')).toString()).toBe(
      `M\t${at}/Shop/css/app.css\nD\t${at}/Shop/img/logo.png\nA\t${at}/Shop/new.txt\n`,
    );
  });

  test('stays packed where the project keeps it packed', async () => {
    const project = makeProject();
    write(project, {
      [`${at}/Shop.resource-meta.xml`]: documentOf(
        'StaticResource',
        '<contentType>application/zip</contentType>',
      ),
      [`${at}/Shop.resource`]: zipOf(files),
    });
    await attachProject(world, { orgId, dir: project.dir });
    await take(archive({ ...files, 'css/app.css': 'c {}\n' }));
    expect(await inGit()).toEqual([`${at}/Shop.resource`, `${at}/Shop.resource-meta.xml`]);
    expect((await bytesOf(`${at}/Shop.resource`)).subarray(0, 2).toString()).toBe('PK');
  });

  test('that becomes a picture leaves its folder', async () => {
    await take(archive());
    await take(resource('Shop.png', png(1), 'image/png'));
    expect(await inGit()).toEqual([`${at}/Shop.png`, `${at}/Shop.resource-meta.xml`]);
    expect((await listVersions(world, key)).versions[0]?.summary).toContain('Content replaced: Zip archive');
  });

  test.each([
    ['../evil.js'],
    ['/etc/passwd'],
    ['a/../../evil.js'],
    ['.git/config'],
    ['a\\b.js'],
    ['a\nb.js'],
  ])('with a file called %j stays packed', async (name) => {
    await take(archive({ ...files, [name]: 'x' }));
    expect(await inGit()).toEqual([`${at}/Shop.resource-meta.xml`, `${at}/Shop.zip`]);
  });

  test('with a file where another has its folder stays packed', async () => {
    await take(archive({ ...files, css: 'x' } as typeof files));
    expect(await inGit()).toEqual([`${at}/Shop.resource-meta.xml`, `${at}/Shop.zip`]);
  });

  test('that holds a whole project is content all the same', async () => {
    const project = {
      'classes/A.cls': 'class A {}',
      'A.cls-meta.xml': '<x/>',
      'B.resource-meta.xml': '<x/>',
    };
    await take(archive(project as unknown as typeof files));
    expect(await against(archive(project as unknown as typeof files))).toMatchObject({ same: true });
    expect(await findComponent(world, { orgId, type: 'ApexClass', fullName: 'A' })).toBeUndefined();
  });
});

test('an unpacked folder without its document is no resource', async () => {
  const project = makeProject();
  write(project, { [`${at}/Loose/a.js`]: 'a', [`${at}/Other.js`]: 'b' });
  await attachProject(world, { orgId, dir: project.dir });
  for (const fullName of ['Loose', 'Other'])
    expect((await listVersions(world, { ...key, fullName })).total).toBe(0);
});

test('a document is known without its ending, and keeps the files it has', async () => {
  const project = makeProject();
  const folder = 'force-app/main/default/documents/Papers';
  write(project, {
    [`${folder}/Logo.png-meta.xml`]: documentOf('Document', '<name>Logo</name>'),
    [`${folder}/Logo.png`]: png(1),
  });
  await attachProject(world, { orgId, dir: project.dir });
  const version = await take({
    type: 'Document',
    fullName: 'Papers/Logo',
    files: [
      contentFile('Logo.png', png(9)),
      { role: 'metadata', name: 'Logo.document-meta.xml', text: documentOf('Document', '<name>Logo</name>') },
    ],
  });
  expect(version).toMatchObject({ number: 2, kind: 'changed', changes: 1 });
  expect((await git('show', '--format=', '--name-status', 'refs/heads/main')).toString()).toBe(
    `M\t${folder}/Logo.png\n`,
  );
});

test('what is too large is compared and said to be, but not kept', async () => {
  const large = Buffer.concat([Buffer.alloc(largestContent), Buffer.from([1])]);
  const source = resource('Shop.bin', large, 'application/octet-stream');
  expect(source.files[0]?.text).toMatch(/^Binary content\n16777217 bytes\nSHA-256 [0-9a-f]{64}\n$/);
  await expect(take(source)).rejects.toMatchObject({ code: 'invalid_request' });
  expect((await listVersions(world, key)).total).toBe(0);
});

test('a reading keeps its bytes for the commit, and gives none of them away', async () => {
  const bytes = randomBytes(4000);
  const { files } = resource('Shop.bin', bytes, 'application/octet-stream');
  const read = { id: 'a'.repeat(22), orgId, subject: 'ada', type: key.type, fullName: key.fullName };
  const now = 1_800_000_000_000;
  await keepLiveRead(world.db, {
    ...read,
    files,
    meta: { lane: 'retrieve', apiVersion: '66.0', identical: false },
    createdAt: now,
  });
  const kept = await findLiveRead(world.db, { ...read, now });
  expect(Buffer.compare(kept?.files[0]?.bytes ?? Buffer.alloc(0), bytes)).toBe(0);
  const shown = await readSource(world, { ...key, subject: 'ada', revision: `live:${read.id}` });
  expect(shown.files[0]).toEqual({ ...files[0], bytes: undefined });
  expect(Object.keys(shown.files[0] ?? {})).not.toContain('bytes');
});

describe('a picture', () => {
  const header = (width: number, height: number) => {
    const bytes = Buffer.concat([png(1), Buffer.alloc(8)]);
    bytes.write('IHDR', 12, 'latin1');
    bytes.writeUInt32BE(width, 16);
    bytes.writeUInt32BE(height, 20);
    return bytes;
  };
  const of = async (bytes: Buffer) => {
    const version = await take(resource('Shop.png', bytes, 'image/png'));
    return readPicture(world, { ...key, revision: version?.revision ?? '' });
  };

  test('is given with its size', async () => {
    const bytes = header(20, 10);
    const base64 = bytes.toString('base64');
    expect(await of(bytes)).toEqual({ media: 'image/png', width: 20, height: 10, base64 });
  });

  test('is not given when it would unpack to too much, is too large, or is none', async () => {
    expect(await of(header(40_000, 40_000))).toBeNull();
    expect(await of(Buffer.concat([header(20, 10), Buffer.alloc(1024 * 1024)]))).toBeNull();
    expect(await of(Buffer.from('plain text'))).toBeNull();
    expect(await of(Buffer.from([0, 1, 2]))).toBeNull();
  });

  test('of no version, and of another person’s reading, is not there', async () => {
    await expect(readPicture(world, { ...key, revision: 'a'.repeat(40) })).rejects.toMatchObject({
      code: 'not_found',
    });
    const live = { ...key, subject: 'ada', revision: `live:${'b'.repeat(22)}` };
    await expect(readPicture(world, live)).rejects.toMatchObject({ code: 'compare_expired' });
  });
});
