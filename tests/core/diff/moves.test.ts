// Moved blocks are blocks that really are the same, and whoever compares in the other direction finds the same ones.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffFile } from '../../../core/diff/file.ts';
import { diffLines, diffText } from '../../../core/diff/text.ts';

const method = (name: string, indent = '    ') =>
  [
    `void ${name}(Id recordId) {`,
    `    Account ${name}Record = [SELECT Id FROM Account WHERE Id = :recordId];`,
    `    update ${name}Record;`,
    '}',
  ].map((line) => indent + line);

const file = (...blocks: readonly (readonly string[])[]) => ['class A {', ...blocks.flat(), '}'];
const movesOf = (before: readonly string[], after: readonly string[]) =>
  diffLines(before, after, { moves: true }).moves ?? [];

describe('blocks', () => {
  test('a method that went below two others is one move', () => {
    const before = file(method('one'), method('two'), method('three'));
    const after = file(method('two'), method('three'), method('one'));
    expect(movesOf(before, after)).toEqual([{ beforeStart: 1, afterStart: 9, count: 4, reindented: false }]);
    expect(movesOf(after, before)).toEqual([{ beforeStart: 9, afterStart: 1, count: 4, reindented: false }]);
  });

  test('another indent is told, and the move still found', () => {
    const before = file(method('one'), method('two'), method('three'));
    const after = file(method('two'), method('three'), ['class B {', ...method('one', '        '), '}']);
    expect(movesOf(before, after)).toEqual([{ beforeStart: 1, afterStart: 10, count: 4, reindented: true }]);
  });

  test('lines that only get another indent where they are have not moved', () => {
    const before = file(method('one'));
    const after = file(['if (yes) {', ...method('one', '        '), '}']);
    expect(movesOf(before, after)).toEqual([]);
  });

  test('small change is no move: brackets, blank lines, a short line', () => {
    const before = ['a', 'x = 1;', '}', '', 'b', 'c', 'd', 'e'];
    const after = ['a', 'b', 'c', 'd', 'e', 'x = 1;', '}', ''];
    expect(movesOf(before, after)).toEqual([]);
  });

  test('one long line is enough', () => {
    const long = "System.debug('forty characters that are not blank');";
    expect(movesOf(['a', long, 'b', 'c'], ['a', 'b', 'c', long])).toHaveLength(1);
  });

  test('are in file diffs of code, not of metadata compared by structure', () => {
    const [before, after] = [
      file(method('one'), method('two'), method('three')).join('\n'),
      file(method('two'), method('three'), method('one')).join('\n'),
    ];
    const diff = (role: 'content' | 'metadata') =>
      diffFile({ name: 'A.cls', role, type: 'ApexClass', before, after }).diff;
    expect(diff('content').text.moves).toHaveLength(1);
    const xml = (...names: string[]) =>
      `<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">\n${names.map((name) => `<packageVersions>\n<namespace>${name}</namespace>\n<majorNumber>1</majorNumber>\n</packageVersions>\n`).join('')}</ApexClass>`;
    const structure = diffFile({
      name: 'A.cls-meta.xml',
      role: 'metadata',
      type: 'ApexClass',
      before: xml('a', 'b'),
      after: xml('b', 'a'),
    });
    expect(structure.diff.by).toBe('structure');
    expect(structure.diff.text.moves).toBeUndefined();
  });
});

describe('laws', () => {
  const names = fc.uniqueArray(fc.constantFrom('one', 'two', 'three', 'four', 'five', 'six'), {
    maxLength: 6,
  });
  const noise = fc.array(fc.constantFrom('', '    }', '    x();', '    int number = 4;'), { maxLength: 3 });
  const text = fc
    .tuple(names, fc.array(fc.tuple(noise, fc.boolean()), { minLength: 6, maxLength: 6 }))
    .map(([chosen, between]) =>
      file(
        ...chosen.map((name, index) => [
          ...method(name, between[index]?.[1] ? '    ' : '        '),
          ...(between[index]?.[0] ?? []),
        ]),
      ),
    );
  const short = fc.array(
    fc.constantFrom(
      '',
      '}',
      'first line of some words',
      'second line of some words',
      'third one',
      'fourth one',
    ),
    { maxLength: 14 },
  );

  test.each([
    ['methods', text],
    ['few kinds of line', short],
  ])('%s: blocks are equal but for their indent, inside hunks, apart, and the same backward', (_, lines) => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const { hunks, moves = [] } = diffLines(before, after, { moves: true });
        const [removed, added] = [new Set<number>(), new Set<number>()];
        for (const hunk of hunks) {
          for (let i = 0; i < hunk.beforeCount; i++) removed.add(hunk.beforeStart + i);
          for (let i = 0; i < hunk.afterCount; i++) added.add(hunk.afterStart + i);
        }
        for (const { beforeStart, afterStart, count, reindented } of moves) {
          const old = before.slice(beforeStart, beforeStart + count);
          const now = after.slice(afterStart, afterStart + count);
          expect(old.map((line) => line.trimStart())).toEqual(now.map((line) => line.trimStart()));
          expect(old.some((line, i) => line !== now[i])).toBe(reindented);
          // Deleting what is claimed shows that nothing is claimed twice, and that all of it differs.
          for (let i = 0; i < count; i++) {
            expect(removed.delete(beforeStart + i)).toBe(true);
            expect(added.delete(afterStart + i)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('hunks that are the same backward have the same moves backward', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const there = diffLines(before, after, { moves: true });
        const back = diffLines(after, before, { moves: true });
        const turned = back.hunks.map(({ beforeStart, beforeCount, afterStart, afterCount }) => ({
          beforeStart: afterStart,
          beforeCount: afterCount,
          afterStart: beforeStart,
          afterCount: beforeCount,
        }));
        fc.pre(JSON.stringify(turned) === JSON.stringify(there.hunks));
        const moves = (back.moves ?? [])
          .map(({ beforeStart, afterStart, count, reindented }) => ({
            beforeStart: afterStart,
            afterStart: beforeStart,
            count,
            reindented,
          }))
          .sort((one, other) => one.beforeStart - other.beforeStart);
        expect(moves).toEqual(there.moves);
      }),
      { numRuns: 200 },
    );
  });
});

test('a block far down a long text keeps its line numbers', () => {
  const head = Array.from({ length: 5000 }, (_, i) => `line ${i}`);
  const before = [...head, ...file(method('one'), method('two'), method('three'))];
  const after = [...head, ...file(method('two'), method('three'), method('one'))];
  expect(diffText(before.join('\n'), after.join('\n'), { moves: true }).moves).toEqual([
    { beforeStart: 5001, afterStart: 5009, count: 4, reindented: false },
  ]);
});
