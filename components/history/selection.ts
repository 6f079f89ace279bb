// Which versions are chosen, and which pair of them is shown: rules only, no React.

/** `b` alone: that version against the one before. `a` and `b`: exactly these two. */
export interface Selection {
  readonly a?: string;
  readonly b?: string;
}

export interface Pair {
  /** `null`: there was nothing before. */
  readonly before: string | null;
  readonly after: string;
}

export function chooseOne(revision: string): Selection {
  return { b: revision };
}

export function chooseA({ a, b }: Selection, revision: string): Selection {
  if (a === revision) return b ? { b } : {};
  return b === revision ? { a: revision } : { a: revision, ...(b ? { b } : {}) };
}

export function chooseB({ a, b }: Selection, revision: string): Selection {
  if (b === revision) return a ? { a } : {};
  return a === revision ? { b: revision } : { b: revision, ...(a ? { a } : {}) };
}

/**
 * Adds a version to the pair or takes it out, as space and the round mark do. The older of two is A.
 * @param order revisions as listed, newest first
 */
export function toggle({ a, b }: Selection, revision: string, order: readonly string[]): Selection {
  if (revision === a) return b ? { b } : {};
  if (revision === b) return a ? { b: a } : {};
  const other = b ?? a;
  if (!other) return { b: revision };
  return order.indexOf(revision) > order.indexOf(other)
    ? { a: revision, b: other }
    : { a: other, b: revision };
}

/**
 * The two sides to show, or why there are none yet: nothing chosen, or the version before is not listed yet.
 * @param order revisions as listed, newest first
 * @param complete true when `order` reaches back to the first version
 */
export function pairOf(
  { a, b }: Selection,
  order: readonly string[],
  complete: boolean,
): Pair | 'nothing' | 'needs_more' {
  if (a && b) return { before: a, after: b };
  const only = b ?? a;
  if (!only) return 'nothing';
  const at = order.indexOf(only);
  if (at < 0) return complete ? 'nothing' : 'needs_more';
  const before = order[at + 1];
  if (before) return { before, after: only };
  return complete ? { before: null, after: only } : 'needs_more';
}
