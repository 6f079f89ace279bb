// A checkpoint as one line, for a commit's trailer: from it the signed note can be put together again.

import { fromBase64, joined, toBase64 } from './bytes.ts';
import { checkpointText, readCheckpoint, readNote, writeNote } from './checkpoint.ts';

export const trailerName = 'Audit-Checkpoint';

/** `origin size root name signature`, with the key's id before the signature. Undefined for what is no plain checkpoint. */
export function writeTrailer(note: string): string | undefined {
  const read = readNote(note);
  const checkpoint = read && readCheckpoint(read.text);
  const [by] = read?.signatures ?? [];
  // What further lines would say could not be put together again.
  if (!checkpoint || !by || checkpointText(checkpoint) !== read.text) return undefined;
  const { origin, size, root } = checkpoint;
  const words = [origin, String(size), toBase64(root), by.name, toBase64(joined(by.keyId, by.signature))];
  return words.some((word) => /\s/.test(word)) ? undefined : words.join(' ');
}

/** The signed note; undefined for a value that `writeTrailer` would not have written. */
export function readTrailer(value: string): string | undefined {
  const [origin = '', size, root = '', name = '', text = '', ...more] = value.trim().split(' ');
  const bytes = fromBase64(text);
  if (!bytes || bytes.length < 5 || more.length > 0) return undefined;
  const signatures = [{ name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) }];
  const note = writeNote({ text: `${origin}\n${size}\n${root}\n`, signatures });
  return writeTrailer(note) === value.trim() ? note : undefined;
}
