// Which entries of a log a person wants to see: rules only, no React.

import type { InputOf, OutputOf } from '../../contract/index.ts';
import type { RecordsFilter } from '../../utils/extension-host.ts';
import { daysInput, daysInWords } from '../filters/days.ts';
import type { Chip } from '../filters/filter-head.tsx';
import { counted } from '../ui/counted.ts';
import type { AccessScope } from './scope.ts';

export type { RecordsFilter };

type Entry = OutputOf<'audit.list'>['entries'][number];
export type Purpose = Entry['purpose'];
export type Outcome = Entry['outcome'];
export type AdminKind = OutputOf<'admin.count'>['kinds'][number]['value'];

/** What a token was wanted for. */
export const purposeNames: Readonly<Record<Purpose, string>> = {
  compare: 'Compare',
  standing: 'Check access',
  probe: 'Connect',
  sync: 'Read in the background',
  reconcile: 'Check the login history',
};

export const outcomeNames: Readonly<Record<Outcome, string>> = {
  granted: 'Granted',
  refused: 'Refused',
  unknown: 'Outcome unknown',
  pending: 'Under way',
};

export const kindNames: Readonly<Record<AdminKind, string>> = {
  people: 'People',
  connections: 'Connections',
  history: 'History',
  keys: 'Signing keys',
  installation: 'Whole installation',
};

type Common = Pick<InputOf<'admin.list'>, 'who' | 'from' | 'to'>;

function commonInput({ who, from, to }: RecordsFilter): Common {
  return { ...(who ? { who } : {}), ...daysInput({ from, to }) };
}

const words = <Key extends string>(key: Key, list: readonly string[] | undefined) =>
  list && list.length > 0 ? ({ [key]: list.join(',') } as Record<Key, string>) : {};

/** Of a whole org, routine is left out until somebody asks for it, or for a purpose or an outcome. */
export function accessInput(
  filter: RecordsFilter,
  { type }: Pick<AccessScope, 'type'>,
): Omit<InputOf<'audit.list'>, 'orgId'> {
  const { purposes = [], outcomes = [], routine } = filter;
  const chosen = type !== undefined || routine === 'with' || purposes.length > 0 || outcomes.length > 0;
  return {
    ...commonInput(filter),
    ...words('purposes', purposes),
    ...words('outcomes', outcomes),
    ...(chosen ? {} : { routine: 'without' }),
  };
}

export function adminInput(filter: RecordsFilter): InputOf<'admin.list'> {
  return { ...commonInput(filter), ...words('kinds', filter.kinds) };
}

/** One chip for each thing that is on. `leftOut`: how many entries are as routine. */
export function chipsOf(filter: RecordsFilter, leftOut = 0): readonly Chip<RecordsFilter>[] {
  const { who, from, to, purposes = [], outcomes = [], kinds = [], routine } = filter;
  const chips: Chip<RecordsFilter>[] = [];
  const chip = (label: string, without: RecordsFilter) => chips.push({ key: label, label, without });
  if (who) chip(who, { ...filter, who: undefined });
  if (from || to) chip(daysInWords({ from, to }), { ...filter, from: undefined, to: undefined });
  for (const one of purposes) chip(purposeNames[one], { ...filter, purposes: without(purposes, one) });
  for (const one of outcomes) chip(outcomeNames[one], { ...filter, outcomes: without(outcomes, one) });
  for (const one of kinds) chip(kindNames[one], { ...filter, kinds: without(kinds, one) });
  if (routine) chip('Routine checks too', { ...filter, routine: undefined });
  if (leftOut > 0) {
    const label = `${counted(leftOut, 'routine check')} of the login history left out`;
    chips.push({ key: 'routine', label, without: { ...filter, routine: 'with' }, standing: true });
  }
  return chips;
}

function without<T>(list: readonly T[], one: T): readonly T[] {
  return list.filter((other) => other !== one);
}
