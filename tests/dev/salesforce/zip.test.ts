// Zip files: what the writer writes to the byte, and each thing the reader refuses.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import JSZip from 'jszip';
import { afterAll, describe, expect, test } from 'vitest';
import { dosDate } from '../../../dev/salesforce/zip/layout.ts';
import { looksLikeZip, readZip, ZipError } from '../../../dev/salesforce/zip/read.ts';
import { ZipWriter } from '../../../dev/salesforce/zip/write.ts';

const at = Date.UTC(2026, 1, 3, 4, 5, 6);
const limits = { files: 10_000, unpacked: 1_000_000 };
const dir = mkdtempSync(join(tmpdir(), 'zip-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function zipOf(files: Record<string, string | Buffer>): Buffer {
  const writer = new ZipWriter();
  for (const [path, bytes] of Object.entries(files)) writer.add(path, Buffer.from(bytes), at);
  return Buffer.concat(writer.finish());
}

const faultOf = (read: () => unknown): string => {
  try {
    read();
  } catch (cause) {
    if (cause instanceof ZipError) return cause.fault;
    throw cause;
  }
  return 'none';
};

describe('the writer', () => {
  test('writes a file as a header, packed bytes, their sizes after them, and a directory', () => {
    const zip = zipOf({ 'a/ü.txt': 'hello hello hello' });
    const packed = deflateRawSync(Buffer.from('hello hello hello'));
    const name = Buffer.from('a/ü.txt');
    const crc = crc32('hello hello hello');
    const number = (value: number, bytes: number) => {
      const out = Buffer.alloc(bytes);
      out.writeUIntLE(value, 0, bytes);
      return out;
    };
    const stamp = Buffer.concat([number((4 << 11) | (5 << 5) | 3, 2), number((46 << 9) | (2 << 5) | 3, 2)]);
    const head = Buffer.from('504b030414000808' + '0800', 'hex');
    const local = Buffer.concat([
      head,
      stamp,
      Buffer.alloc(12),
      number(name.length, 2),
      Buffer.alloc(2),
      name,
    ]);
    const sizes = Buffer.concat([number(crc, 4), number(packed.length, 4), number(17, 4)]);
    const data = Buffer.concat([local, packed, Buffer.from('504b0708', 'hex'), sizes]);
    const entry = Buffer.concat([
      Buffer.from('504b0102140014000808' + '0800', 'hex'),
      stamp,
      sizes,
      number(name.length, 2),
      Buffer.alloc(16),
      name,
    ]);
    const end = Buffer.concat([
      Buffer.from('504b050600000000' + '01000100', 'hex'),
      number(entry.length, 4),
      number(data.length, 4),
      Buffer.alloc(2),
    ]);
    expect(zip.toString('hex')).toBe(Buffer.concat([data, entry, end]).toString('hex'));
  });

  test('gives the same bytes for the same files, and refuses a name that is none', () => {
    expect(zipOf({ a: '1', b: '2' }).equals(zipOf({ a: '1', b: '2' }))).toBe(true);
    expect(() => zipOf({ '': 'x' })).toThrow(RangeError);
  });

  test('draws dates to what DOS can say', () => {
    expect(dosDate(0)).toEqual({ time: 0, date: (1 << 5) | 1 });
    expect(dosDate(Date.UTC(2200, 0))).toEqual({
      time: (23 << 11) | (59 << 5) | 29,
      date: (127 << 9) | (12 << 5) | 31,
    });
  });

  test('writes what jszip reads, sums and dates included', async () => {
    const zip = await JSZip.loadAsync(zipOf({ 'a/ü.txt': 'hello', 'a/empty': '', big: 'y'.repeat(99_999) }), {
      checkCRC32: true,
    });
    expect(Object.keys(zip.files)).toEqual(['a/ü.txt', 'a/empty', 'big']);
    expect(await zip.file('a/ü.txt')?.async('string')).toBe('hello');
    expect((await zip.file('big')?.async('string'))?.length).toBe(99_999);
    expect(zip.file('big')?.date).toEqual(new Date(Date.UTC(2026, 1, 3, 4, 5, 6)));
  });

  test.skipIf(spawnSync('unzip', ['-v']).status !== 0)('writes what unzip reads', () => {
    const file = join(dir, 'written.zip');
    writeFileSync(
      file,
      zipOf({ 'classes/A.cls': 'class A {}', 'x/empty.txt': '', 'x/big': 'y'.repeat(99_999) }),
    );
    expect(execFileSync('unzip', ['-t', file], { encoding: 'utf8' })).toContain('No errors detected');
    execFileSync('unzip', ['-q', file, '-d', join(dir, 'out')]);
    expect(readFileSync(join(dir, 'out/classes/A.cls'), 'utf8')).toBe('class A {}');
    expect(readFileSync(join(dir, 'out/x/big')).length).toBe(99_999);
  });
});

describe('the reader', () => {
  test('gives back what was written, an empty file and an empty zip included', () => {
    const files = readZip(zipOf({ 'b/two': 'zwei', 'a/ö': '', c: Buffer.from([0, 255]) }), limits);
    expect(files.map((file) => [file.path, file.size, file.bytes().toString('hex')])).toEqual([
      ['b/two', 4, Buffer.from('zwei').toString('hex')],
      ['a/ö', 0, ''],
      ['c', 2, '00ff'],
    ]);
    expect(readZip(zipOf({}), limits)).toEqual([]);
  });

  test.each([
    ['packed', 'DEFLATE', false],
    ['stored', 'STORE', false],
    ['with sizes after the data', 'DEFLATE', true],
  ] as const)('reads what jszip writes, %s', async (_, compression, streamFiles) => {
    const zip = new JSZip();
    zip.file('classes/A.cls', 'class A {}').file('ü', '').folder('empty');
    const bytes = await zip.generateAsync({
      type: 'nodebuffer',
      compression,
      streamFiles,
      comment: 'a word',
    });
    expect(readZip(bytes, limits).map((each) => [each.path, each.bytes().toString()])).toEqual([
      ['classes/A.cls', 'class A {}'],
      ['ü', ''],
    ]);
  });

  test.skipIf(spawnSync('zip', ['-v']).status !== 0)(
    'reads what zip writes: folders, stored files, a comment',
    () => {
      const file = join(dir, 'given.zip');
      const from = mkdtempSync(join(dir, 'in-'));
      writeFileSync(join(from, 'package.xml'), '<Package/>');
      execFileSync('mkdir', ['-p', join(from, 'sub')]);
      writeFileSync(join(from, 'sub/stored'), 'plain');
      execFileSync('zip', ['-q', '-0', '-r', file, '.'], { cwd: from });
      execFileSync('zip', ['-q', '-z', file], { input: 'a word\n' });
      const read = readZip(readFileSync(file), limits).map((each) => [each.path, each.bytes().toString()]);
      expect(read.toSorted()).toEqual([
        ['package.xml', '<Package/>'],
        ['sub/stored', 'plain'],
      ]);
    },
  );

  test('knows a zip from other bytes', () => {
    expect([zipOf({ a: 'b' }), zipOf({}), Buffer.from('PK'), Buffer.from('hello')].map(looksLikeZip)).toEqual(
      [true, true, false, false],
    );
  });

  test.each(['/etc/passwd', '../up', 'a/../../b', 'a//b', './a', 'a/..', 'C:/x', 'a\\b', 'a\0b', '/'])(
    'refuses the name %j',
    (path) => {
      expect(faultOf(() => readZip(zipOf({ [path]: 'x' }), limits))).toBe('unsafe-name');
    },
  );

  const whole = zipOf({ 'package.xml': '<Package/>'.repeat(50), 'classes/A.cls': 'class A {}' });
  /** A copy with bytes changed at the place where `find` last stands. */
  const changed = (find: string, shift: number, hex: string) => {
    const copy = Buffer.from(whole);
    const place = copy.lastIndexOf(Buffer.from(find, 'hex'));
    if (place < 0) throw new Error('nothing to change');
    Buffer.from(hex, 'hex').copy(copy, place + shift);
    return copy;
  };
  const directory = '504b0102';
  const end = '504b0506';

  test.each<[string, Buffer, string]>([
    ['no zip', Buffer.from('hello, this is no zip file at all'), 'damaged'],
    ['nothing', Buffer.alloc(0), 'damaged'],
    ['a zip cut in its directory', whole.subarray(0, -30), 'damaged'],
    ['a zip cut in its data', whole.subarray(0, 60), 'damaged'],
    ['bytes after the end', Buffer.concat([whole, Buffer.from('more')]), 'damaged'],
    ['an encrypted file', changed(directory, 8, '0908'), 'encrypted'],
    ['another way of packing', changed(directory, 10, '0c00'), 'unsupported'],
    ['several parts', changed(end, 4, '0100'), 'unsupported'],
    ['a directory that counts too few', changed(end, 8, '01000100'), 'damaged'],
    ['a directory that counts too many', changed(end, 8, '03000300'), 'damaged'],
    ['a file outside the zip', changed(directory, 42, 'ffffff00'), 'damaged'],
    ['a name that is no UTF-8', changed(directory, 46, 'ff'), 'unsafe-name'],
  ])('refuses %s', (_, bytes, fault) => {
    expect(faultOf(() => readZip(bytes, limits))).toBe(fault);
  });

  test('refuses the same name twice', () => {
    const writer = new ZipWriter();
    writer.add('a', Buffer.from('1'), at);
    writer.add('a', Buffer.from('2'), at);
    expect(faultOf(() => readZip(Buffer.concat(writer.finish()), limits))).toBe('duplicate');
  });

  test('refuses a file whose bytes, size or name are not what the directory says, when it is unpacked', () => {
    for (const [shift, hex] of [
      [16, '00000000'],
      [24, '05000000'],
    ] as const) {
      const files = readZip(changed(directory, shift, hex), limits);
      expect(faultOf(() => files[1]?.bytes())).toBe('damaged');
      expect(files[0]?.bytes().toString()).toContain('<Package/>');
    }
    const other = Buffer.from(whole);
    other.write('B', other.indexOf('classes/A.cls') + 8);
    expect(faultOf(() => readZip(other, limits)[1]?.bytes())).toBe('damaged');
  });

  test('never unpacks more than its limits', () => {
    const bomb = zipOf({ big: Buffer.alloc(2_000_000) });
    expect(bomb.length).toBeLessThan(10_000);
    expect(faultOf(() => readZip(bomb, limits))).toBe('too-large');
    const lying = Buffer.from(bomb);
    lying.writeUInt32LE(10, lying.lastIndexOf(Buffer.from(directory, 'hex')) + 24);
    expect(faultOf(() => readZip(lying, limits)[0]?.bytes())).toBe('damaged');
    expect(faultOf(() => readZip(zipOf({ a: '', b: '', c: '' }), { files: 2, unpacked: 10 }))).toBe(
      'too-many',
    );
  });
});
