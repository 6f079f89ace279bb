// The rows of the line lenses: nothing lost, equal parts folded, each change found.

import { describe, expect, test } from 'vitest';
import type { ComponentSource } from '#core/component.ts';
import { alignFiles, lineRows, rowOfChange } from '../../../../components/diff/line-rows.ts';
import { apexSource } from '../../../../dev/gallery/data/apex.ts';
import { flowSource } from '../../../../dev/gallery/data/flow.ts';
import { packLines } from '../../../../utils/diff-messages.ts';
import { foundOf } from './found-of.ts';

function align(before: ComponentSource | null, after: ComponentSource | null) {
  const found = foundOf(before, after);
  const lines = found.files.map(({ text }) => packLines(text ?? { hunks: [], exact: true }));
  return alignFiles(found.files, lines, before, after);
}

const before = apexSource('before');
const after = apexSource('after');
const found = foundOf(before, after);
const files = align(before, after);
const folds = lineRows(files, 'split', new Set()).flatMap((row) => (row.kind === 'fold' ? [row.key] : []));
const lines = (side: 'inline' | 'split') =>
  lineRows(files, side, new Set(folds)).flatMap((row) =>
    row.kind === 'line' && row.file === 0 ? [row] : [],
  );

describe.each(['inline', 'split'] as const)('%s', (side) => {
  test('unfolded, both texts can be read back from the rows', () => {
    const text = (name: 'before' | 'after') =>
      lines(side)
        .filter((row) => row[name] !== undefined)
        .map((row) => (name === 'before' ? row.left : row.right))
        .join('\n');
    expect(`${text('before')}\n`).toBe(before.files[0]?.text);
    expect(`${text('after')}\n`).toBe(after.files[0]?.text);
  });

  test('keys are unique', () => {
    const rows = lineRows(files, side, new Set());
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  test('folded, only differences and what surrounds them are left', () => {
    const rows = lineRows(files, side, new Set());
    expect(rows.length).toBeLessThan(100);
    const hidden = rows.reduce((sum, row) => sum + (row.kind === 'fold' ? row.count : 0), 0);
    const kept = rows.filter((row) => row.kind === 'line' && row.state === 'same').length;
    const all = lineRows(files, side, new Set(folds)).filter(
      (row) => row.kind === 'line' && row.state === 'same',
    ).length;
    expect(hidden + kept).toBe(all);
  });

  test('each step leads to a row that differs', () => {
    const rows = lineRows(files, side, new Set());
    const reached = found.files.flatMap(({ changes }, file) =>
      changes.map((change) => rows[rowOfChange(rows, file, change)]),
    );
    expect(reached).toHaveLength(found.changeCount);
    for (const row of reached) expect(row?.kind === 'line' && row.state !== 'same').toBe(true);
  });
});

test('inline, what was removed stands before what was added', () => {
  const rows = lines('inline').filter(({ state }) => state !== 'same');
  expect(rows.slice(0, 2).map(({ state }) => state)).toEqual(['removed', 'added']);
});

test('a component that is new has one side only', () => {
  const flow = flowSource('after');
  const rows = lineRows(align(null, flow), 'split', new Set());
  expect(
    rows.filter((row) => row.kind === 'line').every((row) => row.kind === 'line' && row.state === 'added'),
  ).toBe(true);
});
