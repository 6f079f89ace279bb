// The published archives: the same files are the same bytes, whenever and in whatever order they were written.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import { afterAll, expect, test } from 'vitest';
import { hashLine, listFolder, packFiles } from '../../scripts/zip/pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'canvasback-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = new Map([
  ['manifest.json', '{"manifest_version":3}'],
  ['chunks/Zebra.js', 'let z;'.repeat(1000)],
  ['chunks/alpha.js', 'let a;'],
  ['icon/ä.png', '\x89PNG'],
]);

function make(name: string, order: readonly string[], time: number): string {
  const made = join(folder, name);
  for (const path of order) {
    mkdirSync(join(made, path, '..'), { recursive: true });
    writeFileSync(join(made, path), files.get(path) ?? '');
    utimesSync(join(made, path), time, time);
  }
  return made;
}
const pack = (made: string) => packFiles(made, listFolder(made));

test('the same files are the same bytes, and another byte is another hash', async () => {
  const paths = [...files.keys()];
  const one = await pack(make('one', paths, 1_700_000_000));
  const zone = process.env.TZ;
  process.env.TZ = 'Pacific/Auckland';
  const two = await pack(make('two', paths.toReversed(), 1_800_000_000));
  process.env.TZ = zone;
  expect(two.equals(one)).toBe(true);
  writeFileSync(join(folder, 'two', 'manifest.json'), '{"manifest_version":2}');
  expect((await pack(join(folder, 'two'))).equals(one)).toBe(false);
});

test('holds every file, by its name, with its bytes', async () => {
  const zip = await JSZip.loadAsync(await pack(make('three', [...files.keys()], 1)));
  expect(Object.keys(zip.files)).toEqual([...files.keys()].sort());
  for (const [path, text] of files) expect(await zip.file(path)?.async('string')).toBe(text);
});

test('the hash is as sha256sum writes it', () => {
  const hash = createHash('sha256').update('x').digest('hex');
  expect(hashLine('a.zip', Buffer.from('x'))).toBe(`${hash}  a.zip\n`);
});
