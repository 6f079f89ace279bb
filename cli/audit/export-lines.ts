// Reads an export of the audit log from a file, a piece at a time, and says of what is none what it is instead.

import { open } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { ExportLine } from '../../core/log/verify-log.ts';

const salted = z.object({ salt: z.string(), text: z.string() });
const lineShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('log'), format: z.literal(1), origin: z.string(), tree: z.string() }),
  z.object({ type: z.literal('key'), vkey: z.string(), note: z.optional(z.string()) }),
  z.object({
    type: z.literal('entry'),
    index: z.int().check(z.minimum(0)),
    leaf: z.string(),
    entry: z.optional(salted),
    personal: z.optional(salted),
  }),
  z.object({ type: z.literal('checkpoint'), note: z.string() }),
]);

/** More than the longest line that is written. */
export const longestLine = 16 * 1024 * 1024;
const pieceBytes = 256 * 1024;

export interface ReadLine {
  /** From 1. */
  readonly number: number;
  /** Undefined when it is no line of an export; `problem` then says why. */
  readonly line: ExportLine | undefined;
  readonly problem?: string;
}

export interface Progress {
  readonly bytes: number;
  readonly of: number;
}

/** Throws with a sentence when the file cannot be read, or is no export at all. */
export async function* readExport(
  file: string,
  onProgress?: (progress: Progress) => void,
): AsyncGenerator<ReadLine> {
  let number = 0;
  for await (const { bytes, cut } of readLines(file, onProgress)) {
    number += 1;
    const read = parsed(bytes, number === 1);
    if (number === 1 && read.line?.type !== 'log') throw new Error(whatElse(file, bytes));
    const problem = read.line || !cut ? read.problem : 'breaks off: the file was cut short';
    yield { number, line: read.line, ...(problem === undefined ? {} : { problem }) };
  }
  if (number === 0) throw new Error(`${file} is empty: it is no export of the audit log.`);
}

interface RawLine {
  /** Without the line's end; undefined for a line that is too long. */
  readonly bytes: Buffer | undefined;
  /** The file ends in it. */
  readonly cut: boolean;
}

async function* readLines(
  file: string,
  onProgress: ((progress: Progress) => void) | undefined,
): AsyncGenerator<RawLine> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.code}.`,
    );
  });
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error(`${file} is no file.`);
    let rest: Buffer[] = [];
    let kept = 0;
    let bytes = 0;
    const take = (part: Buffer, cut = false): RawLine => {
      const tooLong = kept + part.length > longestLine;
      const whole = { bytes: tooLong ? undefined : Buffer.concat([...rest, part]), cut };
      rest = [];
      kept = 0;
      return whole;
    };
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes);
      const { bytesRead } = await handle.read(piece, 0, pieceBytes);
      if (bytesRead === 0) break;
      const read = piece.subarray(0, bytesRead);
      if (bytes === 0) refuseOthers(file, read);
      bytes += bytesRead;
      let at = 0;
      for (let end = read.indexOf(10); end >= 0; end = read.indexOf(10, at)) {
        yield take(read.subarray(at, end));
        at = end + 1;
      }
      // Of a line that is too long its length alone is kept.
      kept += bytesRead - at;
      if (kept <= longestLine) rest.push(read.subarray(at));
      else rest = [];
      onProgress?.({ bytes, of: found.size });
    }
    if (kept > 0) yield take(Buffer.alloc(0), true);
  } finally {
    await handle.close();
  }
}

const starts: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b], 'is compressed with gzip: run gunzip on it first'],
  [[0x50, 0x4b, 3, 4], 'is a zip archive: unpack it first'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'is compressed with zstd: unpack it first'],
  [[0xff, 0xfe], 'is text in UTF-16: save it as UTF-8, or export the log again'],
  [[0xfe, 0xff], 'is text in UTF-16: save it as UTF-8, or export the log again'],
];

function refuseOthers(file: string, bytes: Buffer): void {
  const known = starts.find(([start]) => start.every((byte, at) => bytes[at] === byte));
  const words =
    known?.[1] ??
    (bytes.subarray(0, 64).includes(0)
      ? 'is text in UTF-16, or no text at all: an export is UTF-8'
      : undefined);
  if (words) throw new Error(`${file} ${words}.`);
}

function whatElse(file: string, bytes: Buffer | undefined): string {
  const start = bytes?.subarray(0, 200).toString().trim() ?? '';
  const looks = /^(?:\[|\{\s*$)/.test(start)
    ? 'It is JSON in another layout: an export has one object a line.'
    : /^[^\s{]+$/.test(start) && start.includes('/audit/')
      ? 'It looks like a checkpoint: that goes after --checkpoint.'
      : 'Its first line would name the log: {"type":"log", …}.';
  return `${file} is no export of the audit log. ${looks}`;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

interface Parsed {
  readonly line: ExportLine | undefined;
  readonly problem?: string;
}

function parsed(bytes: Buffer | undefined, first: boolean): Parsed {
  const none = (problem: string): Parsed => ({ line: undefined, problem });
  if (!bytes) return none('is longer than any line of an export');
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return none('is not UTF-8');
  }
  let value: unknown;
  try {
    // Editors of Windows put a mark before the first line, and a carriage return after each.
    value = JSON.parse(first ? text.replace(/^\uFEFF/, '') : text);
  } catch {
    return none('is not JSON');
  }
  const line = lineShape.safeParse(value);
  return line.success ? { line: line.data } : none('is no line of an export');
}
