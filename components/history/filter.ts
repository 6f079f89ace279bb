// Which versions a person wants to see: rules only, no React. Days are the person's own calendar days.

import type { InputOf } from '../../contract/index.ts';
import type { HistoryFilter } from '../../utils/extension-host.ts';
import { daysInput, daysInWords } from '../filters/days.ts';
import type { Chip } from '../filters/filter-head.tsx';
import type { Version } from './version.ts';

export type { HistoryFilter };

export type Kind = Version['kind'];

export const kindNames: Readonly<Record<Kind, string>> = {
  added: 'Added',
  changed: 'Changed',
  deleted: 'Deleted',
  recreated: 'Recreated',
  unavailable: 'Not available',
};
export const originNames = { imported: 'Imported', captured: 'Captured' } as const;

type Asked = Pick<InputOf<'history.list'>, 'author' | 'from' | 'to' | 'kinds' | 'origin' | 'words'>;

/** The filter as the API takes it: a day from its first instant here to the first of the day after. */
export function filterInput(filter: HistoryFilter): Asked {
  const { author, from, to, kinds, origin } = filter;
  const words = filter.words?.trim();
  return {
    ...(author ? { author } : {}),
    ...daysInput({ from, to }),
    ...(kinds && kinds.length > 0 ? { kinds: kinds.join(',') } : {}),
    ...(origin ? { origin } : {}),
    ...(words ? { words } : {}),
  };
}

export function isOn(filter: HistoryFilter): boolean {
  return Object.keys(filterInput(filter)).length > 0;
}

/** One chip for each thing that is on, except the words, which the field shows itself. */
export function chipsOf(filter: HistoryFilter): readonly Chip<HistoryFilter>[] {
  const { author, from, to, kinds = [], origin } = filter;
  const chips: Chip<HistoryFilter>[] = [];
  const chip = (label: string, without: HistoryFilter) => chips.push({ key: label, label, without });
  if (author) chip(author, { ...filter, author: undefined });
  if (from || to) chip(daysInWords({ from, to }), { ...filter, from: undefined, to: undefined });
  for (const kind of kinds) {
    chip(kindNames[kind], { ...filter, kinds: kinds.filter((other) => other !== kind) });
  }
  if (origin) chip(originNames[origin], { ...filter, origin: undefined });
  return chips;
}
