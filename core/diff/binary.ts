// Compares content that is no text: archives by their files, everything else as a whole.

import type { BinaryContent } from '../component.ts';
import { type ListedFile, readListing } from '../metadata/archive-listing.ts';
import type { Change, LineRange } from './change.ts';

/** One side: its description, and what is known of it; nothing is known of text. */
export interface ContentSide {
  readonly text: string;
  readonly binary: BinaryContent | undefined;
}

/** True when lines would say less than this: one of the two is no text. */
export function isBinaryPair(before: ContentSide, after: ContentSide): boolean {
  return before.binary !== undefined || after.binary !== undefined;
}

export function binaryChanges(before: ContentSide, after: ContentSide): Change[] {
  if (before.text === after.text) return [];
  if (isArchive(before) && isArchive(after)) return archiveChanges(before.text, after.text);
  return [
    {
      kind: 'changed',
      lane: 'meaning',
      path: [],
      where: 'Content',
      before: inWords(before),
      after: inWords(after),
      beforeLines: wholeOf(before.text),
      afterLines: wholeOf(after.text),
    },
  ];
}

/** `2 files changed, 1 added in the archive`, `Content replaced: 1204 bytes → 980 bytes`. */
export function binarySummary(before: ContentSide, after: ContentSide, changes: readonly Change[]): string {
  if (!isArchive(before) || !isArchive(after))
    return `Content replaced: ${inWords(before)} → ${inWords(after)}`;
  const kinds = ['changed', 'added', 'removed'] as const;
  const counts = kinds.flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count > 0 ? [{ kind, count }] : [];
  });
  const told = counts.map(({ kind, count }, index) =>
    index === 0 ? `${count} ${count === 1 ? 'file' : 'files'} ${kind}` : `${count} ${kind}`,
  );
  return `${told.join(', ')} in the archive`;
}

function isArchive({ binary }: ContentSide): boolean {
  return binary?.media === 'application/zip';
}

function archiveChanges(before: string, after: string): Change[] {
  const was = new Map(readListing(before).map((file) => [file.path, file]));
  const is = new Map(readListing(after).map((file) => [file.path, file]));
  const paths = [...new Set([...was.keys(), ...is.keys()])].sort();
  return paths.flatMap((path): Change[] => {
    const [one, other] = [was.get(path), is.get(path)];
    if (one?.size === other?.size && one?.sum === other?.sum) return [];
    return [
      {
        kind: !one ? 'added' : !other ? 'removed' : 'changed',
        lane: 'meaning',
        path: [],
        where: `File ${path}`,
        ...(one ? { before: told(one, other), beforeLines: { start: one.line, end: one.line } } : {}),
        ...(other ? { after: told(other, one), afterLines: { start: other.line, end: other.line } } : {}),
      },
    ];
  });
}

/** Files of one size are told apart by their checksums. */
function told({ size, sum }: ListedFile, other: ListedFile | undefined): string {
  return other?.size === size ? `${size}, CRC ${sum}` : size;
}

function inWords({ text, binary }: ContentSide): string {
  if (!binary) return text === '' ? 'empty' : 'text';
  const [kind = ''] = isArchive({ text, binary }) ? ['Zip archive'] : text.split('\n');
  return `${kind}, ${binary.size} bytes, SHA-256 ${binary.sha256.slice(0, 8)}`;
}

function wholeOf(text: string): LineRange {
  return { start: 1, end: Math.max(1, text.split('\n').length - 1) };
}
