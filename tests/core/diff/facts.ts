// What two directions of one comparison must agree on.

import type { Change } from '../../../core/diff/change.ts';

const opposite = {
  added: 'removed',
  removed: 'added',
  changed: 'changed',
  moved: 'moved',
  renamed: 'renamed',
} as const;

export function mirrored(change: Change): Change {
  return {
    ...change,
    kind: opposite[change.kind],
    before: change.after,
    after: change.before,
    beforeLines: change.afterLines,
    afterLines: change.beforeLines,
  };
}

/** Places are told by their new names and numbers, so the words may differ between directions; the rest may not. */
export function facts(changes: readonly Change[]) {
  return changes
    .map(({ kind, lane, path, before, after, beforeLines, afterLines }) =>
      JSON.stringify([
        kind,
        lane,
        path.map(({ tag }) => tag),
        before ?? null,
        after ?? null,
        beforeLines ?? null,
        afterLines ?? null,
      ]),
    )
    .sort();
}
