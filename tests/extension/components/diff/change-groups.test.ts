// The structured list: grouped by place, noise folded, and the same steps as every other lens.

import { describe, expect, test } from 'vitest';
import { diffComponent } from '#core/diff/component.ts';
import { changeRows } from '../../../../components/diff/change-groups.ts';
import { diffAsText } from '../../../../components/diff/change-words.ts';
import { nextStep, stepsOf } from '../../../../components/diff/steps.ts';
import { apexSource } from '../../../../dev/gallery/data/apex.ts';
import { flowSource } from '../../../../dev/gallery/data/flow.ts';
import { malformedSource, permissionSetSource } from '../../../../dev/gallery/data/permission-set.ts';

type Source = typeof flowSource;

function rowsOf(source: Source, open: string[] = []) {
  const sides = { before: source('before'), after: source('after') };
  const diff = diffComponent(sides.before, sides.after);
  return { diff, rows: changeRows(diff, sides, new Set(open)) };
}

describe('changeRows', () => {
  test.each([
    ['a flow', flowSource],
    ['a class', apexSource],
    ['a permission set', permissionSetSource],
    ['a malformed file', malformedSource],
  ] as const)('%s: every step has exactly one row, in order', (_, source) => {
    const { diff, rows } = rowsOf(source);
    const steps = rows.flatMap((row) => (row.kind === 'change' && row.step !== undefined ? [row.step] : []));
    expect(steps).toEqual(stepsOf(diff).map((__, index) => index));
    expect(steps).toHaveLength(diff.changeCount);
  });

  test('noise is one folded line until it is opened', () => {
    const folded = rowsOf(flowSource);
    const fold = folded.rows.find((row) => row.kind === 'noise');
    expect(fold).toMatchObject({ text: '10 canvas moves', open: false });
    const opened = rowsOf(flowSource, [fold?.key ?? '']);
    expect(opened.rows.length - folded.rows.length).toBe(opened.diff.noiseCount);
  });

  test('a malformed side is told with its place', () => {
    const { rows } = rowsOf(malformedSource);
    expect(rows.find((row) => row.kind === 'fallback')).toMatchObject({
      text: expect.stringMatching(/^Compared as lines: line 2, column \d+ of the older side: /),
    });
  });

  test('lines of code are shown as values, without their common indentation', () => {
    const { rows } = rowsOf(apexSource);
    const first = rows.find((row) => row.kind === 'change');
    expect(first?.kind === 'change' && first.change).toMatchObject({
      before: 'private static final Integer THRESHOLD = 75;',
      after: 'private static final Integer THRESHOLD = 80;',
    });
  });

  test('a lone change after a headed group stands apart from it', () => {
    const { diff } = rowsOf(flowSource);
    const [file] = diff.files;
    const [one] = file?.changes ?? [];
    const at = (...places: string[]) => places.map((where) => ({ ...one, kind: 'added', where }));
    const apart = (changes: object[]) =>
      changeRows(
        { ...diff, files: [{ ...file, changes, noise: [] }] } as typeof diff,
        { before: null, after: null },
        new Set(),
      ).flatMap((row) => (row.kind === 'change' ? [row.apart] : []));
    expect(apart(at('Decision A: label', 'Decision A: name', 'Description'))).toEqual([false, false, true]);
    expect(apart(at('Description', 'Label'))).toEqual([false, false]);
  });

  test('several changes of one item share a heading', () => {
    const { diff } = rowsOf(flowSource);
    const [file] = diff.files;
    const [one] = file?.changes ?? [];
    if (!file || !one) throw new Error('The flow has no change');
    const changes = ['Decision Is VIP: label', 'Decision Is VIP › rule Yes: value'].map((where) => ({
      ...one,
      where,
    }));
    const rows = changeRows(
      { ...diff, files: [{ ...file, changes, noise: [] }] },
      { before: null, after: null },
      new Set(),
    );
    expect(rows.map((row) => ('text' in row ? row.text : row.kind))).toEqual([
      'Decision Is VIP',
      'label',
      'rule Yes: value',
    ]);
  });
});

describe('stepping', () => {
  test('goes round the ends and starts at the near one', () => {
    expect(nextStep(undefined, 1, 7)).toBe(0);
    expect(nextStep(undefined, -1, 7)).toBe(6);
    expect(nextStep(6, 1, 7)).toBe(0);
    expect(nextStep(0, -1, 7)).toBe(6);
    expect(nextStep(undefined, 1, 0)).toBeUndefined();
  });
});

test('as text: one line for each change, told by sign and word', () => {
  const text = diffAsText('Flow Route_New_Leads', rowsOf(flowSource).diff);
  expect(text).toContain('Flow Route_New_Leads\n');
  expect(text).toContain('+ Added: Assignment Set priority');
  expect(text).toMatch(/± Changed: Decision Is VIP.*: 500.* → 1000/);
  expect(text).toContain('− Removed: Screen Review');
  expect(text).toContain('(10 canvas moves, not counted)');
});
