// Large texts go to the worker as bytes: a string of megabytes would be copied in one go, while the page waits.

import type { ComponentFile, ComponentSource } from '#core/component.ts';
import type { DiffTask } from './diff-messages.ts';
import { cutText } from './long-texts.ts';

/** A text in UTF-8, in pieces. */
type Bytes = readonly Uint8Array<ArrayBuffer>[];

interface SentSource extends Omit<ComponentSource, 'files'> {
  readonly files: readonly (Omit<ComponentFile, 'text'> & {
    readonly text: string | Bytes;
  })[];
}

/** A task as it travels. */
export interface SentTask {
  readonly before: SentSource | null;
  readonly after: SentSource | null;
  readonly live: boolean;
}

/** Characters from which on bytes are worth their while. */
const large = 256 * 1024;

/** True for a task that can be sent as it is. */
export function isSmall({ before, after }: DiffTask): boolean {
  return [before, after].every((source) => source?.files.every(({ text }) => text.length < large) ?? true);
}

/** A few milliseconds at a time. */
export async function packTask({ before, after, live }: DiffTask): Promise<SentTask> {
  return { before: before && (await packSource(before)), after: after && (await packSource(after)), live };
}

async function packSource({ files, ...rest }: ComponentSource): Promise<SentSource> {
  const sent: SentSource['files'][number][] = [];
  for (const file of files) {
    // What is no text in Unicode's sense would not come out as it went in.
    const asBytes = file.text.length >= large && file.text.isWellFormed();
    sent.push(asBytes ? { ...file, text: await bytesOf(file.text) } : file);
  }
  return { ...rest, files: sent };
}

async function bytesOf(text: string): Promise<Bytes> {
  const encoder = new TextEncoder();
  const bytes: Uint8Array<ArrayBuffer>[] = [];
  for (const piece of cutText(text)) {
    await new Promise((resolve) => setTimeout(resolve));
    bytes.push(encoder.encode(piece));
  }
  return bytes;
}

/** What of a task is handed over instead of being copied. */
export function buffersOf({ before, after }: SentTask): ArrayBuffer[] {
  return [before, after].flatMap((source) =>
    (source?.files ?? []).flatMap(({ text }) =>
      typeof text === 'string' ? [] : text.map(({ buffer }) => buffer),
    ),
  );
}

export function unpackTask({ before, after, live }: SentTask): DiffTask {
  return { before: before && unpackSource(before), after: after && unpackSource(after), live };
}

function unpackSource({ files, ...rest }: SentSource): ComponentSource {
  return {
    ...rest,
    files: files.map((file) => ({
      ...file,
      text: typeof file.text === 'string' ? file.text : textOf(file.text),
    })),
  };
}

function textOf(bytes: Bytes): string {
  // A mark at the beginning is part of the text.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return bytes.map((piece) => decoder.decode(piece)).join('');
}
