// Latency: the numbers repeat from a seed and have the spread that was asked for.

import { describe, expect, test } from 'vitest';
import { Chance } from '../../../dev/salesforce/faults/chance.ts';
import { drawLatency, type Latency } from '../../../dev/salesforce/faults/latency.ts';

function draw(latency: Latency | null, seed = 7, times = 20_000): number[] {
  const chance = new Chance(seed);
  return Array.from({ length: times }, () => drawLatency(latency, chance)).toSorted((a, b) => a - b);
}

const at = (sorted: readonly number[], part: number) =>
  sorted[Math.floor(sorted.length * part)] ?? Number.NaN;

describe('an answer waits', () => {
  test('not at all where nothing is set, and a fixed time where that is set', () => {
    expect(new Set(draw(null, 1, 50))).toEqual(new Set([0]));
    expect(new Set(draw({ kind: 'fixed', ms: 12 }, 1, 50))).toEqual(new Set([12]));
  });

  test('evenly between two times', () => {
    const sorted = draw({ kind: 'uniform', from: 100, to: 200 });
    expect(at(sorted, 0)).toBeGreaterThanOrEqual(100);
    expect(sorted.at(-1)).toBeLessThan(200);
    for (const part of [0.1, 0.5, 0.9])
      expect(Math.abs(at(sorted, part) - (100 + 100 * part))).toBeLessThan(2);
  });

  test('with the median and the 95th percentile of a lognormal', () => {
    const sorted = draw({ kind: 'lognormal', p50: 80, p95: 400 });
    expect(Math.abs(at(sorted, 0.5) - 80)).toBeLessThan(3);
    expect(Math.abs(at(sorted, 0.95) - 400)).toBeLessThan(20);
    expect(at(sorted, 0.999)).toBeGreaterThan(900);
  });

  test('no longer than the ten minutes after which Salesforce ends a call', () => {
    expect(draw({ kind: 'lognormal', p50: 1000, p95: 600_000 }).at(-1)).toBe(600_000);
  });

  test('for the same times from the same seed, and for others from another', () => {
    const latency = { kind: 'lognormal', p50: 80, p95: 400 } as const;
    expect(draw(latency, 3, 100)).toEqual(draw(latency, 3, 100));
    expect(draw(latency, 3, 100)).not.toEqual(draw(latency, 4, 100));
  });
});
