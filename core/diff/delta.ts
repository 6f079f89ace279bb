// A difference before it is put into words: what changed, and the way down to it on both sides.

import type { Canon } from '../metadata/canonical.ts';
import type { ChangeKind } from './change.ts';

/** One step down: an item of a list (with its position) or a single element. */
export interface Place {
  readonly before?: Canon;
  readonly after?: Canon;
  /** 0-based positions in the list, -1 where the item is missing; absent for single elements. */
  readonly index?: { readonly before: number; readonly after: number };
  /** True when an item is told by its position, because nothing else identifies it. */
  readonly byPosition?: boolean;
  /** What is told as one: both coordinates on the canvas, or a whole root. */
  readonly parts?: { readonly before: readonly Canon[]; readonly after: readonly Canon[] };
}

export interface Delta {
  readonly kind: ChangeKind;
  readonly noise: boolean;
  /** From the root's child down to what changed, which is the last one. */
  readonly trail: readonly Place[];
}

const opposite: Readonly<Record<ChangeKind, ChangeKind>> = {
  added: 'removed',
  removed: 'added',
  changed: 'changed',
  moved: 'moved',
  renamed: 'renamed',
};

/** The same difference seen from the other side. */
export function mirror(delta: Delta): Delta {
  return { ...delta, kind: opposite[delta.kind], trail: delta.trail.map(mirrorPlace) };
}

function mirrorPlace({ before, after, index, byPosition, parts }: Place): Place {
  return {
    before: after,
    after: before,
    index: index && { before: index.after, after: index.before },
    byPosition,
    parts: parts && { before: parts.after, after: parts.before },
  };
}
