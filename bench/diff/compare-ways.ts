// Every way to compare two profiles inside this process, with what it tells as the sentences of the truth.

import { treeBySaxes } from '../../tests/core/metadata/saxes-tree.ts';
import type { Truth } from './documents.ts';
import { compareKeyed, treeBySaxen } from './keyed.ts';
import { compareByMeaning, compareWithWords, profileType, told } from './ours.ts';

export interface CompareWay {
  readonly name: string;
  /** Too slow for a quick look. */
  readonly slow?: true;
  run(before: string, after: string): unknown;
  /** Undefined where the answer is not made of items. */
  tell?(before: string, after: string): string[];
}

const bySaxen = (before: string, after: string) => compareKeyed(treeBySaxen(before), treeBySaxen(after));
const bySaxes = (before: string, after: string) =>
  compareKeyed(treeBySaxes(before).root, treeBySaxes(after).root);

export const ours = 'ours, by meaning';

export const compareWays: readonly CompareWay[] = [
  {
    name: ours,
    run: (before, after) => compareByMeaning(profileType, before, after),
    tell: (before, after) => {
      const diff = compareByMeaning(profileType, before, after);
      return diff ? told(diff) : [];
    },
  },
  {
    name: 'ours, with words and line hunks',
    run: (before, after) => compareWithWords(profileType, before, after),
  },
  { name: 'saxen tree, keyed compare', run: bySaxen, tell: bySaxen },
  { name: 'saxes tree, keyed compare', slow: true, run: bySaxes, tell: bySaxes },
];

/** Each difference told once, and nothing else. */
export function isExact(sentences: readonly string[], truth: Truth): boolean {
  return sentences.length === truth.size && sentences.every((sentence) => truth.has(sentence));
}
