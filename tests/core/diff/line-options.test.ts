// What a comparison overlooks is overlooked as git does it, stays to be seen, and is counted.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOfLine, type LineOptions } from '../../../core/diff/line-options.ts';
import { alignLines } from '../../../core/diff/rows.ts';
import { diffLines, diffText, lineCounts } from '../../../core/diff/text.ts';

const line = fc.constantFrom('', ' ', '\t', 'a', ' a', 'a ', 'a b', 'a  b', 'ab', '  b', 'b', '}');
const lines = fc.array(line, { maxLength: 25 });
const whitespace = fc.constantFrom<LineOptions['whitespace']>('exact', 'trailing', 'amount', 'all');
const blankLines = fc.constantFrom<LineOptions['blankLines']>('count', 'ignore');

describe('laws', () => {
  test('whatever is overlooked, the rows hold both texts as they are, and equal rows are equal under the option', () => {
    fc.assert(
      fc.property(lines, lines, whitespace, blankLines, (before, after, whitespace, blankLines) => {
        const diff = diffLines(before, after, { whitespace, blankLines });
        const rows = alignLines(before, after, diff.hunks);
        expect(rows.flatMap((row) => ('beforeNo' in row ? [row.before] : []))).toEqual(before);
        expect(rows.flatMap((row) => ('afterNo' in row ? [row.after] : []))).toEqual(after);
        const key = keyOfLine(whitespace) ?? ((text: string) => text);
        let differing = 0;
        for (const row of rows) {
          if (row.kind !== 'same') continue;
          expect(key(row.before)).toBe(key(row.after));
          if (row.before !== row.after) differing++;
        }
        const blank = rows.filter((row) => 'ignored' in row && row.ignored).length;
        if (whitespace === 'exact' && blankLines === 'count') expect(diff.ignored).toBeUndefined();
        else expect(diff.ignored).toEqual({ whitespace: differing, blankLines: blank });
        for (const hunk of diff.hunks.filter(({ ignored }) => ignored)) {
          const shown = [
            ...before.slice(hunk.beforeStart, hunk.beforeStart + hunk.beforeCount),
            ...after.slice(hunk.afterStart, hunk.afterStart + hunk.afterCount),
          ];
          expect(shown.every((text) => text.trim() === '')).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('overlooking more never finds more', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changed = (['exact', 'trailing', 'amount', 'all'] as const).map((whitespace) => {
          const { added, removed } = lineCounts(diffLines(before, after, { whitespace }).hunks);
          return added + removed;
        });
        expect([...changed].sort((a, b) => b - a)).toEqual(changed);
      }),
    );
  });
});

describe('as git', () => {
  test.each<[string, string, LineOptions['whitespace'][]]>([
    ['a b', 'a b  ', ['trailing', 'amount', 'all']],
    ['a b', 'a \t b', ['amount', 'all']],
    ['  a', '\ta', ['amount', 'all']],
    ['a', ' a', ['all']],
    ['a b', 'ab', ['all']],
    ['a\u00a0b', 'a b', []],
    ['', '   ', ['trailing', 'amount', 'all']],
  ])('%j and %j', (before, after, same) => {
    for (const whitespace of ['exact', 'trailing', 'amount', 'all'] as const)
      expect([whitespace, diffLines([before], [after], { whitespace }).hunks.length === 0]).toEqual([
        whitespace,
        same.includes(whitespace),
      ]);
  });

  test('blank lines are overlooked where nothing else changes beside them', () => {
    const diff = diffLines(['a', 'b', 'c', 'd'], ['a', '', '', 'b', 'x', '', 'd'], { blankLines: 'ignore' });
    expect(diff.hunks).toEqual([
      { beforeStart: 1, beforeCount: 0, afterStart: 1, afterCount: 2, ignored: true },
      { beforeStart: 2, beforeCount: 1, afterStart: 4, afterCount: 2 },
    ]);
    expect(diff.ignored).toEqual({ whitespace: 0, blankLines: 2 });
    expect(lineCounts(diff.hunks)).toEqual({ added: 2, removed: 1 });
  });

  test('a line of blanks is a blank line only where blanks are overlooked', () => {
    const ignored = (whitespace: LineOptions['whitespace']) =>
      diffLines(['a', 'b'], ['a', '  ', 'b'], { whitespace, blankLines: 'ignore' }).hunks[0]?.ignored;
    expect([ignored('exact'), ignored('trailing')]).toEqual([undefined, true]);
  });
});

test('twelve lines that differ in white space only are told', () => {
  const code = Array.from({ length: 12 }, (_, i) => `call${i}();`);
  const diff = diffText(code.join('\n'), code.map((text) => `    ${text}`).join('\n'), { whitespace: 'all' });
  expect(diff.hunks).toEqual([]);
  expect(diff.ignored).toEqual({ whitespace: 12, blankLines: 0 });
});

test('a line in a long text is counted and placed as in a short one', () => {
  const head = Array.from({ length: 3000 }, (_, i) => `line ${i}`);
  const [before, after] = [
    [...head, 'a  b', 'c'],
    [...head, 'a b', '', 'd'],
  ];
  const option = { whitespace: 'amount', blankLines: 'ignore' } as const;
  const { hunks, ignored } = diffText(before.join('\n'), after.join('\n'), option);
  expect({ hunks, ignored }).toEqual({
    hunks: diffLines(before, after, option).hunks,
    ignored: { whitespace: 1, blankLines: 0 },
  });
});
