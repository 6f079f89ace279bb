// Turns a blob's bytes into text a person can read, and notes what is odd about it.

import type { Blob } from './blob-reader.ts';

export interface BlobText {
  readonly text: string;
  /** What is odd, in words. */
  readonly note?: string;
}

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('windows-1252');

/** `undefined` when the content is not there or too large to show; `whyMissing` tells which. */
export function decodeBlob(blob: Blob | undefined): BlobText | undefined {
  if (!blob?.bytes || isPointer(blob.bytes)) return undefined;
  const { text, encoding } = decode(blob.bytes);
  const notes = [encoding && `It is ${encoding}.`, mergeMarker(text)].filter(
    (note) => typeof note === 'string',
  );
  return notes.length > 0 ? { text, note: notes.join(' ') } : { text };
}

/** Why there is no text, in words; undefined when there is. */
export function whyMissing(blob: Blob | undefined): string | undefined {
  if (!blob) return 'its content is not in this clone (a partial or a damaged one)';
  if (!blob.bytes) return `it is too large to show (${Math.round(blob.size / 1024 / 1024)} MB)`;
  return isPointer(blob.bytes) ? 'stored in Git LFS; content not here' : undefined;
}

const pointer = Buffer.from('version https://git-lfs.github.com/spec/');

/** What Git LFS leaves in place of a file, less than 1 KB of it. */
function isPointer(bytes: Buffer): boolean {
  return bytes.length < 1024 && bytes.subarray(0, pointer.length).equals(pointer);
}

function decode(bytes: Buffer): { text: string; encoding?: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'encoded as UTF-16' };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'encoded as UTF-16' };
  }
  try {
    return { text: strict.decode(bytes) };
  } catch {
    return { text: lenient.decode(bytes), encoding: 'not UTF-8; shown as Windows-1252' };
  }
}

function mergeMarker(text: string): string | false {
  const start = /^<{7} .*$/m.exec(text);
  if (!start || !/^>{7} .*$/m.test(text) || !/^={7}\r?$/m.test(text)) return false;
  const line = text.slice(0, start.index).split('\n').length;
  return `It holds merge conflict markers (line ${line}).`;
}
