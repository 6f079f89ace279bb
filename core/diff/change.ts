// The vocabulary of differences: what every engine produces and every lens shows.

/** Lines of one side, 1-based, both ends included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved' | 'renamed';

/** One step down a metadata tree: the element, and the key that identifies the item in its list. */
export interface PathStep {
  readonly tag: string;
  readonly key?: string;
}

export interface Change {
  readonly kind: ChangeKind;
  /** `noise`: canvas coordinates and formatting, counted apart and never in the verdict. */
  readonly lane: 'meaning' | 'noise';
  readonly path: readonly PathStep[];
  /** The place in words, without the values: `Field permission Account.Rating: read`. */
  readonly where: string;
  /** Old value as people read it (`on`, `500`); absent when added. */
  readonly before?: string;
  /** New value as people read it; absent when removed. */
  readonly after?: string;
  readonly beforeLines?: LineRange;
  readonly afterLines?: LineRange;
}

/** A run of lines that differ. Starts are 0-based; a count may be 0. */
export interface Hunk {
  readonly beforeStart: number;
  readonly beforeCount: number;
  readonly afterStart: number;
  readonly afterCount: number;
}

export interface TextDiff {
  readonly hunks: readonly Hunk[];
  /** False when a budget ran out: the edit is right but may not be the shortest. */
  readonly exact: boolean;
}

/** Why a metadata file was compared as lines. */
export interface Fallback {
  readonly side: 'before' | 'after' | 'both';
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** The difference of one file. */
export interface FileDiff {
  readonly name: string;
  readonly role: 'metadata' | 'content';
  /** `structure`: `changes` come from the metadata tree. `lines`: one change for each hunk. */
  readonly by: 'structure' | 'lines';
  readonly changes: readonly Change[];
  readonly noise: readonly Change[];
  /** Line hunks of the two texts as they are, for the line lenses. */
  readonly text: TextDiff;
  readonly exact: boolean;
  readonly fallback?: Fallback;
}

/** The difference of two versions of a component. `same` means no change in meaning (noise may remain). */
export interface ComponentDiff {
  readonly same: boolean;
  readonly exact: boolean;
  readonly changeCount: number;
  readonly noiseCount: number;
  readonly files: readonly FileDiff[];
  /** One sentence for the whole difference: `3 field permissions removed, 1 added`. */
  readonly summary: string;
}
