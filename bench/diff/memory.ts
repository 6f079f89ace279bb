// How much memory a way takes at its peak: in a fresh process, less one that only holds the same texts.

import type { MemoryJob } from './children.ts';
import { inChild } from './run.ts';

export type Peaks = ReadonlyMap<string, number>;

/** Megabytes of each parser or way to compare that answers. */
export async function peaksOf(names: readonly string[], files: readonly string[]): Promise<Peaks> {
  const ask = (name?: string) => inChild<number>('memory', { files, name } satisfies MemoryJob);
  const empty = await ask();
  const peaks = new Map<string, number>();
  for (const name of names) {
    const peak = await ask(name);
    if (peak !== undefined && empty !== undefined) peaks.set(name, Math.max(0, peak - empty));
  }
  return peaks;
}
