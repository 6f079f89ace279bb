// Archives are compared by their files: whatever differs shows, also where several files have one path or odd names.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binaryChanges, binarySummary, type ContentSide } from '../../../core/diff/binary.ts';
import { type ArchiveFile, writeListing } from '../../../core/metadata/archive-listing.ts';

const side = (files: readonly ArchiveFile[]): ContentSide => ({
  text: writeListing(files),
  binary: { media: 'application/zip', size: 1, sha256: 'x' },
});
const file = (path: string, crc: number, size = 1): ArchiveFile => ({ path, size, crc });
const changesOf = (before: readonly ArchiveFile[], after: readonly ArchiveFile[]) =>
  binaryChanges(side(before), side(after)).map(({ kind, where }) => `${kind} ${where}`);

describe('files of an archive', () => {
  test('changed, added and removed', () => {
    const before = [file('a.js', 1), file('b.js', 2)];
    const after = [file('a.js', 3), file('c.js', 2)];
    expect(changesOf(before, after)).toEqual(['changed File a.js', 'removed File b.js', 'added File c.js']);
    const [one, other] = [side(before), side(after)];
    expect(binarySummary(one, other, binaryChanges(one, other))).toBe(
      '1 file changed, 1 added, 1 removed in the archive',
    );
  });

  test('of one path, each counts', () => {
    expect(changesOf([file('a', 1), file('a', 2)], [file('a', 3), file('a', 2)])).toEqual(['changed File a']);
    expect(changesOf([file('a', 1), file('a', 1)], [file('a', 1)])).toEqual(['removed File a']);
  });

  test('whose names differ in a letter of an older zip alone are two', () => {
    const [a, o] = ['btn_\x84.js', 'btn_\x94.js'];
    expect(changesOf([file(a, 1), file(o, 2)], [file(a, 3), file(o, 2)])).toEqual([
      'changed File btn_\\x84.js',
    ]);
    expect(changesOf([file(a, 1)], [file(o, 1)])).toHaveLength(2);
  });

  test('with a line separator in its name is compared as well', () => {
    expect(changesOf([file('a\u2028b', 1)], [file('a\u2028b', 2)])).toEqual(['changed File a\\x2028b']);
  });

  test('nothing changed is said of equal listings alone', () => {
    const path = fc.oneof(fc.constantFrom('a', 'b', '\x84', '\x94', 'a\tb', ''), fc.string({ maxLength: 3 }));
    const files = fc.array(
      fc.record({ path, size: fc.integer({ min: 0, max: 2 }), crc: fc.integer({ min: 0, max: 2 }) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(files, files, (before, after) => {
        const [one, other] = [side(before), side(after)];
        expect(binaryChanges(one, other).length === 0).toBe(one.text === other.text);
        expect(binaryChanges(other, one).length).toBe(binaryChanges(one, other).length);
      }),
      { numRuns: 1_000 },
    );
  });
});
