// Finds what a file with many components held before it became unreadable, for an index that goes on from there.

import { readLog } from './commit-log.ts';
import { type HeldItems, readContainerBlob } from './containers.ts';
import type { GitStore } from './git-store.ts';
import { findPosition, readOrder } from './order.ts';
import { pathToContainer } from './project.ts';

/** At the newest commit up to `position` at which the file could be read; undefined when it never could. */
export async function lastReadable(
  store: GitStore,
  path: string,
  position: string,
): Promise<{ readonly oid: string; readonly items: HeldItems } | undefined> {
  const file = pathToContainer(path);
  const segments = await readOrder(store);
  const found = await findPosition(store, segments, position);
  if (!file || !found) return undefined;
  const going = found.after === undefined ? undefined : segments[found.segment];
  const runs = segments.slice(0, found.segment);
  if (going && found.after !== undefined) runs.push({ ...going, tip: found.after });
  for (const { tip, after } of runs.reverse()) {
    const changes = [];
    for await (const { files } of readLog(store, tip, after, path)) changes.unshift(...files);
    for (const { mode, oid } of changes) {
      // It was not there before, or was something else.
      if (!mode.startsWith('100')) return undefined;
      const content = await readContainerBlob(store, file, oid);
      if (content.unreadable === undefined) return { oid, items: content.items };
    }
  }
  return undefined;
}
