// One folder per thing that goes wrong in practice: two files, and what a reader must be told about them.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../../core/diff/change.ts';
import { diffFile } from '../../../core/diff/file.ts';

interface Expected {
  readonly type: string;
  readonly by: string;
  readonly exact: boolean;
  readonly summary: string;
  /** Kind, place in words, old and new value. */
  readonly changes: readonly (string | null)[][];
  readonly noise: readonly (string | null)[][];
  readonly fallback?: { side: string; message: string; line: number; column: number };
}

const folder = new URL('cases/', import.meta.url);
const names = readdirSync(folder).sort();

function read(name: string, file: string): string {
  return readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
}

const facts = ({ kind, where, before, after }: Change) => [kind, where, before ?? null, after ?? null];

test('there are at least eighty cases', () => {
  expect(names.length).toBeGreaterThanOrEqual(80);
});

describe.each(names)('%s', (name) => {
  const expected = JSON.parse(read(name, 'expected.json')) as Expected;
  const [before, after] = [read(name, 'before.xml'), read(name, 'after.xml')];
  const compare = (one: string, other: string) =>
    diffFile({ name: 'case-meta.xml', role: 'metadata', type: expected.type, before: one, after: other });

  test('is told as expected', () => {
    const { diff, summary } = compare(before, after);
    expect(summary).toBe(expected.summary);
    expect(diff.changes.map(facts)).toEqual(expected.changes);
    expect(diff.noise.map(facts)).toEqual(expected.noise);
    expect(diff.by).toBe(expected.by);
    expect(diff.exact).toBe(expected.exact);
    expect(diff.fallback).toEqual(expected.fallback);
  });

  test('is the same the other way round, and nothing against itself', () => {
    const { diff } = compare(after, before);
    expect(diff.changes).toHaveLength(expected.changes.length);
    expect(diff.noise).toHaveLength(expected.noise.length);
    const opposite: Record<string, string> = { added: 'removed', removed: 'added' };
    expect(diff.changes.map(({ kind }) => kind).sort()).toEqual(
      expected.changes.map(([kind = '']) => opposite[kind ?? ''] ?? kind).sort(),
    );
    for (const text of [before, after]) {
      const itself = compare(text, text);
      expect(itself.diff.changes).toEqual([]);
      expect(itself.diff.noise).toEqual([]);
    }
  });
});
