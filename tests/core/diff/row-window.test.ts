// A window shows what the whole list of rows would, wherever it is opened, and costs what it shows.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hunk } from '../../../core/diff/change.ts';
import { indexLines, listOf } from '../../../core/diff/line-index.ts';
import { type FoldRow, rowWindow, type WindowRow } from '../../../core/diff/row-window.ts';
import { alignLines, foldRows, inlineRows } from '../../../core/diff/rows.ts';
import { diffLines, diffText } from '../../../core/diff/text.ts';

const lines = fc.array(fc.constantFrom('a b c', 'a b d', 'x', 'y z', '', 'q r s t', '}'), { maxLength: 30 });
const layouts = ['split', 'inline'] as const;
const options = [{}, { blankLines: 'ignore' }] as const;

/** The rows as the whole list gives them, folds closed. */
function whole(
  before: string[],
  after: string[],
  hunks: readonly Hunk[],
  layout: 'split' | 'inline',
  context: number,
) {
  const rows = alignLines(before, after, hunks);
  return foldRows(layout === 'inline' ? inlineRows(rows) : rows, context).flatMap((piece): object[] =>
    piece.kind === 'fold' ? [{ kind: 'fold', count: piece.rows.length }] : [...piece.rows],
  );
}

const bare = (row: WindowRow) => (row.kind === 'fold' ? { kind: 'fold', count: row.count } : row);

describe.each(layouts)('%s', (layout) => {
  test('all rows of a window are the rows of the whole', () => {
    fc.assert(
      fc.property(lines, lines, fc.nat(4), fc.constantFrom(...options), (before, after, context, option) => {
        const { hunks } = diffLines(before, after, option);
        const view = rowWindow(listOf(before), listOf(after), hunks, { layout, context });
        const rows = view.rowsBetween(0, view.length);
        expect(rows).toHaveLength(view.length);
        expect(rows.map(bare)).toEqual(whole(before, after, hunks, layout, context));
      }),
      { numRuns: 400 },
    );
  });

  test('any part is that part of the whole, whichever folds are open', () => {
    fc.assert(
      fc.property(lines, lines, fc.nat(70), fc.nat(70), fc.nat(7), (before, after, from, count, chosen) => {
        const { hunks } = diffLines(before, after, { blankLines: 'ignore' });
        const closed = rowWindow(listOf(before), listOf(after), hunks, { layout, context: 1 });
        const folds = closed
          .rowsBetween(0, closed.length)
          .filter((row): row is FoldRow => row.kind === 'fold');
        const keys = new Set(folds.filter((_, index) => (chosen >> index) & 1).map(({ key }) => key));
        expect(new Set(folds.map(({ key }) => key)).size).toBe(folds.length);
        const view = closed.opened(keys);
        const rows = view.rowsBetween(0, view.length);
        expect(view.rowsBetween(from, from + count)).toEqual(rows.slice(from, from + count));
        const hidden = folds.filter(({ key }) => keys.has(key)).reduce((sum, one) => sum + one.count - 1, 0);
        expect(view.length).toBe(closed.length + hidden);
      }),
      { numRuns: 400 },
    );
  });

  test('lines and hunks are found in the rows that show or hide them', () => {
    fc.assert(
      fc.property(lines, lines, fc.boolean(), (before, after, opened) => {
        const { hunks } = diffLines(before, after);
        const context = opened ? 1000 : 1;
        const view = rowWindow(listOf(before), listOf(after), hunks, { layout, context });
        const rows = view.rowsBetween(0, view.length);
        for (const side of ['before', 'after'] as const) {
          const texts = side === 'before' ? before : after;
          texts.forEach((text, index) => {
            const row = rows[view.rowOfLine(side, index + 1)] as WindowRow;
            const shown = row as unknown as Record<string, unknown>;
            if (row.kind === 'fold') {
              const first = row[`${side}No`];
              expect(index + 1).toBeGreaterThanOrEqual(first);
              expect(index + 1).toBeLessThan(first + row.count);
            } else expect([shown[`${side}No`], shown[side]]).toEqual([index + 1, text]);
          });
          expect(view.rowOfLine(side, texts.length + 1)).toBe(-1);
          expect(view.rowOfLine(side, 0)).toBe(-1);
        }
        hunks.forEach((_, index) => {
          const at = view.rowOfHunk(index);
          expect(['added', 'removed', 'changed']).toContain(rows[at]?.kind);
          expect(at === 0 || ['same', 'fold'].includes(rows[at - 1]?.kind ?? '')).toBe(true);
        });
        expect(view.rowOfHunk(hunks.length)).toBe(-1);
      }),
      { numRuns: 300 },
    );
  });

  test('a screenful of a long text cuts out a screenful of lines', () => {
    const count = 150_000;
    const one = Array.from({ length: count }, (_, i) => `line ${i}`);
    const two = one.map((line, i) => (i % 50 === 0 ? `${line} edited` : line));
    const { hunks } = diffLines(one, two);
    let cut = 0;
    const counted = (list: ReturnType<typeof listOf>) => ({
      count: list.count,
      line: (index: number) => {
        cut++;
        return list.line(index);
      },
    });
    const view = rowWindow(counted(listOf(one)), counted(listOf(two)), hunks, { layout });
    const built = cut;
    expect(built).toBe(0);
    expect(view.rowsBetween(view.length >> 1, (view.length >> 1) + 60)).toHaveLength(60);
    expect(cut).toBeLessThanOrEqual(4 * 60);
  });

  test('one hunk of the whole text is no slower to enter', () => {
    const one = Array.from({ length: 20_000 }, (_, i) => `old ${i}`);
    const two = Array.from({ length: 30_000 }, (_, i) => `new ${i}`);
    const view = rowWindow(listOf(one), listOf(two), diffLines(one, two).hunks, { layout });
    expect(view.length).toBe(layout === 'inline' ? 50_000 : 30_000);
    expect(view.rowsBetween(19_999, 20_001).map(({ kind }) => kind)).toEqual(
      layout === 'inline' ? ['removed', 'added'] : ['changed', 'added'],
    );
  });
});

