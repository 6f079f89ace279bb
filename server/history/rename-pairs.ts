// Pairs what was deleted with what was added by how alike they are; where two are as good, nobody is paired.

import type { RenameSide } from './rename-lines.ts';

/** Share of lines that both have, above which two are likely the same component. */
export const enoughAlike = 0.8;

/** With fewer lines than this, only equal ones are paired. */
const fewLines = 4;

/** A line in more components than this tells none apart. */
const commonLine = 50;

type Pair<Of> = readonly [from: RenameSide<Of>, to: RenameSide<Of>];

export function pairUp<Of>(
  from: readonly RenameSide<Of>[],
  to: readonly RenameSide<Of>[],
): readonly Pair<Of>[] {
  const { pairs, left } = pairEqual(from, to);
  return [...pairs, ...pairNearlyEqual(left.from, left.to)];
}

function pairEqual<Of>(from: readonly RenameSide<Of>[], to: readonly RenameSide<Of>[]) {
  const textOf = ({ lines }: RenameSide<Of>) => lines.join('\n');
  const froms = Map.groupBy(from, textOf);
  const tos = Map.groupBy(to, textOf);
  const pairs: Pair<Of>[] = [];
  for (const [text, olds] of froms) {
    const news = tos.get(text) ?? [];
    const [old, now] = [olds[0], news[0]];
    if (olds.length === 1 && news.length === 1 && old && now && text !== '') pairs.push([old, now]);
    else pairs.push(...pairByName(olds, news));
  }
  return {
    pairs,
    left: {
      from: from.filter((side) => !tos.has(textOf(side))),
      to: to.filter((side) => !froms.has(textOf(side))),
    },
  };
}

/** Fields of an object that was renamed keep their own names. */
function pairByName<Of>(olds: readonly RenameSide<Of>[], news: readonly RenameSide<Of>[]): Pair<Of>[] {
  const byName = Map.groupBy(news, ({ shortName }) => shortName);
  const taken = Map.groupBy(olds, ({ shortName }) => shortName);
  return olds.flatMap((old) => {
    const [now, ...others] = byName.get(old.shortName) ?? [];
    return now && others.length === 0 && taken.get(old.shortName)?.length === 1 ? [[old, now] as const] : [];
  });
}

function pairNearlyEqual<Of>(from: readonly RenameSide<Of>[], to: readonly RenameSide<Of>[]): Pair<Of>[] {
  const long = (side: RenameSide<Of>) => side.lines.length >= fewLines;
  const olds = from.filter(long).map((side) => ({ side, counts: countsOf(side) }));
  const index = indexOf(olds);
  const best = to.filter(long).flatMap((now) => bestOf(now, olds, index));
  // The other way round it has to be the best as well.
  return [...Map.groupBy(best, ({ old }) => old)].flatMap(([old, found]) => {
    const [first, second] = found.toSorted((one, other) => other.alike - one.alike);
    return first && first.alike > (second?.alike ?? 0) ? [[old, first.now] as const] : [];
  });
}

interface Counted<Of> {
  readonly side: RenameSide<Of>;
  /** How often it has each line. */
  readonly counts: ReadonlyMap<string, number>;
}

function countsOf({ lines }: RenameSide<unknown>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** Which have a line, by their place. */
function indexOf(olds: readonly Counted<unknown>[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  for (const [at, { counts }] of olds.entries()) {
    for (const line of counts.keys()) {
      const places = index.get(line);
      if (places) places.push(at);
      else index.set(line, [at]);
    }
  }
  return index;
}

function bestOf<Of>(
  now: RenameSide<Of>,
  olds: readonly Counted<Of>[],
  index: ReadonlyMap<string, readonly number[]>,
) {
  const own = countsOf(now);
  const [first, second] = candidates(own, olds, index)
    .map(({ side, counts }) => {
      let common = 0;
      for (const [line, count] of own) common += Math.min(count, counts.get(line) ?? 0);
      return { old: side, now, alike: (2 * common) / (side.lines.length + now.lines.length) };
    })
    .sort((one, other) => other.alike - one.alike);
  return first && first.alike >= enoughAlike && first.alike > (second?.alike ?? 0) ? [first] : [];
}

/** All of few; of many those that share a line with it that not everybody has. */
function candidates<Of>(
  own: ReadonlyMap<string, number>,
  olds: readonly Counted<Of>[],
  index: ReadonlyMap<string, readonly number[]>,
): readonly Counted<Of>[] {
  if (olds.length <= commonLine) return olds;
  const found = new Set<number>();
  for (const line of own.keys()) {
    const places = index.get(line) ?? [];
    if (places.length <= commonLine) for (const at of places) found.add(at);
  }
  return [...found].flatMap((at) => olds[at] ?? []);
}
