// The line diff: always right, and shortest when it says so.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hunk } from '../../../core/diff/change.ts';
import { diffSequences } from '../../../core/diff/sequence.ts';
import { diffLines, diffText, lineCounts, splitLines } from '../../../core/diff/text.ts';

function apply<T>(before: readonly T[], after: readonly T[], hunks: readonly Hunk[]): T[] {
  const parts: (readonly T[])[] = [];
  let at = 0;
  for (const hunk of hunks) {
    parts.push(
      before.slice(at, hunk.beforeStart),
      after.slice(hunk.afterStart, hunk.afterStart + hunk.afterCount),
    );
    at = hunk.beforeStart + hunk.beforeCount;
  }
  return [...parts, before.slice(at)].flat();
}

/** The length of a longest common subsequence, the slow and certain way. */
function common(a: readonly number[], b: readonly number[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    b.forEach((other, j) => {
      next.push(item === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

const sequence = fc
  .integer({ min: 1, max: 8 })
  .chain((letters) => fc.array(fc.integer({ min: 0, max: letters }), { maxLength: 40 }));

describe('laws', () => {
  test('applying the hunks to the old gives the new, and no shorter edit exists', () => {
    fc.assert(
      fc.property(sequence, sequence, (before, after) => {
        const { hunks, exact } = diffSequences(Int32Array.from(before), Int32Array.from(after));
        expect(apply(before, after, hunks)).toEqual(after);
        expect(exact).toBe(true);
        const { added, removed } = lineCounts(hunks);
        expect(added + removed).toBe(before.length + after.length - 2 * common(before, after));
      }),
      { numRuns: 500 },
    );
  });

  test('hunks of texts apply, are apart from each other, and nothing differs from itself', () => {
    const line = fc.constantFrom('', '{', '}', '    a();', '    b();', '  ', 'end');
    const text = fc.array(line, { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { hunks } = diffLines(before, after);
        expect(apply(before, after, hunks)).toEqual(after);
        hunks.forEach((hunk, index) => {
          const previous = hunks[index - 1];
          if (previous)
            expect(hunk.beforeStart - previous.beforeStart - previous.beforeCount).toBeGreaterThan(0);
        });
        expect(diffText(before.join('\n'), before.join('\n')).hunks).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('lines', () => {
  test.each([
    ['', [], 'none', true],
    ['a', ['a'], 'none', false],
    ['a\n', ['a'], 'LF', true],
    ['a\n\n', ['a', ''], 'LF', true],
    ['a\r\nb\r\n', ['a', 'b'], 'CRLF', true],
    ['a\r\nb\nc\r\n', ['a', 'b', 'c'], 'mixed', true],
    ['a\nb\rc', ['a', 'b', 'c'], 'mixed', false],
    ['a\rb', ['a', 'b'], 'CR', false],
  ])('%j', (text, lines, ending, finalNewline) => {
    expect(splitLines(text)).toEqual({ lines, ending, finalNewline });
  });

  test('endings alone make no hunk', () => {
    expect(diffText('a\r\nb\r\n', 'a\nb').hunks).toEqual([]);
  });
});

describe('blocks begin where a person would say', () => {
  const code = [
    'class A {',
    '    void a() {',
    '        x();',
    '    }',
    '',
    '    void c() {',
    '        x();',
    '    }',
    '}',
  ];
  const more = [...code.slice(0, 5), '    void b() {', '        x();', '    }', '', ...code.slice(5)];
  test('an added method is the method, not from one closing bracket to the next', () => {
    expect(diffLines(code, more).hunks).toEqual([
      { beforeStart: 5, beforeCount: 0, afterStart: 5, afterCount: 4 },
    ]);
    expect(diffLines(more, code).hunks).toEqual([
      { beforeStart: 5, beforeCount: 4, afterStart: 5, afterCount: 0 },
    ]);
  });

  test('an added XML item is the item', () => {
    const item = (name: string) => ['  <a>', `    <n>${name}</n>`, '    <x>1</x>', '  </a>'];
    const before = ['<r>', ...item('A'), ...item('C'), '</r>'];
    const after = ['<r>', ...item('A'), ...item('B'), ...item('C'), '</r>'];
    expect(diffLines(before, after).hunks).toEqual([
      { beforeStart: 5, beforeCount: 0, afterStart: 5, afterCount: 4 },
    ]);
  });
});
