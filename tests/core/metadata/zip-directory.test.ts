// What a zip holds, read from archives that another program made, and what is no zip.

import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readZipDirectory } from '../../../core/metadata/zip-directory.ts';
import { ZipWriter } from '../../../dev/salesforce/zip/write.ts';
import { unzipEntry } from '../../../server/content/unzip.ts';

function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const zip = new ZipWriter();
  for (const [path, text] of Object.entries(files)) zip.add(path, Buffer.from(text), 0);
  return Buffer.concat(zip.finish());
}

const files = { 'a.txt': 'aaaa'.repeat(200), 'css/ä.css': 'b', 'empty.txt': '' };

test('names, sizes and checksums of its files, in its order', () => {
  const entries = readZipDirectory(zipOf(files)) ?? [];
  expect(entries.map(({ path, size, crc }) => [path, size, crc])).toEqual(
    Object.entries(files).map(([path, text]) => [path, Buffer.byteLength(text), crc32(text)]),
  );
});

test('a comment at the end is passed over', () => {
  const zip = zipOf(files);
  zip.writeUInt16LE(5, zip.length - 2);
  expect(readZipDirectory(Buffer.concat([zip, Buffer.from('hello')]))).toHaveLength(3);
});

describe('entries', () => {
  test('are unpacked', () => {
    const zip = zipOf(files);
    const texts = (readZipDirectory(zip) ?? []).map((entry) => unzipEntry(zip, entry)?.toString());
    expect(texts).toEqual(Object.values(files));
  });

  test('that are not what the archive says are not', () => {
    const zip = zipOf({ 'a.txt': files['a.txt'] });
    const [entry] = readZipDirectory(zip) ?? [];
    if (!entry) throw new Error('no entry');
    expect(unzipEntry(zip, { ...entry, size: entry.size - 1 })).toBeUndefined();
    expect(unzipEntry(zip, { ...entry, crc: entry.crc ^ 1 })).toBeUndefined();
    expect(unzipEntry(zip, { ...entry, method: 12 })).toBeUndefined();
    expect(unzipEntry(zip, { ...entry, encrypted: true })).toBeUndefined();
    expect(unzipEntry(zip.subarray(0, 40), entry)).toBeUndefined();
    expect(unzipEntry(zip, { ...entry, at: 1 })).toBeUndefined();
  });

  test('that grow beyond the size they name stop there', () => {
    const bomb = deflateRawSync(Buffer.alloc(50_000_000));
    const zip = zipOf({ 'a.txt': files['a.txt'] });
    const [entry] = readZipDirectory(zip) ?? [];
    if (!entry) throw new Error('no entry');
    const header = Buffer.from(zip.subarray(0, 30));
    header.writeUInt16LE(0, 26);
    header.writeUInt16LE(0, 28);
    const made = { ...entry, at: 0, method: 8, packedSize: bomb.length, size: 100 };
    expect(unzipEntry(Buffer.concat([header, bomb]), made)).toBeUndefined();
  });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('PK is how it begins')],
  ['an archive cut short', zipOf(files).subarray(0, -3)],
  ['an archive without its beginning', zipOf(files).subarray(900)],
])('%s is no zip', (_, bytes) => expect(readZipDirectory(bytes)).toBeUndefined());

test('an archive of 64-bit sizes is left alone', () => {
  const zip = zipOf({ 'a.txt': 'a' });
  const at = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  zip.writeUInt32LE(0xffffffff, at + 24);
  expect(readZipDirectory(zip)).toBeUndefined();
});