test('many hunks are not all compared line with line before the first row is shown', () => {
  const one = Array.from({ length: 60_000 }, (_, i) => (i % 30 === 0 ? `same ${i}` : `old word ${i}`));
  const two = Array.from({ length: 60_000 }, (_, i) => (i % 30 === 0 ? `same ${i}` : `new word ${i}`));
  let cut = 0;
  const counted = (texts: string[]) => ({
    count: texts.length,
    line: (index: number) => {
      cut++;
      return texts[index] ?? '';
    },
  });
  const view = rowWindow(counted(one), counted(two), diffLines(one, two).hunks, { layout: 'split' });
  expect(cut).toBeLessThan(10_000);
  expect(view.rowsBetween(0, 3).map(({ kind }) => kind)).toEqual(['same', 'changed', 'changed']);
});

test('lines may stay in their texts', () => {
  const [before, after] = ['a\r\nb\r\nc', 'a\r\nx\r\nc\r\n'];
  const { hunks } = diffText(before, after);
  const view = rowWindow(indexLines(before), indexLines(after), hunks);
  expect(view.rowsBetween(0, view.length)).toEqual(alignLines(['a', 'b', 'c'], ['a', 'x', 'c'], hunks));
});

test('two equal texts are one fold, and nothing is nothing', () => {
  const list = listOf(['a', 'b', 'c']);
  expect(rowWindow(list, list, []).rowsBetween(0, 9)).toEqual([
    { kind: 'fold', key: '1-1', count: 3, beforeNo: 1, afterNo: 1 },
  ]);
  expect(rowWindow(listOf([]), listOf([]), []).length).toBe(0);
});
