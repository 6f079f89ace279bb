// How much memory a way takes at its peak: done once in a fresh process that already holds the texts.

import type { MemoryJob } from './children.ts';
import { inChild } from './run.ts';

export type Peaks = ReadonlyMap<string, number>;

/** Megabytes of each parser or way to compare that answers. */
export async function peaksOf(names: readonly string[], files: readonly string[]): Promise<Peaks> {
  const peaks = new Map<string, number>();
  const ask = async (name: string) => {
    const peak = await inChild<number>('memory', { files, name } satisfies MemoryJob);
    if (peak !== undefined) peaks.set(name, peak);
  };
  // Nothing is timed here: a few at once.
  for (let at = 0; at < names.length; at += 4) await Promise.all(names.slice(at, at + 4).map(ask));
  return peaks;
}
