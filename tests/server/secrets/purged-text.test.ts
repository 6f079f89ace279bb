// A purged text is known again wherever and however it is written, and is not to be had from what is kept of it.

import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createReplace, formsOf } from '../../../server/secrets/purged-text.ts';

const key = Buffer.from('0123456789abcdef0123456789abcdef');
const marker = 'canvasback-redacted:0123';
const replaceOf = (...texts: string[]) =>
  createReplace(
    key,
    texts.map((text) => ({ forms: formsOf(key, text), marker })),
  );
const inText = (text: string, ...texts: string[]) => replaceOf(...texts)(Buffer.from(text))?.bytes.toString();

test.each([
  ['as it is', 'a"b<c>&\'d', 'a"b<c>&\'d'],
  ['in an element', 'a"b<c>&\'d', 'a"b&lt;c&gt;&amp;\'d'],
  ['in an attribute', 'a"b<c>&\'d', 'a&quot;b&lt;c&gt;&amp;&apos;d'],
  ['with a number for its quote', "it's a secret", 'it&#39;s a secret'],
  ['in JSON', 'a"b\\cdef', 'a\\"b\\\\cdef'],
  ['in Apex', "it's a secret", "it\\'s a secret"],
  ['over lines', 'one\ntwo\nthree', 'one\r\ntwo\r\nthree'],
  ['over lines of code', 'one\ntwo\nthree', 'one\\ntwo\\nthree'],
  ['from Windows lines', 'one\r\ntwo\r\nthree', 'one\ntwo\nthree'],
  ['with an umlaut', 'Schlüssel', 'Schlüssel'],
])('written %s', (_, text, written) => {
  expect(inText(`before ${written}, ${written}${written} after`, text)).toBe(
    `before ${marker}, ${marker}${marker} after`,
  );
  expect(inText(`before ${written.slice(1)} after`, text)).toBeUndefined();
});

test.each(['utf16le', 'latin1'] as const)('in %s the marker is in it, too', (encoding) => {
  const found = replaceOf('Schlüssel')(Buffer.from('der Schlüssel!', encoding));
  expect(found?.bytes.toString(encoding)).toBe(`der ${marker}!`);
});

test('the longer one first, each at any place, and overlaps from the left', () => {
  expect(inText('secret-of-bank secret', 'secret', 'secret-of-bank')).toBe(`${marker} ${marker}`);
  expect(inText('aaaaaaaaaaaaa', 'aaaaaa')).toBe(`${marker}${marker}a`);
  expect(inText('x', 'secret')).toBeUndefined();
});

test('agrees with a plain search in bytes of any kind', () => {
  for (let round = 0; round < 200; round += 1) {
    const bytes = randomBytes(300).map((byte) => 97 + (byte % 2));
    const text = Buffer.from(randomBytes(6 + (round % 3)).map((byte) => 97 + (byte % 2))).toString();
    const plain = Buffer.from(bytes).toString().replaceAll(text, marker);
    expect(replaceOf(text)(bytes)?.bytes.toString() ?? Buffer.from(bytes).toString()).toBe(plain);
  }
});

test('another org’s key knows nothing of it', () => {
  const forms = formsOf(key, 'secret-of-bank');
  expect(createReplace(randomBytes(32), [{ forms, marker }])(Buffer.from('secret-of-bank'))).toBeUndefined();
  expect(JSON.stringify(forms)).not.toMatch(/secret|c2VjcmV0|736563/);
});
