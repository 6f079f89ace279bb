// @vitest-environment node
// The same changes with the same numbers in every lens, for everything that is known to go wrong in practice.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ComponentSource, MetadataType } from '#core/component.ts';
import { diffLinesOf } from '#core/diff/component.ts';
import { exactLines, type LineOptions } from '#core/diff/line-options.ts';
import { ChangeRows } from '../../../../components/diff/change-groups.ts';
import { LineMarks } from '../../../../components/diff/line-marks.ts';
import { lineFiles } from '../../../../components/diff/line-model.ts';
import { lineRows, rowOfStep, shownFiles } from '../../../../components/diff/line-rows.ts';
import type { RowList } from '../../../../components/diff/row-list.ts';
import { packLines } from '../../../../utils/diff-messages.ts';
import type { DiffRun } from '../../../../utils/diff-run.ts';
import { foundOf } from './found-of.ts';

const folder = new URL('../../../core/diff/cases/', import.meta.url);
const read = (name: string, file: string) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
const cases = readdirSync(folder).sort();
const all = <Row>(list: RowList<Row>) =>
  Array.from({ length: list.length }, (_, index) => list.at(index) as Row);

const loosest: LineOptions = { whitespace: 'all', blankLines: 'ignore' };

describe.each(cases)('%s', (name) => {
  const { type } = JSON.parse(read(name, 'expected.json')) as { type: MetadataType };
  const source = (file: string): ComponentSource => ({
    type,
    fullName: 'A',
    files: [{ role: 'metadata', name: 'A-meta.xml', text: read(name, file) }],
  });
  const task = { before: source('before.xml'), after: source('after.xml'), live: false };
  const found = foundOf(task.before, task.after);
  const changes = new ChangeRows(found, task);
  const steps = changes.steps.map((_, step) => step);

  test('Changes tells each of them once', () => {
    const told = all(changes.rows(new Set())).flatMap((row) =>
      row.kind === 'change' && row.step !== undefined ? [row.step] : [],
    );
    expect(told).toEqual(steps);
    expect(steps).toHaveLength(found.outcome?.changeCount ?? -1);
  });

  test.each([
    ['inline', exactLines],
    ['split', exactLines],
    ['inline', loosest],
  ] as const)('%s leads to each of them, and has its number there', async (layout, options) => {
    const run = {
      task,
      found,
      lines: async () =>
        [...diffLinesOf(task.before, task.after, { ...options, moves: true })].map(packLines),
    } as unknown as DiffRun;
    const files = await lineFiles(run, options);
    const marks = files.map((file) => {
      const own = new LineMarks(file);
      own.catchUp(changes.steps, found.files[file.index]?.noise ?? []);
      return own;
    });
    const closed = shownFiles(files, marks, found, layout, new Set());
    const folds = all(lineRows(closed, true)).flatMap((row) => (row.kind === 'fold' ? [row.key] : []));
    const shown = shownFiles(files, marks, found, layout, new Set(folds));
    const rows = all(lineRows(shown, true));
    const numbered = rows.flatMap((row) => (row.kind === 'line' ? row.steps : []));
    const places = steps.map((step) => rowOfStep(shown, 0, step));
    for (const [step, place] of places.entries()) {
      expect(place).toBeGreaterThanOrEqual(0);
      const row = rows[place];
      if (row?.kind === 'line') expect(row.steps).toContain(step);
      else expect(row?.kind).toBe('file');
    }
    const atFile = steps.filter((step) => rows[places[step] ?? -1]?.kind === 'file');
    expect([...numbered, ...atFile].sort((one, other) => one - other)).toEqual(steps);
  });
});
