// Where the rows of an imported history and what git says are not the same.

import type { Versions } from './expected.ts';

export interface Difference {
  readonly key: string;
  /** Commits at which git has a version and the history none. */
  readonly missing: readonly string[];
  /** Commits at which the history has a version and git none. */
  readonly invented: readonly string[];
  /** True when both have the same commits, but not in the same order. */
  readonly reordered: boolean;
}

export function differences(imported: Versions, wanted: Versions): Difference[] {
  return [...new Set([...wanted.keys(), ...imported.keys()])].flatMap((key) => {
    const ours = imported.get(key) ?? [];
    const theirs = wanted.get(key) ?? [];
    if (ours.join() === theirs.join()) return [];
    const missing = without(theirs, ours);
    const invented = without(ours, theirs);
    return [{ key, missing, invented, reordered: missing.length + invented.length === 0 }];
  });
}

/** As often as `others` do not have it: a commit may be there twice. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return list.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

export function describeDifference({ key, missing, invented, reordered }: Difference): string {
  if (reordered) return `${key}: the same commits in another order`;
  const some = (commits: readonly string[]) => commits.map((each) => each.slice(0, 8)).join(' ') || 'none';
  return `${key}: missing ${some(missing)}; invented ${some(invented)}`;
}
