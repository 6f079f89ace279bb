// The structured list: grouped by place, noise folded, and the same steps as every other lens.

import { describe, expect, test } from 'vitest';
import { diffComponentSteps } from '#core/diff/component.ts';
import { Found } from '#core/diff/found.ts';
import { type ChangeListRow, ChangeRows } from '../../../../components/diff/change-groups.ts';
import { diffAsText } from '../../../../components/diff/change-words.ts';
import { nextStep } from '../../../../components/diff/steps.ts';
import type { RowList } from '../../../../components/ui/row-list.ts';
import { apexSource } from '../../../../dev/gallery/data/apex.ts';
import { flowSource } from '../../../../dev/gallery/data/flow.ts';
import { malformedSource, permissionSetSource } from '../../../../dev/gallery/data/permission-set.ts';
import { foundOf } from './found-of.ts';

type Source = typeof flowSource;

const all = (list: RowList<ChangeListRow>) =>
  Array.from({ length: list.length }, (_, index) => list.at(index) as ChangeListRow);

function rowsOf(source: Source, open: string[] = []) {
  const sides = { before: source('before'), after: source('after') };
  const found = foundOf(sides.before, sides.after);
  const model = new ChangeRows(found, sides);
  return { found, model, rows: all(model.rows(new Set(open))) };
}

/** Changes at these places, in a file of their own. */
function rowsAt(places: readonly string[], batch = places.length) {
  const found = new Found();
  found.add({ kind: 'started', files: [{ name: 'A', role: 'metadata', size: 0 }] });
  const model = new ChangeRows(found, { before: null, after: null });
  for (let at = 0; at < places.length; at += batch) {
    const changes = places
      .slice(at, at + batch)
      .map((where) => ({ kind: 'added' as const, lane: 'meaning' as const, path: [], where }));
    found.add({ kind: 'changes', file: 0, changes });
    model.catchUp();
  }
  return { model, rows: all(model.rows(new Set())) };
}

describe('the rows', () => {
  test.each([
    ['a flow', flowSource],
    ['a class', apexSource],
    ['a permission set', permissionSetSource],
    ['a malformed file', malformedSource],
  ] as const)('%s: every step has exactly one row, in order', (_, source) => {
    const { found, model, rows } = rowsOf(source);
    const steps = rows.flatMap((row) => (row.kind === 'change' && row.step !== undefined ? [row.step] : []));
    expect(steps).toEqual(model.steps.map((__, index) => index));
    expect(steps).toHaveLength(found.outcome?.changeCount ?? -1);
    for (const step of steps) expect(rows[model.rowOf(step, new Set())]).toMatchObject({ step });
  });

  test('noise is one folded line until it is opened', () => {
    const folded = rowsOf(flowSource);
    const fold = folded.rows.find((row) => row.kind === 'noise');
    expect(fold).toMatchObject({ text: '10 canvas moves', open: false });
    const opened = rowsOf(flowSource, [fold?.key ?? '']);
    expect(opened.rows.length - folded.rows.length).toBe(opened.found.noiseCount);
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
    const apart = (places: string[]) =>
      rowsAt(places).rows.flatMap((row) => (row.kind === 'change' ? [row.apart] : []));
    expect(apart(['Decision A: label', 'Decision A: name', 'Description'])).toEqual([false, false, true]);
    expect(apart(['Description', 'Label'])).toEqual([false, false]);
  });

  test('several changes of one item share a heading', () => {
    const { rows } = rowsAt(['Decision Is VIP: label', 'Decision Is VIP › rule Yes: value']);
    expect(rows.map((row) => ('text' in row ? row.text : row.kind))).toEqual([
      'Decision Is VIP',
      'label',
      'rule Yes: value',
    ]);
  });

  test('are the same, however the changes came', () => {
    const places = ['A: x', 'A: y', 'A', 'A: z', 'B › c: d', 'B: e', 'B: f', 'C', 'C', 'D: g'];
    const whole = rowsAt(places);
    for (const batch of [1, 2, 3, 4]) {
      const { model, rows } = rowsAt(places, batch);
      expect(rows).toEqual(whole.rows);
      expect(places.map((_, step) => model.rowOf(step, new Set()))).toEqual(
        places.map((_, step) => whole.model.rowOf(step, new Set())),
      );
    }
    expect(new Set(whole.rows.map(({ key }) => key)).size).toBe(whole.rows.length);
  });

  test('what was taken in once is not looked at again', () => {
    let looks = 0;
    const change = {
      kind: 'added' as const,
      lane: 'meaning' as const,
      path: [],
      get where() {
        looks += 1;
        return `Place ${looks}`;
      },
    };
    const found = new Found();
    found.add({ kind: 'started', files: [{ name: 'A', role: 'metadata', size: 0 }] });
    const model = new ChangeRows(found, { before: null, after: null });
    const costs = Array.from({ length: 20 }, () => {
      looks = 0;
      found.add({ kind: 'changes', file: 0, changes: Array(500).fill(change) });
      model.catchUp();
      return looks;
    });
    expect(new Set(costs).size).toBe(1);
    expect(model.rows(new Set())).toHaveLength(10_000);
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

test('as text: one line for each change, told by sign and word', async () => {
  const text = await diffAsText('Flow Route_New_Leads', rowsOf(flowSource).found);
  expect(text).toContain('Flow Route_New_Leads\n');
  expect(text).toContain('+ Added: Assignment Set priority');
  expect(text).toMatch(/± Changed: Decision Is VIP.*: 500.* → 1000/);
  expect(text).toContain('− Removed: Screen Review');
  expect(text).toContain('(10 canvas moves, not counted)');
});

test('as text, unfinished: says so', async () => {
  const found = new Found();
  const { before, after } = { before: flowSource('before'), after: flowSource('after') };
  for (const step of diffComponentSteps(before, after)) if (step.kind !== 'finished') found.add(step);
  expect(await diffAsText('Flow', found)).toContain('\nNot complete: 5 changes so far\n');
});
