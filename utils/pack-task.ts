// Large texts go to the worker as bytes: a string of megabytes would be copied in one go, while the page waits.

import type { ComponentFile, ComponentSource } from '#core/component.ts';
import type { DiffTask } from './diff-messages.ts';

interface SentSource extends Omit<ComponentSource, 'files'> {
  readonly files: readonly (Omit<ComponentFile, 'text'> & {
    readonly text: string | Uint8Array<ArrayBuffer>;
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

/** One text in a turn. */
export async function packTask({ before, after, live }: DiffTask): Promise<SentTask> {
  return { before: before && (await packSource(before)), after: after && (await packSource(after)), live };
}

async function packSource({ files, ...rest }: ComponentSource): Promise<SentSource> {
  const sent: SentSource['files'][number][] = [];
  for (const file of files) {
    // What is no text in Unicode's sense would not come out as it went in.
    const asBytes = file.text.length >= large && file.text.isWellFormed();
    if (asBytes) await new Promise((resolve) => setTimeout(resolve));
    sent.push(asBytes ? { ...file, text: new TextEncoder().encode(file.text) } : file);
  }
  return { ...rest, files: sent };
}

/** What of a task is handed over instead of being copied. */
export function buffersOf({ before, after }: SentTask): ArrayBuffer[] {
  return [before, after].flatMap((source) =>
    (source?.files ?? []).flatMap(({ text }) => (typeof text === 'string' ? [] : [text.buffer])),
  );
}

export function unpackTask({ before, after, live }: SentTask): DiffTask {
  return { before: before && unpackSource(before), after: after && unpackSource(after), live };
}

function unpackSource({ files, ...rest }: SentSource): ComponentSource {
  // A mark at the beginning is part of the text.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return {
    ...rest,
    files: files.map((file) => ({
      ...file,
      text: typeof file.text === 'string' ? file.text : decoder.decode(file.text),
    })),
  };
}
