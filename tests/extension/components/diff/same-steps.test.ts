// @vitest-environment node
// The same changes with the same numbers in every lens, for everything that is known to go wrong in practice.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ComponentSource, MetadataType } from '#core/component.ts';
import { exactLines, type LineOptions } from '#core/diff/line-options.ts';
import { ChangeRows } from '../../../../components/diff/change-groups.ts';
import { foundOf } from './found-of.ts';
import { allRows, lineSteps } from './line-steps.ts';

const folder = new URL('../../../core/diff/cases/', import.meta.url);
const read = (name: string, file: string) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
const cases = readdirSync(folder).sort();
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
    const told = allRows(changes.rows(new Set())).flatMap((row) =>
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
    const { rows, numbered, atFile } = await lineSteps(task, found, changes, layout, options);
    for (const [step, row] of rows.entries()) {
      if (row?.kind === 'line') expect(row.steps).toContain(step);
      else expect(row?.kind).toBe('file');
    }
    expect([...numbered, ...atFile].sort((one, other) => one - other)).toEqual(steps);
  });
});
