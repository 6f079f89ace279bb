// The generator of laws reaches what it is there for: every list of every table, with more than one item.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choices, documentOf, listsOf, types } from './generate-types.ts';
import type { Model } from './write-model.ts';

test('every list of every type comes with several items, and some items share a key', () => {
  const samples = fc.sample(choices, { numRuns: 250, seed: 7 });
  for (const type of types) {
    const seen = new Set<string>();
    for (const source of samples) note(documentOf(type, source), seen);
    const missed = listsOf(type).filter(({ parent, tag }) => !seen.has(`${parent ?? ''}/${tag}`));
    expect(missed, type).toEqual([]);
    if (listsOf(type).length > 0) expect(seen.has('twins'), type).toBe(true);
  }
});

/** Which lists have two items or more; `twins`: two of them begin with the same value. */
function note(model: Model, seen: Set<string>): void {
  const groups = new Map<string, Model[]>();
  for (const child of model.children) {
    const group = groups.get(child.tag) ?? [];
    groups.set(child.tag, [...group, child]);
    note(child, seen);
  }
  for (const [tag, group] of groups) {
    if (group.length < 2) continue;
    seen.add(`/${tag}`);
    seen.add(`${model.tag}/${tag}`);
    const firsts = group.map(({ text, children }) => text ?? children[0]?.text ?? '');
    if (new Set(firsts).size < firsts.length) seen.add('twins');
  }
}
