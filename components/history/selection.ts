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

/** What the rules need to know of a version. */
export interface Chosen {
  readonly revision: string;
  readonly number: number;
  readonly previous?: string | undefined;
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
 * @param other the one that was chosen before, when it is known already
 */
export function toggle({ a, b }: Selection, version: Chosen, other: Chosen | undefined): Selection {
  const { revision } = version;
  if (revision === a) return b ? { b } : {};
  if (revision === b) return a ? { b: a } : {};
  const kept = b ?? a;
  if (!kept) return { b: revision };
  const older = other?.revision === kept && version.number < other.number;
  return older ? { a: revision, b: kept } : { a: kept, b: revision };
}

/**
 * The two sides to show, or why there are none: nothing chosen, or the one chosen is not known yet.
 * @param only the one that `b` or `a` names; `null` when there is no such version
 */
export function pairOf({ a, b }: Selection, only: Chosen | null | undefined): Pair | 'nothing' | 'loading' {
  if (a && b) return { before: a, after: b };
  const revision = b ?? a;
  if (!revision || only === null) return 'nothing';
  return only?.revision === revision ? { before: only.previous ?? null, after: revision } : 'loading';
}
