// Parsing and comparing p5, in whatever runs it: the same code for Node and for a worker of a browser's page.

import { parseXml } from '../../core/metadata/parse-xml.ts';
import { largeProfile } from './documents.ts';
import { compareByMeaning, profileType } from './ours.ts';
import { floorOf, type Times, timesOf } from './rounds.ts';

export type TimesByName = Readonly<Record<string, Times>>;

export function timesOfLargeProfile(rounds: number): TimesByName {
  const { base, variants } = largeProfile();
  const ways = [
    floorOf(base),
    { name: 'parse', run: () => parseXml(base) },
    ...variants.map(({ name, text }) => ({
      name: `semantic diff, ${name}`,
      run: () => compareByMeaning(profileType, base, text),
    })),
  ];
  return Object.fromEntries(timesOf(ways, rounds));
}
