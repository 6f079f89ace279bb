// Says who made the live difference, and how sure that is, from what Salesforce tells: only the last save is known.

import type { OutputOf } from '#contract/index.ts';

type Author = NonNullable<OutputOf<'compare.live'>['liveAuthor']>;

export interface Save {
  /** Epoch ms. */
  readonly at: number;
  readonly userId: string;
  readonly name: string;
}

export interface Attribution {
  /** The save that Salesforce names, if it does. */
  readonly last: Save | undefined;
  /** True when the live component differs in meaning from what was committed. */
  readonly differs: boolean;
  /** When the last committed version was made; absent when there is none. */
  readonly committedAt?: number | undefined;
  /** The save we saw the time before, if any. */
  readonly seen?: Save | undefined;
}

const source = 'Salesforce’s LastModifiedBy';
/** Who saved it where Salesforce does not say: also what git says then. */
export const unknownAuthor = 'Unknown person';
export const noSave = 'Salesforce does not tell when and by whom it was saved';

/**
 * `certain`: this person saved last. `likely`: another person is known to have saved in between, so some changes
 * may be theirs. `unknown`: the last save is older than the last commit, so the difference came from the commit.
 */
export function attributeLive({ last, differs, committedAt, seen }: Attribution): Author {
  if (!last) return { name: unknownAuthor, certainty: 'unknown', evidence: noSave };
  const by = { name: last.name };
  if (!differs || committedAt === undefined) return { ...by, certainty: 'certain', evidence: source };
  if (last.at < committedAt) {
    return {
      ...by,
      certainty: 'unknown',
      evidence: `${source}, but the last commit is newer than this save`,
    };
  }
  const between = seen && seen.at > committedAt && seen.at < last.at && seen.userId !== last.userId;
  if (between) {
    const evidence = `${source}; ${seen.name} also saved it after the last commit`;
    return { ...by, certainty: 'likely', evidence };
  }
  return { ...by, certainty: 'certain', evidence: source };
}
