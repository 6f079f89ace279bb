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
  /** Only blank lines, which were to be ignored: to be shown, but no difference. */
  readonly ignored?: true;
}

/** Lines that were taken out in one place and put in at another. Starts are 0-based. */
export interface MovedBlock {
  readonly beforeStart: number;
  readonly afterStart: number;
  readonly count: number;
  /** The lines differ in their indent. */
  readonly reindented: boolean;
}

/** How the lines of a text end. An empty text lacks no final newline. */
export interface LineEnds {
  /** `none`: a single line without an end. */
  readonly ending: 'LF' | 'CRLF' | 'CR' | 'mixed' | 'none';
  readonly finalNewline: boolean;
}

/** What differs but was to be ignored. */
export interface IgnoredLines {
  /** Pairs of lines that differ in blank space only. */
  readonly whitespace: number;
  /** Blank lines added or removed. */
  readonly blankLines: number;
}

export interface TextDiff {
  readonly hunks: readonly Hunk[];
  /** False when a budget ran out: the edit is right but may not be the shortest. */
  readonly exact: boolean;
  /** Apart from each other on both sides, in the order of the old text; left out where nobody looked for them. */
  readonly moves?: readonly MovedBlock[];
  /** Left out where only lines were compared, not texts. */
  readonly ends?: { readonly before: LineEnds; readonly after: LineEnds };
  /** Left out where nothing was to be ignored. */
  readonly ignored?: IgnoredLines;
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
  /**
   * `structure`: `changes` come from the metadata tree. `lines`: one change for each hunk. `content`: it is no text; one
   * for each file of an archive, or one for the whole.
   */
  readonly by: 'structure' | 'lines' | 'content';
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
