// How much memory a way takes at its peak: done once in a fresh process that already holds the texts.

import type { MemoryJob } from './children.ts';
import { inChild } from './run.ts';

export type Peaks = ReadonlyMap<string, number>;

/** Megabytes of each parser or way to compare that answers. */
export async function peaksOf(names: readonly string[], files: readonly string[]): Promise<Peaks> {
  const peaks = new Map<string, number>();
  for (const name of names) {
    const peak = await inChild<number>('memory', { files, name } satisfies MemoryJob);
    if (peak !== undefined) peaks.set(name, peak);
  }
  return peaks;
}
