// Rows of the line views hold every line once, in order, whichever view shows them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignLines, foldRows, inlineRows, type Row } from '../../../core/diff/rows.ts';
import { diffLines } from '../../../core/diff/text.ts';
import { wordDiff } from '../../../core/diff/word-diff.ts';

const rowsOf = (before: string[], after: string[]) =>
  alignLines(before, after, diffLines(before, after).hunks);
const sideOf = (rows: readonly Row[], side: 'before' | 'after') =>
  rows.flatMap((row) => (side in row ? [(row as { before: string; after: string })[side]] : []));

const lines = fc.array(fc.constantFrom('a b c', 'a b d', 'x', 'y z', '', 'q r s t'), { maxLength: 25 });

test('both sides can be read off the rows, with their numbers', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const rows = rowsOf(before, after);
      for (const shown of [rows, inlineRows(rows)]) {
        expect(sideOf(shown, 'before')).toEqual(before);
        expect(sideOf(shown, 'after')).toEqual(after);
        expect(shown.flatMap((row) => ('beforeNo' in row ? [row.beforeNo] : []))).toEqual(
          before.map((_, i) => i + 1),
        );
        expect(shown.flatMap((row) => ('afterNo' in row ? [row.afterNo] : []))).toEqual(
          after.map((_, i) => i + 1),
        );
      }
      expect(inlineRows(rows).some(({ kind }) => kind === 'changed')).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test('lines that resemble each other stand side by side', () => {
  const rows = rowsOf(
    ['total = price * count;', 'log(total);'],
    ['// note', 'total = price * amount;', 'send(mail);'],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(['added', 'changed', 'removed', 'added']);
});

test('one line against one line is always a changed line', () => {
  expect(rowsOf(['abc'], ['xyz']).map(({ kind }) => kind)).toEqual(['changed']);
});

test('a large block pairs its lines in turn, without a table of all pairs', () => {
  const block = (word: string) => Array.from({ length: 3000 }, (_, i) => `${word} ${i}`);
  const rows = rowsOf(block('old'), block('new'));
  expect(rows).toHaveLength(3000);
  expect(rows.every(({ kind }) => kind === 'changed')).toBe(true);
});

describe('folds', () => {
  const before = Array.from({ length: 40 }, (_, i) => `line ${i}`);
  const after = before.with(20, 'edited');
  const pieces = foldRows(rowsOf(before, after));

  test('leave three lines around a change', () => {
    expect(pieces.map(({ kind, rows }) => [kind, rows.length])).toEqual([
      ['fold', 17],
      ['rows', 7],
      ['fold', 16],
    ]);
  });

  test('lose no row, and never hide a change or a single line', () => {
    fc.assert(
      fc.property(lines, lines, fc.nat(4), (one, other, context) => {
        const rows = rowsOf(one, other);
        const folded = foldRows(rows, context);
        expect(folded.flatMap((piece) => piece.rows)).toEqual(rows);
        for (const piece of folded) {
          if (piece.kind === 'rows') continue;
          expect(piece.rows.length).toBeGreaterThan(1);
          expect(piece.rows.every(({ kind }) => kind === 'same')).toBe(true);
        }
      }),
    );
  });

  test('without a change everything is one fold', () => {
    expect(foldRows(rowsOf(before, before)).map(({ kind }) => kind)).toEqual(['fold']);
    expect(foldRows([])).toEqual([]);
  });
});

describe('words', () => {
  const marked = (before: string, after: string) => {
    const found = wordDiff(before, after);
    return [
      found.before.map(({ start, end }) => before.slice(start, end)),
      found.after.map(({ start, end }) => after.slice(start, end)),
    ];
  };

  test.each([
    ['if (total > 500) {', 'if (total > 1000) {', ['500'], ['1000']],
    ['<value>Hot</value>', '<value>Warm</value>', ['Hot'], ['Warm']],
    ['a.b(c)', 'a.b(c, d)', [], [', d']],
    ['same', 'same', [], []],
    ['Größe 😀 gut', 'Größe 😎 gut', ['😀'], ['😎']],
    ['    indented', '  indented', ['    '], ['  ']],
    ['nothing alike here', 'wholly other words: 12', ['nothing alike here'], ['wholly other words: 12']],
    ['', 'new', [], ['new']],
  ])('%j → %j', (before, after, old, now) => {
    expect(marked(before, after)).toEqual([old, now]);
  });

  test('spans lie inside their line, in order and apart; a very long line is marked as a whole', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (before, after) => {
        const found = wordDiff(before, after);
        for (const [line, spans] of [
          [before, found.before],
          [after, found.after],
        ] as const) {
          let last = 0;
          for (const { start, end } of spans) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(line.length);
        }
        if (before !== after) expect(found.before.length + found.after.length).toBeGreaterThan(0);
      }),
    );
    const long = 'x '.repeat(20_000);
    expect(wordDiff(long, `${long}y`).before).toHaveLength(1);
  });
});
