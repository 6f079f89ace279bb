// Canonical JSON and what is read as an entry: one text for one value, and nothing else is an entry.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Canonical, canonicalJson } from '../../../core/log/canonical.ts';
import { leafOf, personalHash, readEntry } from '../../../core/log/entry.ts';
import { logTools } from '../../../server/audit/hash.ts';
import { hex, leafHash, sha256 } from './trees.ts';

const text = fc.string({ unit: 'binary', maxLength: 8 });
const { value } = fc.letrec<{ value: Canonical }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 5 }),
  ),
}));

describe('canonical JSON', () => {
  test('reads back as the same value, and is one text whatever the order of the keys', () => {
    fc.assert(
      fc.property(value, (some) => {
        const written = canonicalJson(some);
        expect(canonicalJson(JSON.parse(written))).toBe(written);
        expect(JSON.stringify(JSON.parse(written)).length).toBe(written.length);
        if (typeof some !== 'object' || some === null || Array.isArray(some)) return;
        const turned = Object.fromEntries(Object.entries(some).reverse());
        expect(canonicalJson(turned)).toBe(written);
      }),
      { numRuns: 1000 },
    );
  });

  test('sorts keys by their UTF-16 units, as RFC 8785 has them in 3.2.3', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const written = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(written.replaceAll('"1"', '"x1"')))).toEqual([
      ...['\r', 'x1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'],
    ]);
  });

  test('escapes as RFC 8785 has it in 3.2.2.2, and a half of a pair so that it survives UTF-8', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'B"\\\\"/\u007f')).toBe(
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f"',
    );
    expect(canonicalJson('\ud800')).toBe('"\\ud800"');
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])('refuses %d', (number) => {
    expect(() => canonicalJson({ number })).toThrow(/whole numbers/);
  });

  test('leaves out what is undefined, and writes no sign before zero', () => {
    expect(canonicalJson({ b: undefined, a: -0 })).toBe('{"a":0}');
  });
});

const entry = {
  ...{ v: 2, tree: 'acme', index: 1, prev: 'ab'.repeat(32), kind: 'intent', ref: 'r', at: 5, org: '00D' },
  ...{ who: 'p:AAAAAAAAAAAAAAAA', actingAs: 'p:BBBBBBBBBBBBBBBB', personal: 'cd'.repeat(32) },
};

describe('an entry', () => {
  test('is read with the persons it names', () => {
    expect(readEntry(canonicalJson(entry))).toEqual({
      ...{ tree: 'acme', index: 1, prev: 'ab'.repeat(32), kind: 'intent', at: 5, personal: 'cd'.repeat(32) },
      persons: ['p:AAAAAAAAAAAAAAAA', 'p:BBBBBBBBBBBBBBBB'],
    });
    expect(
      readEntry(canonicalJson({ ...entry, prev: null, who: 'worker', actingAs: undefined })),
    ).toMatchObject({ prev: null, persons: [] });
  });

  test('of an erasure says what it erased', () => {
    const erasure = { ...entry, kind: 'erasure' };
    expect(readEntry(canonicalJson({ ...erasure, erased: { below: 7, entries: 3 } }))?.erasedBelow).toBe(7);
    const also = { person: 'p:AAAAAAAAAAAAAAAA', entries: 2, also: [1, 4] };
    expect(readEntry(canonicalJson({ ...erasure, erased: also }))).toMatchObject({
      ...{ erasedPerson: 'p:AAAAAAAAAAAAAAAA', erasedAlso: [1, 4] },
    });
    // Only an erasure erases.
    expect(readEntry(canonicalJson({ ...entry, erased: { below: 7 } }))).not.toHaveProperty('erasedBelow');
  });

  test.each([
    ['version 1', canonicalJson({ ...entry, v: 1 })],
    ['no tree', canonicalJson({ ...entry, tree: undefined })],
    ['a negative index', canonicalJson({ ...entry, index: -1 })],
    ['a text for an index', canonicalJson({ ...entry, index: '1' })],
    ['no time', canonicalJson({ ...entry, at: undefined })],
    ['no predecessor', canonicalJson({ ...entry, prev: undefined })],
    ['a predecessor that is no hash', canonicalJson({ ...entry, prev: 'AB'.repeat(32) })],
    ['a short predecessor', canonicalJson({ ...entry, prev: 'ab' })],
    ['a list', '[]'],
    ['nothing', ''],
    ['null', 'null'],
    ['white space', `${canonicalJson(entry)} `],
    ['another order of keys', JSON.stringify(entry)],
    ['a key that stands twice', canonicalJson(entry).replace('{', '{"at":4,')],
    ['a number in another spelling', canonicalJson(entry).replace('"index":1', '"index":1.0')],
    ['a fraction', canonicalJson(entry).replace('"index":1', '"index":1.5')],
    ['a letter in another spelling', canonicalJson(entry).replace('"acme"', '"\\u0061cme"')],
  ])('is none with %s', (_, written) => {
    expect(readEntry(canonicalJson(entry))).toBeDefined();
    expect(readEntry(written)).toBeUndefined();
  });

  test('is hashed with its salt before it, and its personal text without the mark of a leaf', () => {
    const salt = '000102030405060708090a0b0c0d0e0f';
    const bytes = Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from('{"é":1}')]);
    expect(leafOf(logTools, { salt, text: '{"é":1}' })).toBe(hex(leafHash(bytes)));
    expect(personalHash(logTools, { salt, text: '{"é":1}' })).toBe(hex(sha256(bytes)));
    for (const wrong of ['', salt.slice(2), `${salt}00`, salt.toUpperCase()]) {
      expect(leafOf(logTools, { salt: wrong, text: '{}' })).toBeUndefined();
      expect(personalHash(logTools, { salt: wrong, text: '{}' })).toBeUndefined();
    }
  });
});
