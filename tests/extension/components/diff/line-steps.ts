// Where the line lenses have the changes of a comparison: the row of each, with everything unfolded.

import { diffLinesOf } from '#core/diff/component.ts';
import type { Found } from '#core/diff/found.ts';
import type { LineOptions } from '#core/diff/line-options.ts';
import type { ChangeRows } from '../../../../components/diff/change-groups.ts';
import { LineMarks } from '../../../../components/diff/line-marks.ts';
import { type Layout, lineFiles } from '../../../../components/diff/line-model.ts';
import { type LineRow, lineRows, rowOfStep, shownFiles } from '../../../../components/diff/line-rows.ts';
import type { RowList } from '../../../../components/ui/row-list.ts';
import { type DiffTask, packLines } from '../../../../utils/diff-messages.ts';
import type { DiffRun } from '../../../../utils/diff-run.ts';

export const allRows = <Row>(list: RowList<Row>) =>
  Array.from({ length: list.length }, (_, index) => list.at(index) as Row);

export interface LineSteps {
  /** The row that each change leads to. */
  readonly rows: readonly (LineRow | undefined)[];
  /** Numbers of changes that stand at a line. */
  readonly numbered: readonly number[];
  /** Numbers of changes that are told at the head of their file. */
  readonly atFile: readonly number[];
}

export async function lineSteps(
  task: DiffTask,
  found: Found,
  changes: ChangeRows,
  layout: Layout,
  options: LineOptions,
): Promise<LineSteps> {
  const run = {
    task,
    found,
    lines: async () => [...diffLinesOf(task.before, task.after, { ...options, moves: true })].map(packLines),
  } as unknown as DiffRun;
  const files = await lineFiles(run, options);
  const marks = files.map((file) => {
    const own = new LineMarks(file);
    // A turn's worth at a time, as the panel does it.
    while (own.catchUp(changes.steps, found.files[file.index]?.noise ?? []) === false);
    return own;
  });
  const closed = shownFiles(files, marks, found, layout, new Set());
  const folds = allRows(lineRows(closed, true)).flatMap((row) => (row.kind === 'fold' ? [row.key] : []));
  const shown = shownFiles(files, marks, found, layout, new Set(folds));
  const all = allRows(lineRows(shown, true));
  const steps = changes.steps.map((_, step) => step);
  const rows = steps.map((step) => all[rowOfStep(shown, changes.steps[step]?.file ?? 0, step)]);
  return {
    rows,
    numbered: all.flatMap((row) => (row.kind === 'line' ? row.steps : [])),
    atFile: steps.filter((step) => rows[step]?.kind === 'file'),
  };
}
