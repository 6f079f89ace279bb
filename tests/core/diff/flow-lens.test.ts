// Against matching by name, deep equality and arrays by index: what that calls modified and ours does not means
// nothing, and nothing that it finds by meaning is missed by ours.

import { describe, expect, test } from 'vitest';
import { diffFile } from '../../../core/diff/file.ts';
import { drawn, elementsOf, meaningOf, statuses } from './by-name-and-index.ts';
import { realPairs } from './corpus-pairs.ts';
import { permutations, permuted } from './permuted-flow.ts';

const flows = realPairs().filter(({ type }) => type === 'Flow');

/** The elements that ours tells a change of, by name. */
function toldElements(before: string, after: string): ReadonlySet<string> {
  const { diff } = diffFile({ name: 'f-meta.xml', role: 'metadata', type: 'Flow', before, after });
  return new Set(
    diff.changes.flatMap(({ path, kind, before: old }) => {
      const [first] = path;
      if (first?.tag === 'start') return ['FLOW_START'];
      if (!first?.key || !drawn.includes(first.tag)) return [];
      // A renamed element is one that is gone and one that came, to whoever matches by name.
      return kind === 'renamed' && old !== undefined ? [first.key, old] : [first.key];
    }),
  );
}

function expectNothingMissed(before: string, after: string): void {
  const told = toldElements(before, after);
  const [old, now] = [elementsOf(before), elementsOf(after)];
  for (const [name, status] of statuses(before, after)) {
    const differs = status !== 'modified' || meaningOf(old.get(name)) !== meaningOf(now.get(name));
    expect([name, told.has(name)]).toEqual([name, differs]);
  }
}

describe.skipIf(flows.length === 0)('real flows', () => {
  test.each(flows)('$name: nothing missed, nothing invented', ({ before, after }) => {
    expectNothingMissed(before, after);
    expectNothingMissed(after, before);
  });

  describe.each(Object.entries(permutations))('%s', (_name, change) => {
    test.each(flows)('$name: no change', ({ before, after }) => {
      for (const text of [before, after]) {
        const other = permuted(text, change);
        const { diff } = diffFile({
          name: 'f-meta.xml',
          role: 'metadata',
          type: 'Flow',
          before: text,
          after: other,
        });
        expect(diff.changes).toEqual([]);
        expect(diff.noise.length).toBeGreaterThan(0);
      }
    });
  });

  test('by name and index, the same permutations are modified elements', () => {
    const count = (change: (typeof permutations)[string]) =>
      flows.reduce((sum, { after }) => sum + statuses(after, permuted(after, change)).size, 0);
    const modified = Object.entries(permutations).map(([name, change]) => [name, count(change)]);
    expect(modified.filter(([, number]) => number === 0).map(([name]) => name)).toEqual([
      // It has a name for each of them, so their order is the one thing it does not mind.
      'elements in another order',
    ]);
  });
});

test('a condition that moved is told by both', () => {
  const flow = (...fields: string[]) =>
    `<Flow><decisions><name>A</name><rules><name>R</name>${fields
      .map((field) => `<conditions><leftValueReference>${field}</leftValueReference></conditions>`)
      .join('')}</rules></decisions></Flow>`;
  const [before, after] = [flow('x', 'y'), flow('y', 'x')];
  expect(statuses(before, after).get('A')).toBe('modified');
  expect([...toldElements(before, after)]).toEqual(['A']);
});
