// Hex and base64: what is written is read back, and of every value there is one spelling only.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, fromHex, joined, sameBytes, toBase64, toHex } from '../../../core/log/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 80 });

test('hex and base64 are those of the platform, and read back', () => {
  fc.assert(
    fc.property(bytes, (some) => {
      expect(toHex(some)).toBe(Buffer.from(some).toString('hex'));
      expect(toBase64(some)).toBe(Buffer.from(some).toString('base64'));
      expect(fromHex(toHex(some))).toEqual(some);
      expect(fromBase64(toBase64(some))).toEqual(some);
    }),
  );
});

test('whatever is read is spelled as it would be written', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'AQgwz09+/=\n -_') }),
    fc.tuple(fc.base64String(), fc.string({ maxLength: 2 })).map(([start, end]) => start + end),
  );
  fc.assert(
    fc.property(text, (some) => {
      const [hex, base64] = [fromHex(some), fromBase64(some)];
      if (hex) expect(toHex(hex)).toBe(some);
      if (base64) expect(toBase64(base64)).toBe(some);
      // What Node takes for the same value in another spelling is none.
      if (Buffer.from(some, 'base64').toString('base64') !== some) expect(base64).toBeUndefined();
      if (Buffer.from(some, 'hex').toString('hex') !== some) expect(hex).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

test.each(['0', 'AB', '0g', ' 00', '00\n', '0x00'])('%j is no hex', (text) => {
  expect(fromHex(text)).toBeUndefined();
});

test.each([
  ...[
    'A',
    'AA',
    'AAA',
    'AA=',
    'A===',
    '====',
    '=AAA',
    'AA=A',
    'AAAA=',
    'AAAA\n',
    ' AAAA',
    'AA-_',
    'AAAA====',
    '=',
  ],
  // Bits that no byte takes: RFC 4648, 3.5.
  ...['AB==', 'AAB=', '//==', '///='],
])('%j is no base64', (text) => {
  expect(fromBase64(text)).toBeUndefined();
});

test('bytes are compared by length and value, and joined in order', () => {
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(sameBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
  expect(sameBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
  expect(joined(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
});
