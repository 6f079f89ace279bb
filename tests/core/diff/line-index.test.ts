// Lines are found wherever and however they end, and what both texts begin and end with is left out unseen.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffFile } from '../../../core/diff/file.ts';
import { endingCounts, endsOf } from '../../../core/diff/line-endings.ts';
import { countLines, differingPart, indexLines } from '../../../core/diff/line-index.ts';
import { diffLines, diffText, lineCounts, splitLines } from '../../../core/diff/text.ts';

const piece = fc.constantFrom('\n', '\r\n', '\r', '\n', 'a', 'b', 'aa', '\u2028', '\ud800', '\ufeff', ' ');
const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));

/** Texts that begin and end alike, with something between. */
const related = fc
  .tuple(text, text, text, text)
  .map(([head, one, other, tail]) => [head + one + tail, head + other + tail] as const);

const all = (source: string) => {
  const list = indexLines(source);
  return Array.from({ length: list.count }, (_, i) => list.line(i));
};

describe('lines of a text', () => {
  test('are those that splitting gives, with the endings that put the text together again', () => {
    fc.assert(
      fc.property(text, (source) => {
        expect(all(source)).toEqual(splitLines(source).lines);
        const list = indexLines(source);
        const whole = Array.from({ length: list.count }, (_, i) => list.line(i) + list.ending(i)).join('');
        expect(whole).toBe(source);
        expect(countLines(source)).toBe(list.count);
        const counts = endingCounts(source);
        const ends = Array.from({ length: list.count }, (_, i) => list.ending(i));
        const of = (what: string) => ends.filter((ending) => ending === what).length;
        expect(counts).toEqual({ LF: of('\n'), CRLF: of('\r\n'), CR: of('\r') });
        expect(endsOf(source).finalNewline).toBe(ends.at(-1) !== '');
      }),
      { numRuns: 500 },
    );
  });

  test('the part that differs is whole lines, and what is left out is the same', () => {
    fc.assert(
      fc.property(related, fc.nat(3), ([before, after], margin) => {
        const { start, beforeEnd, afterEnd } = differingPart(before, after, margin);
        expect(before.slice(0, start)).toBe(after.slice(0, start));
        expect(before.slice(beforeEnd)).toBe(after.slice(afterEnd));
        expect(start).toBeLessThanOrEqual(Math.min(beforeEnd, afterEnd));
        for (const [source, end] of [
          [before, beforeEnd],
          [after, afterEnd],
        ] as const) {
          const parts = [source.slice(0, start), source.slice(start, end), source.slice(end)];
          expect(parts.flatMap((part) => splitLines(part).lines)).toEqual(splitLines(source).lines);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('texts compare as their lines do', () => {
    fc.assert(
      fc.property(related, ([before, after]) => {
        const byText = diffText(before, after);
        const byLines = diffLines(splitLines(before).lines, splitLines(after).lines);
        expect(byText.hunks).toEqual(byLines.hunks);
      }),
      { numRuns: 500 },
    );
  });

  test('a margin is kept in long texts, so that blocks slide as far as without', () => {
    const run = (count: number) => 'x\n'.repeat(count);
    for (const count of [150, 199, 200, 201, 202, 500, 20_000]) {
      const [before, after] = [`a\n${run(count)}b\n`, `a\n${run(count + 1)}b\n`];
      expect(diffText(before, after).hunks).toEqual(
        diffLines(splitLines(before).lines, splitLines(after).lines).hunks,
      );
    }
  });

  test('a text may be one line of five million characters', () => {
    const long = 'var a=1;'.repeat(625_000);
    const { hunks, exact, ends } = diffText(long, `${long}var b;`);
    expect(hunks).toEqual([{ beforeStart: 0, beforeCount: 1, afterStart: 0, afterCount: 1 }]);
    expect(exact).toBe(true);
    expect(ends?.after).toEqual({ ending: 'none', finalNewline: false });
  });

  test('only line feeds and returns end lines', () => {
    expect(all('a\u2028b\u2029c\u0085d\ve')).toHaveLength(1);
    expect(lineCounts(diffText('a\u2028b', 'a\u2028c').hunks)).toEqual({ added: 1, removed: 1 });
    expect(diffText('\ud800\n', '\udfff\n').hunks).toHaveLength(1);
  });

  test('a text against nothing', () => {
    expect(diffText('', 'a\nb').hunks).toEqual([
      { beforeStart: 0, beforeCount: 0, afterStart: 0, afterCount: 2 },
    ]);
    expect(diffText('a\r', '').hunks).toEqual([
      { beforeStart: 0, beforeCount: 1, afterStart: 0, afterCount: 0 },
    ]);
    expect(diffText('', '')).toMatchObject({ hunks: [], exact: true });
  });
});

describe('what is no difference of lines is still told', () => {
  const compare = (before: string, after: string) =>
    diffFile({ name: 'a.css', role: 'content', type: 'StaticResource', before, after }).diff;

  test.each([
    ['a\nb\n', 'a\nb', 'final newline', 'yes', 'no'],
    ['a\nb\n', 'a\r\nb\r\n', 'line endings', 'LF', 'CRLF'],
    ['a\nb\nc\n', 'a\r\nb\nc\r\n', 'line endings', 'LF', 'mixed (2 CRLF, 1 LF)'],
    ['a\rb\n', 'a\nb\n', 'line endings', 'mixed (1 LF, 1 CR)', 'LF'],
    ['a\r\nb\nc\n', 'a\nb\r\nc\n', 'line endings in other places', undefined, undefined],
  ])('%j → %j', (before, after, what, old, now) => {
    const { changes, noise, text: lines } = compare(before, after);
    expect(changes).toEqual([]);
    expect(lines.hunks).toEqual([]);
    expect(noise.map((one) => [one.where, one.before, one.after])).toEqual([
      [`Formatting: ${what}`, old, now],
    ]);
    expect(lines.ends).toEqual({ before: endsOf(before), after: endsOf(after) });
  });

  test('texts that differ are never without a word', () => {
    fc.assert(
      fc.property(related, ([before, after]) => {
        fc.pre(before !== '' && after !== '');
        const { changes, noise } = compare(before, after);
        expect(changes.length + noise.length > 0).toBe(before !== after);
      }),
      { numRuns: 500 },
    );
  });
});
