// The line diff: always right, and shortest when it says so.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hunk } from '../../../core/diff/change.ts';
import { listOf } from '../../../core/diff/line-index.ts';
import { diffSequences } from '../../../core/diff/sequence.ts';
import { slideHunks } from '../../../core/diff/slide.ts';
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

test('a block that can end where the next change begins becomes one with it, unless it then reads worse', () => {
  const side = (lines: string[]) => {
    const kinds = [...new Set(lines)].sort();
    return { lines: listOf(lines), ids: Int32Array.from(lines, (line) => kinds.indexOf(line)) };
  };
  const hunks = [
    { beforeStart: 1, beforeCount: 0, afterStart: 1, afterCount: 1 },
    { beforeStart: 2, beforeCount: 1, afterStart: 3, afterCount: 1 },
  ];
  const slid = (line: string) =>
    slideHunks(hunks, side(['a', line, 'old', 'z']), side(['a', line, line, 'new', 'z']));
  expect(slid('x')).toEqual([{ beforeStart: 2, beforeCount: 1, afterStart: 2, afterCount: 2 }]);
  const method = ['}', '', 'void b() {'];
  const [before, after] = [
    ['old', ...method, '}'],
    ['new', ...method, ...method, '}'],
  ];
  expect(
    slideHunks(
      [
        { beforeStart: 0, beforeCount: 1, afterStart: 0, afterCount: 1 },
        { beforeStart: 4, beforeCount: 0, afterStart: 4, afterCount: 3 },
      ],
      side(before),
      side(after),
    )[1],
  ).toMatchObject({ afterStart: 3, afterCount: 3 });
});
