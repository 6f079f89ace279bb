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
  const inside = isArchive(before) && isArchive(after) ? archiveChanges(before.text, after.text) : [];
  if (inside.length > 0) return inside;
  // Whatever it is that differs, it is not the same.
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
  const was = Map.groupBy(readListing(before), ({ path }) => path);
  const is = Map.groupBy(readListing(after), ({ path }) => path);
  const paths = [...new Set([...was.keys(), ...is.keys()])].sort();
  return paths.flatMap((path) => changesAt(path, was.get(path) ?? [], is.get(path) ?? []));
}

/** An archive may hold several files of one path. */
function changesAt(path: string, was: readonly ListedFile[], is: readonly ListedFile[]): Change[] {
  const gone = without(was, is);
  const come = without(is, was);
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, place): Change => {
    const [one, other] = [gone[place], come[place]];
    return {
      kind: !one ? 'added' : !other ? 'removed' : 'changed',
      lane: 'meaning',
      path: [],
      where: `File ${path}`,
      ...(one ? { before: told(one, other), beforeLines: { start: one.line, end: one.line } } : {}),
      ...(other ? { after: told(other, one), afterLines: { start: other.line, end: other.line } } : {}),
    };
  });
}

/** Those that have none like them on the other side, each of which counts once. */
function without(files: readonly ListedFile[], others: readonly ListedFile[]): ListedFile[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(contentOf(other), (left.get(contentOf(other)) ?? 0) + 1);
  return files.filter((file) => {
    const count = left.get(contentOf(file)) ?? 0;
    left.set(contentOf(file), count - 1);
    return count <= 0;
  });
}

const contentOf = ({ size, sum }: ListedFile): string => `${size} ${sum}`;

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
