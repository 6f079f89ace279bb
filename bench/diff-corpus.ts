// Real revision pairs and documents of many sizes: what the comparison of metadata takes in practice.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { diffFile } from '../core/diff/file.ts';
import { diffOutlines } from '../core/diff/semantic.ts';
import { keyNames } from '../core/metadata/canonical-outline.ts';
import { outlineXml } from '../core/metadata/outline.ts';
import { parseXml } from '../core/metadata/parse-xml.ts';

const corpus = new URL('../../shared/corpus/', import.meta.url);
const types: Readonly<Record<string, string>> = {
  flow: 'Flow',
  labels: 'CustomLabels',
  layout: 'Layout',
  object: 'CustomObject',
  permset: 'PermissionSet',
  profile: 'Profile',
  translation: 'Translations',
};

export interface PairTimes {
  readonly pairs: number;
  readonly megabytes: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly slowest: string;
}

/** Changes by meaning alone; undefined when a full reading was needed. */
export function compareOutlines(type: string, before: string, after: string): number | undefined {
  const keys = keyNames(type);
  const outline = outlineXml(before, keys);
  const other = outline && outlineXml(after, keys, outline);
  return outline && other && diffOutlines(type, outline, other, before > after).deltas.length;
}

/** Undefined where the corpus is not at hand. */
export function realPairs(rounds: number): { meaning: PairTimes; whole: PairTimes } | undefined {
  if (!existsSync(corpus)) return undefined;
  const pairs = Object.entries(types).flatMap(([folder, type]) =>
    readdirSync(new URL(`${folder}/`, corpus)).map((name) => {
      const read = (side: string) => readFileSync(new URL(`${folder}/${name}/${side}.xml`, corpus), 'utf8');
      return { name, type, before: read('before'), after: read('after') };
    }),
  );
  type Pair = (typeof pairs)[number];
  const timed = (work: (pair: Pair) => unknown): PairTimes => {
    const best = pairs.map((pair) => {
      let time = Number.POSITIVE_INFINITY;
      for (let round = 0; round < rounds; round++) {
        const started = performance.now();
        work(pair);
        time = Math.min(time, performance.now() - started);
      }
      return { name: pair.name, time, size: pair.before.length + pair.after.length };
    });
    best.sort((one, other) => one.time - other.time);
    const total = best.reduce((sum, { time }) => sum + time, 0);
    const size = best.reduce((sum, one) => sum + one.size, 0);
    const at = (part: number) => best[Math.min(best.length - 1, Math.floor(best.length * part))]?.time ?? 0;
    return {
      pairs: best.length,
      megabytes: size / 1e6,
      perSecond: size / 1000 / total,
      p50: at(0.5),
      p99: at(0.99),
      slowest: best.at(-1)?.name ?? '',
    };
  };
  for (const { name, type, before, after } of pairs)
    diffFile({ name, role: 'metadata', type, before, after });
  return {
    meaning: timed(({ type, before, after }) => compareOutlines(type, before, after)),
    whole: timed(({ name, type, before, after }) =>
      diffFile({ name, role: 'metadata', type, before, after }),
    ),
  };
}

export interface Growth {
  readonly kilobytes: number;
  readonly parse: number;
  readonly compare: number;
}

/** Megabytes a second from 50 kB to 50 MB: documents of one shape, one item changed. */
export function growth(item: (index: number) => string): Growth[] {
  return [50, 500, 5_000, 50_000].map((kilobytes) => {
    const count = Math.ceil((kilobytes * 1000) / item(1_000_000).length);
    const document = (changed: number) =>
      `<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n${Array.from({ length: count }, (_, i) => item(i === changed ? count + 1 : i)).join('')}</PermissionSet>\n`;
    const [before, after] = [document(-1), document(count >> 1)];
    const rounds = kilobytes > 10_000 ? 2 : kilobytes > 1000 ? 5 : 40;
    const best = (work: () => unknown) => {
      let time = Number.POSITIVE_INFINITY;
      for (let round = 0; round < rounds; round++) {
        const started = performance.now();
        work();
        time = Math.min(time, performance.now() - started);
      }
      return time;
    };
    const parse = before.length / 1000 / best(() => parseXml(before));
    const compare =
      (before.length + after.length) / 1000 / best(() => compareOutlines('PermissionSet', before, after));
    return { kilobytes, parse, compare };
  });
}
