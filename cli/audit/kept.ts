// Finds kept checkpoints in texts: signed notes, one or several, and trailers of commits as `git log` prints them.

import { readFileSync } from 'node:fs';
import { readTrailer, trailerName } from '../../core/log/anchor.ts';
import { readCheckpoint, readNote, readVerifierKey } from '../../core/log/checkpoint.ts';
import { logTools } from '../../server/audit/hash.ts';

export interface Kept {
  /** File and line, to be told. */
  readonly where: string;
  readonly note: string;
  readonly origin: string;
  readonly size: number;
}

export interface FoundKept {
  /** Each once, the smallest first. */
  readonly kept: readonly Kept[];
  /** Lines that begin like one and are none. */
  readonly broken: readonly string[];
}

/** Throws with a sentence for a file that cannot be read, or holds none. */
export function readKept(files: readonly string[]): FoundKept {
  const known = new Map<string, Kept>();
  const broken: string[] = [];
  for (const file of files) {
    const found = findKept(file, readText(file, '--checkpoint'));
    if (found.kept.length + found.broken.length === 0)
      throw new Error(`--checkpoint: ${file} holds no checkpoint.`);
    for (const one of found.kept) if (!known.has(one.note)) known.set(one.note, one);
    broken.push(...found.broken);
  }
  return { kept: [...known.values()].sort((one, other) => one.size - other.size), broken };
}

export function findKept(file: string, text: string): FoundKept {
  const kept: Kept[] = [];
  const broken: string[] = [];
  // Mails and `git log` set texts in.
  const lines = text.split('\n').map((line) => line.replace(/^[\s>]+|\s+$/g, ''));
  const take = (note: string | undefined, at: number) => {
    const read = note === undefined ? undefined : readNote(note);
    const checkpoint = read && readCheckpoint(read.text);
    const where = `${file}, line ${at + 1}`;
    if (!note || !checkpoint) broken.push(where);
    else kept.push({ where, note, origin: checkpoint.origin, size: checkpoint.size });
  };
  for (const [at, line] of lines.entries()) {
    if (line.toLowerCase().startsWith(`${trailerName.toLowerCase()}:`)) {
      take(readTrailer(line.slice(trailerName.length + 1)), at);
    } else if (/^\d+$/.test(line) && /^[A-Za-z0-9+/]{43}=$/.test(lines[at + 1] ?? '')) {
      take(noteAt(lines, at - 1), Math.max(0, at - 1));
    }
  }
  return { kept, broken };
}

function noteAt(lines: readonly string[], start: number): string | undefined {
  if (start < 0) return undefined;
  const empty = lines.indexOf('', start);
  if (empty < start + 3) return undefined;
  let end = empty + 1;
  while (lines[end]?.startsWith('— ')) end += 1;
  return end === empty + 1 ? undefined : `${lines.slice(start, end).join('\n')}\n`;
}

/** A verifier key as it is, or the first in a file. Throws with a sentence when there is none. */
export function readKey(given: string): string {
  if (isKey(given)) return given.trim();
  // A key with an error in it is not looked for as a file.
  if (/^[^/\\]\S*\/\S*\+[0-9a-f]{8}\+/.test(given))
    throw new Error(`--key: ${given} is no verifier key: it was cut off or changed.`);
  const found = readText(given, '--key').split('\n').find(isKey);
  if (found === undefined)
    throw new Error(`--key: ${given} holds no verifier key, which is one line: NAME+KEYID+KEY.`);
  return found.trim();
}

const isKey = (line: string) => readVerifierKey(logTools.sha256, logTools.utf8, line) !== undefined;

/** In the encodings that shells write their output in. */
function readText(file: string, option: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(
      `${option}: ${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}.`,
    );
  }
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
