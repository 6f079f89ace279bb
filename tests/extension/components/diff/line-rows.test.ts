// The rows of the line lenses: nothing lost, equal parts folded, each change found, moves and endings told.

import { describe, expect, test } from 'vitest';
import type { ComponentSource } from '#core/component.ts';
import { diffLinesOf } from '#core/diff/component.ts';
import { exactLines, type LineOptions } from '#core/diff/line-options.ts';
import { LineMarks } from '../../../../components/diff/line-marks.ts';
import { type Layout, lineFiles } from '../../../../components/diff/line-model.ts';
import {
  type LineOfText,
  type LineRow,
  lineRows,
  rowOfLine,
  rowOfStep,
  shownFiles,
} from '../../../../components/diff/line-rows.ts';
import { apexSource } from '../../../../dev/gallery/data/apex.ts';
import { flowSource } from '../../../../dev/gallery/data/flow.ts';
import { packLines } from '../../../../utils/diff-messages.ts';
import type { DiffRun } from '../../../../utils/diff-run.ts';
import { foundOf } from './found-of.ts';

async function show(
  before: ComponentSource | null,
  after: ComponentSource | null,
  layout: Layout,
  options: LineOptions = exactLines,
) {
  const found = foundOf(before, after);
  const run = {
    task: { before, after, live: false },
    found,
    lines: async () => [...diffLinesOf(before, after, { ...options, moves: true })].map(packLines),
  } as unknown as DiffRun;
  const files = await lineFiles(run, options);
  const steps = found.files.flatMap(({ changes }, file) => changes.map((change) => ({ file, change })));
  const marks = files.map((file) => {
    const one = new LineMarks(file);
    while (!one.catchUp(steps, found.files[file.index]?.noise ?? []));
    return one;
  });
  const at = (open: ReadonlySet<string>) => {
    const shown = shownFiles(files, marks, found, layout, open);
    const list = lineRows(shown, true);
    const rows = Array.from({ length: list.length }, (_, index) => list.at(index) as LineRow);
    return { shown, rows };
  };
  const closed = at(new Set());
  const folds = closed.rows.flatMap((row) => (row.kind === 'fold' ? [row.key] : []));
  return { found, steps, closed, opened: at(new Set(folds)) };
}

const one = (text: string): ComponentSource => ({
  type: 'ApexClass',
  fullName: 'A',
  files: [{ role: 'content', name: 'A.cls', text }],
});
const linesOf = (rows: readonly LineRow[]) => rows.filter((row): row is LineOfText => row.kind === 'line');
const before = apexSource('before');
const after = apexSource('after');

describe.each(['inline', 'split'] as const)('%s', (layout) => {
  test('unfolded, both texts can be read back from the rows', async () => {
    const { opened } = await show(before, after, layout);
    const text = (side: 'before' | 'after') =>
      linesOf(opened.rows)
        .filter((row) => row.file === 0 && row[side] !== undefined)
        .map((row) => (side === 'before' ? row.left : row.right))
        .join('\n');
    expect(`${text('before')}\n`).toBe(before.files[0]?.text);
    expect(`${text('after')}\n`).toBe(after.files[0]?.text);
  });

  test('keys are unique, folded or not', async () => {
    const { closed, opened } = await show(before, after, layout);
    for (const { rows } of [closed, opened])
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  test('folded, only differences and what surrounds them are left', async () => {
    const { closed, opened } = await show(before, after, layout);
    expect(closed.rows.length).toBeLessThan(100);
    const hidden = closed.rows.reduce((sum, row) => sum + (row.kind === 'fold' ? row.count : 0), 0);
    expect(hidden + linesOf(closed.rows).length).toBe(linesOf(opened.rows).length);
  });

  test('each step leads to a row that differs and has its number', async () => {
    const { found, steps, closed } = await show(before, after, layout);
    expect(steps).toHaveLength(found.changeCount);
    steps.forEach(({ file }, step) => {
      const row = closed.rows[rowOfStep(closed.shown, file, step)];
      expect(row).toMatchObject({ kind: 'line', steps: expect.arrayContaining([step]) });
      expect(row?.kind === 'line' && row.state).not.toBe('same');
    });
  });

  test('a move is told at both ends, and each end leads to the other', async () => {
    const body = Array.from({ length: 12 }, (_, index) => `line ${index} of what stays;`).join('\n');
    const block = 'void moved() {\n  first(call);\n  second(call);\n  third(call);\n}';
    const { closed } = await show(one(`${block}\n${body}\n`), one(`${body}\n${block}\n`), layout);
    const rows = linesOf(closed.rows);
    const gone = rows.filter((row) => row.movedTo);
    const come = rows.filter((row) => row.movedFrom);
    expect(gone.map((row) => [row.before, row.movedTo?.line])).toEqual(
      come.map((row) => [row.movedFrom?.line, row.after]),
    );
    expect(gone.length).toBeGreaterThanOrEqual(5);
    expect(rows.filter((row) => row.movedTo?.first || row.movedFrom?.first)).toHaveLength(2);
    const target = gone[0]?.movedTo?.line ?? 0;
    expect(closed.rows[rowOfLine(closed.shown, 0, 'after', target)]).toMatchObject({ after: target });
  });

  test('white space that is to be ignored makes no difference, and is said', async () => {
    const options = { whitespace: 'amount', blankLines: 'count' } as const;
    const { closed } = await show(one('a b\nc\n'), one('a  b\nd\n'), layout, options);
    expect(
      linesOf(closed.rows)
        .filter(({ state }) => state === 'same')
        .map(({ before, after }) => [before, after]),
    ).toEqual([[1, 1]]);
    expect(closed.rows).toContainEqual(
      expect.objectContaining({
        kind: 'note',
        text: '1 line with other white space, not shown as different',
      }),
    );
  });

  test('a missing final newline and other line endings are said', async () => {
    const { closed } = await show(one('a\r\nb\r\n'), one('a\nb'), layout);
    expect(closed.rows.map((row) => ('text' in row ? row.text : row.kind))).toEqual([
      'file',
      'Line endings: CRLF → LF (not counted)',
      'fold',
      'newline',
    ]);
    expect(closed.rows.at(-1)).toMatchObject({ side: 'after' });
  });
});

test('inline, what was removed stands before what was added', async () => {
  const { closed } = await show(before, after, 'inline');
  const rows = linesOf(closed.rows).filter(({ state }) => state !== 'same');
  expect(rows.slice(0, 2).map(({ state }) => state)).toEqual(['removed', 'added']);
});

test('a component that is new has one side only', async () => {
  const { closed } = await show(null, flowSource('after'), 'split');
  expect(linesOf(closed.rows).every(({ state }) => state === 'added')).toBe(true);
});

test('what moved on the canvas is noise, what changed is not', async () => {
  const { opened } = await show(flowSource('before'), flowSource('after'), 'inline');
  const noise = linesOf(opened.rows).filter((row) => row.noise);
  expect(noise.length).toBeGreaterThan(0);
  for (const row of noise) expect(`${row.left}${row.right}`).toMatch(/location[XY]|<\/?\w+>/);
  expect(linesOf(opened.rows).filter((row) => row.steps.length > 0 && row.noise)).toEqual([]);
});
