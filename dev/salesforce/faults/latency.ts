// How long answers wait: a fixed time, an even spread, or the long tail that real services have.

import type { Chance } from './chance.ts';
import { type Checker, fail, numberIn, objectWith } from './check.ts';
import { type Surface, surfaces } from './surface.ts';

/** Milliseconds. */
export type Latency =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  | { readonly kind: 'lognormal'; readonly p50: number; readonly p95: number };

export type Latencies = Readonly<Record<Surface, Latency | null>>;

export const noLatency: Latencies = { oauth: null, rest: null, soap: null, pages: null };

/** Salesforce itself ends a call after ten minutes. */
const longest = 600_000;
/** How far the 95th percentile lies above the middle, in standard deviations. */
const z95 = 1.644_853_627;

/** Milliseconds one answer waits. */
export function drawLatency(latency: Latency | null, chance: Chance): number {
  if (!latency) return 0;
  if (latency.kind === 'fixed') return latency.ms;
  if (latency.kind === 'uniform') return latency.from + (latency.to - latency.from) * chance.next();
  const spread = Math.log(latency.p95 / latency.p50) / z95;
  return Math.min(longest, latency.p50 * Math.exp(spread * chance.normal()));
}

/** The named surfaces change; the others keep what they have. */
export const checkLatencies =
  (now: Latencies): Checker<Latencies> =>
  (value, name) => {
    const given = objectWith(value, name, surfaces);
    const checked = Object.entries(given).map(([surface, each]) => [
      surface,
      each === null ? null : checkLatency(each, `${name}.${surface}`),
    ]);
    return { ...now, ...(Object.fromEntries(checked) as Partial<Latencies>) };
  };

function checkLatency(value: unknown, name: string): Latency {
  const given = objectWith(value, name, ['kind', 'ms', 'from', 'to', 'p50', 'p95']);
  const time = (key: string, least = 0) => numberIn(given[key], `${name}.${key}`, least, longest);
  if (given.kind === 'fixed') return { kind: 'fixed', ms: time('ms') };
  if (given.kind === 'uniform') {
    const made = { kind: 'uniform', from: time('from'), to: time('to') } as const;
    return made.from <= made.to ? made : fail(`${name}.from is at most ${name}.to`);
  }
  if (given.kind === 'lognormal') {
    const made = { kind: 'lognormal', p50: time('p50', 1), p95: time('p95', 1) } as const;
    return made.p50 <= made.p95 ? made : fail(`${name}.p50 is at most ${name}.p95`);
  }
  return fail(`${name}.kind is fixed, uniform or lognormal`);
}
