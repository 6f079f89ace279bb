// Knows a text again that was taken out for good, without keeping it: by its length, a short print and a keyed hash.

import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';

/** One way in which the text can lie in a file's bytes. */
export interface TextForm {
  readonly encoding: 'utf8' | 'latin1' | 'utf16le' | 'utf16be';
  /** Bytes. */
  readonly length: number;
  /** 16 bits of a rolling hash, which say where it is worth to look closer. */
  readonly print: number;
  /** Keyed hash of the bytes. */
  readonly digest: string;
}

export const storedForms = z.array(
  z.object({
    encoding: z.enum(['utf8', 'latin1', 'utf16le', 'utf16be']),
    length: z.int(),
    print: z.int(),
    digest: z.string(),
  }),
);

/** What a text is replaced by, and how it is found. */
export interface PurgedText {
  readonly forms: readonly TextForm[];
  readonly marker: string;
}

export interface Found {
  readonly bytes: Buffer;
  /** How often it stood there. */
  readonly times: number;
}

/** As XML, JSON and code write it, with either line end. */
function spellings(text: string): string[] {
  const plain = text.replaceAll('\r\n', '\n');
  const ends = [plain, plain.replaceAll('\n', '\r\n'), plain.replaceAll('\n', '\\n')];
  const xml = (each: string) => each.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    ...new Set(
      ends.flatMap((each) => [
        each,
        xml(each),
        xml(each).replaceAll('"', '&quot;'),
        xml(each).replaceAll("'", '&apos;'),
        xml(each).replaceAll('"', '&quot;').replaceAll("'", '&apos;'),
        xml(each).replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
        each.replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
        each.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
      ]),
    ),
  ];
}

/** Every byte string that is that text, the longest first. */
export function bytesOf(text: string): { encoding: TextForm['encoding']; bytes: Buffer }[] {
  const found = new Map<string, { encoding: TextForm['encoding']; bytes: Buffer }>();
  for (const spelling of spellings(text)) {
    const little = Buffer.from(spelling, 'utf16le');
    const add = (encoding: TextForm['encoding'], bytes: Buffer) => {
      const hex = bytes.toString('hex');
      if (!found.has(hex)) found.set(hex, { encoding, bytes });
    };
    add('utf8', Buffer.from(spelling));
    if (/^[\0-\xff]*$/.test(spelling)) add('latin1', Buffer.from(spelling, 'latin1'));
    add('utf16le', little);
    add('utf16be', Buffer.from(little).swap16());
  }
  return [...found.values()].sort((one, other) => other.bytes.length - one.bytes.length);
}

export function formsOf(key: Buffer, text: string): TextForm[] {
  const base = baseOf(key);
  return bytesOf(text).map(({ encoding, bytes }) => {
    let hash = 0;
    for (const byte of bytes) hash = (Math.imul(hash, base) + byte + 1) | 0;
    return { encoding, length: bytes.length, print: hash >>> 16, digest: digestOf(key, bytes) };
  });
}

/** Replaces texts wherever they stand in the bytes; undefined when none does. Longer ones come first. */
export function createReplace(
  key: Buffer,
  texts: readonly PurgedText[],
): (bytes: Uint8Array) => Found | undefined {
  const base = baseOf(key);
  const all = texts.flatMap(({ forms, marker }) => forms.map((form) => ({ ...form, marker })));
  const lengths = [...Map.groupBy(all, ({ length }) => length)].sort(([one], [other]) => other - one);
  return (given) => {
    let bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    let times = 0;
    for (const [length, forms] of lengths) {
      const spans = spansOf(bytes, { length, forms, base, key });
      if (spans.length === 0) continue;
      times += spans.length;
      bytes = put(bytes, length, spans);
    }
    return times === 0 ? undefined : { bytes, times };
  };
}

interface Marked extends TextForm {
  readonly marker: string;
}

interface Span {
  readonly start: number;
  readonly form: Marked;
}

interface Search {
  readonly length: number;
  readonly forms: readonly Marked[];
  readonly base: number;
  readonly key: Buffer;
}

function spansOf(bytes: Buffer, { length, forms, base, key }: Search): Span[] {
  const spans: Span[] = [];
  if (bytes.length < length) return spans;
  const prints = new Uint8Array(65_536);
  for (const { print } of forms) prints[print] = 1;
  let power = 1;
  for (let at = 0; at < length; at++) power = Math.imul(power, base);
  // A hit begins a new window behind it.
  for (let from = 0; from + length <= bytes.length; ) {
    let hash = 0;
    let at = from;
    for (; at < from + length; at++) hash = (Math.imul(hash, base) + (bytes[at] as number) + 1) | 0;
    while (prints[hash >>> 16] === 0 || !isHit(at)) {
      if (at === bytes.length) return spans;
      const gone = Math.imul(power, (bytes[at - length] as number) + 1);
      hash = (Math.imul(hash, base) + (bytes[at] as number) + 1 - gone) | 0;
      at += 1;
    }
    from = at;
  }
  return spans;

  /** Of the window that ends before `at`. */
  function isHit(at: number): boolean {
    const digest = digestOf(key, bytes.subarray(at - length, at));
    const form = forms.find((each) => each.digest === digest);
    if (form) spans.push({ start: at - length, form });
    return form !== undefined;
  }
}

function put(bytes: Buffer, length: number, spans: readonly Span[]): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { start, form } of spans) {
    parts.push(bytes.subarray(from, start), encoded(form.marker, form.encoding));
    from = start + length;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
}

function encoded(marker: string, encoding: TextForm['encoding']): Buffer {
  if (encoding === 'utf16be') return Buffer.from(marker, 'utf16le').swap16();
  return Buffer.from(marker, encoding);
}

/** Odd, and of the org: who has no key cannot tell what a print says. */
function baseOf(key: Buffer): number {
  return (createHmac('sha256', key).update('purged text: base').digest().readInt32LE() & ~7) | 5;
}

function digestOf(key: Buffer, bytes: Uint8Array): string {
  return createHmac('sha256', key).update('purged text: ').update(bytes).digest('hex').slice(0, 32);
}
