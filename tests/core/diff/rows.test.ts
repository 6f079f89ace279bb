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
    // Parts of names, where most of the name stays.
    ['updateLeadStatus(lead);', 'updateLeadRating(lead);', ['Status'], ['Rating']],
    ['Account__c', 'Account__r', ['c'], ['r']],
    ['String name = getName();', 'String name = computeName();', ['getName'], ['computeName']],
    ['count = 1000;', 'count = 1001;', ['1000'], ['1001']],
    ['parseXMLFile', 'parseJSONFile', ['XML'], ['JSON']],
    // Apex, JSON, CSS, HTML.
    ['for (Account a : accounts) {', 'for (Account a : scope) {', ['accounts'], ['scope']],
    ['List<Id> ids = new List<Id>();', 'Set<Id> ids = new Set<Id>();', ['List', 'List'], ['Set', 'Set']],
    ['return a && b;', 'return a || b;', ['&&'], ['||']],
    ['"limit": 10,', '"limit": 20,', ['10'], ['20']],
    ['"a": "one"', '"a": "one",', [], [',']],
    ['margin: 0 12px;', 'margin: 0 16px 4px;', ['12px'], ['16px 4px']],
    ['color: #ffcc00;', 'color: #ffcc11;', ['00'], ['11']],
    ['<div class="slds-box a">', '<div class="slds-card a">', ['box'], ['card']],
    ['<p>{!v.name}</p>', '<p>{!v.label}</p>', ['name'], ['label']],
    // Blank space, alone and beside words.
    ['a  =  b', 'a = b', ['  ', '  '], [' ', ' ']],
    ['call(a,b)', 'call(a, b)', [], [' ']],
    ['end', 'end  ', [], ['  ']],
    ['\t\t', '    ', ['\t\t'], ['    ']],
    ['one three', 'one two three', [], ['two']],
  ])('%j → %j', (before, after, old, now) => {
    expect(marked(before, after)).toEqual([old, now]);
  });

  test('spans lie inside their line, in order and apart', () => {
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
  });

  test('a long line is looked into where it differs; where too much differs it is marked from there to there', () => {
    const long = 'var a=1;'.repeat(200_000);
    const edited = `${long.slice(0, 800_000)}var b=2;${long.slice(800_000)}`;
    const found = wordDiff(long, edited);
    expect(found.before).toEqual([]);
    expect(found.after).toHaveLength(1);
    expect((found.after[0]?.end ?? 0) - (found.after[0]?.start ?? 0)).toBe(8);
    expect(found.exact).toBeUndefined();
    const other = wordDiff(`${long}(${'a,'.repeat(40_000)})`, `${long}[${'b,'.repeat(40_000)}]`);
    expect(other.exact).toBe(false);
    expect(other.before).toHaveLength(1);
    expect(other.before[0]?.start).toBeGreaterThanOrEqual(long.length);
    expect(wordDiff('a'.repeat(5_000_000), 'b'.repeat(5_000_000))).toMatchObject({ alike: 0, exact: false });
  });

  test('what is not marked is the same on both sides', () => {
    const piece = fc.constantFrom('a', 'b', 'Ab', ' ', '  ', '.', '(', '_', '1', 'é', '😀', '\ud800', '\t');
    const line = fc.array(piece, { maxLength: 25 }).map((parts) => parts.join(''));
    const rest = (text: string, spans: readonly { start: number; end: number }[]) => {
      let kept = '';
      let at = 0;
      for (const { start, end } of spans) {
        kept += text.slice(at, start);
        at = end;
      }
      return (kept + text.slice(at)).replace(/\s+/g, '');
    };
    fc.assert(
      fc.property(line, line, (before, after) => {
        const found = wordDiff(before, after);
        expect(rest(before, found.before)).toBe(rest(after, found.after));
      }),
      { numRuns: 1000 },
    );
  });
});
