// Section: whether parsing and comparing grow with the document, from 50 kB to 50 MB, and not faster.

import { parseXml } from '../../core/metadata/parse-xml.ts';
import { scaledPair } from './documents.ts';
import { compareByMeaning, profileType } from './ours.ts';
import { type Round, settled, timed } from './rounds.ts';
import type { Run } from './run.ts';
import { atMost, digits, type Row, type Section } from './table.ts';

interface Size {
  readonly kilobytes: number;
  /** In one round: small documents leave behind what is collected in some of their runs only. */
  readonly repeats: number;
}

const sizes: readonly Size[] = [
  { kilobytes: 50, repeats: 40 },
  { kilobytes: 500, repeats: 10 },
  { kilobytes: 5000, repeats: 2 },
  { kilobytes: 50_000, repeats: 1 },
];

export function growthSection({ rounds, quick, base }: Run): Section {
  const documents = sizes
    .filter(({ kilobytes }) => !quick || kilobytes <= 5000)
    .map((size) => ({ ...size, ...scaledPair((size.kilobytes * 1000) / base.text.length) }));
  const cases = documents.flatMap(({ kilobytes, repeats, before, after }) => [
    { work: 'parse', kilobytes, repeats, size: before.length, run: () => parseXml(before) },
    {
      work: 'semantic diff',
      kilobytes,
      repeats,
      size: before.length + after.length,
      run: () => compareByMeaning(profileType, before, after),
    },
  ]);
  const measured = cases.map((): Round[] => []);
  // The small documents first, again and again: code that is still being compiled has no growth.
  for (const one of cases) if (one.repeats > 1) for (let i = 0; i < 60; i += 60 / one.repeats) one.run();
  for (let round = 0; round < rounds; round++) {
    cases.forEach((one, index) => {
      measured[index]?.push(timed(one));
    });
  }
  const times = measured.map(settled);
  const perByte = cases.map(({ size }, index) => (times[index]?.median ?? Number.NaN) / size);
  const rows = cases.map(({ work, kilobytes, size }, index): Row => {
    const first = cases.findIndex((other) => other.work === work);
    const own = perByte[index] ?? Number.NaN;
    const factor = own / (perByte[first] ?? Number.NaN);
    return {
      what: `${work}, ${kilobytes} kB`,
      milliseconds: own * size,
      cpu: times[index]?.cpu,
      best: times[index]?.best,
      megabytesPerSecond: 1 / own / 1000,
      note: index === first ? undefined : `${digits(factor)} × linear from 50 kB`,
      goals: index === first ? [] : [atMost(factor, 1.3, '1.3 ×')],
    };
  });
  return { title: 'Growth: profiles of p5’s shape, one item changed', rows };
}
