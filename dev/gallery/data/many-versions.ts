// As many versions as wanted, four a day by forty people, with a deletion now and then.

import type { OutputOf } from '../../../contract/index.ts';

type Version = OutputOf<'history.list'>['versions'][number];

const step = 6 * 3_600_000;
const certainties = ['certain', 'likely', 'unknown'] as const;
const sentences = [
  'Decision Is VIP: rule 2 changed',
  '2 elements added; moved on canvas',
  'Record update Assign owner: OwnerId Queue_EMEA.Id → Queue_Inbound.Id',
  'Formula RegionLabel added',
] as const;

/** Newest first. */
export function manyVersions(now: number, count: number): readonly Version[] {
  return Array.from({ length: count }, (_, index) => {
    const number = count - index;
    return {
      revision: number.toString(16).padStart(40, '0'),
      number,
      kind: kindOf(number),
      at: new Date(now - index * step).toISOString(),
      author: {
        name: `Person Number${number % 40}`,
        certainty: certainties[number % 3] ?? 'certain',
        evidence: 'Git author',
      },
      summary: kindOf(number) === 'deleted' ? `Deleted (${number})` : `${sentences[number % 4]} (${number})`,
      changes: 1,
      noise: 0,
      message: number % 5 === 0 ? `Merge pull request #${number} from release/next` : '',
      origin: 'imported',
    };
  });
}

function kindOf(number: number): Version['kind'] {
  if (number === 1) return 'added';
  if (number % 500 === 0) return 'deleted';
  return number % 500 === 1 ? 'recreated' : 'changed';
}
