// Which versions a person wants to see: rules only, no React. Days are the person's own calendar days.

import type { InputOf } from '../../contract/index.ts';
import type { HistoryFilter } from '../../utils/extension-host.ts';
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
  const first = from && startOfDay(from, 0);
  const end = to && startOfDay(to, 1);
  return {
    ...(author ? { author } : {}),
    ...(first ? { from: first } : {}),
    ...(end ? { to: end } : {}),
    ...(kinds && kinds.length > 0 ? { kinds: kinds.join(',') } : {}),
    ...(origin ? { origin } : {}),
    ...(words ? { words } : {}),
  };
}

export function isOn(filter: HistoryFilter): boolean {
  return Object.keys(filterInput(filter)).length > 0;
}

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The calendar knows how long a day is; on two of the year it is not 24 hours. */
function startOfDay(day: string, later: number): string | undefined {
  const [, year, month, date] = dayPattern.exec(day) ?? [];
  if (!year) return undefined;
  const start = new Date(2000, 0, 1);
  start.setFullYear(Number(year), Number(month) - 1, Number(date) + later);
  return start.toISOString();
}

/** The person's day at that moment, some days back: `2025-11-24`. */
export function dayOf(now: number, daysBack = 0): string {
  const date = new Date(now);
  date.setDate(date.getDate() - daysBack);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export interface Chip {
  readonly key: string;
  readonly label: string;
  /** The filter without it. */
  readonly without: HistoryFilter;
}

/** One chip for each thing that is on, except the words, which the field shows itself. */
export function chipsOf(filter: HistoryFilter): readonly Chip[] {
  const { author, from, to, kinds = [], origin } = filter;
  const chips: Chip[] = [];
  const chip = (label: string, without: HistoryFilter) => chips.push({ key: label, label, without });
  if (author) chip(author, { ...filter, author: undefined });
  if (from || to) chip(datesInWords(from, to), { ...filter, from: undefined, to: undefined });
  for (const kind of kinds) {
    chip(kindNames[kind], { ...filter, kinds: kinds.filter((other) => other !== kind) });
  }
  if (origin) chip(originNames[origin], { ...filter, origin: undefined });
  return chips;
}

function datesInWords(from: string | undefined, to: string | undefined): string {
  if (from && from === to) return dayInWords(from);
  if (from && to) return `${dayInWords(from)} – ${dayInWords(to)}`;
  return from ? `Since ${dayInWords(from)}` : `Until ${dayInWords(to ?? '')}`;
}

function dayInWords(day: string): string {
  const start = startOfDay(day, 0);
  return start ? new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(new Date(start)) : day;
}
