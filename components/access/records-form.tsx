// The choices of a log's filter: who, from which day to which, and what it was about.

import type { ReactNode } from 'react';
import { FilterChecks } from '../filters/filter-checks.tsx';
import { FilterDates } from '../filters/filter-dates.tsx';
import { FilterSelect } from '../filters/filter-select.tsx';
import { useEndpoint } from '../hooks/endpoint.ts';
import {
  type AdminKind,
  kindNames,
  type Outcome,
  outcomeNames,
  type Purpose,
  purposeNames,
  type RecordsFilter,
} from './records-filter.ts';
import type { AccessScope } from './scope.ts';

interface FormProps {
  readonly filter: RecordsFilter;
  readonly onChange: (filter: RecordsFilter) => void;
}

const purposes = Object.keys(purposeNames) as readonly Purpose[];
const outcomes = Object.keys(outcomeNames) as readonly Outcome[];
const kinds = Object.keys(kindNames) as readonly AdminKind[];

interface Tally<T extends string = string> {
  readonly value: T;
  readonly entries: number;
}

/** None, once it is known that there are none. */
function countIn<T extends string>(tallies: readonly Tally<T>[] | undefined, one: T): number | undefined {
  return tallies && (tallies.find(({ value }) => value === one)?.entries ?? 0);
}

export function AccessForm({ scope, filter, onChange }: FormProps & { scope: AccessScope }) {
  const { data, error } = useEndpoint('audit.count', scope);
  const set = (change: RecordsFilter) => onChange({ ...filter, ...change });
  return (
    <Form filter={filter} onChange={onChange} people={data?.people} error={error}>
      <FilterChecks
        label="Purpose"
        choices={purposes}
        names={purposeNames}
        on={filter.purposes ?? []}
        countOf={(one) => countIn(data?.purposes, one)}
        onChange={(on) => set({ purposes: on })}
      />
      <FilterChecks
        label="Outcome"
        choices={outcomes}
        names={outcomeNames}
        on={filter.outcomes ?? []}
        countOf={(one) => countIn(data?.outcomes, one)}
        onChange={(on) => set({ outcomes: on })}
      />
    </Form>
  );
}

export function AdminForm({ filter, onChange }: FormProps) {
  const { data, error } = useEndpoint('admin.count', {});
  return (
    <Form filter={filter} onChange={onChange} people={data?.people} error={error}>
      <FilterChecks
        label="Kind"
        choices={kinds}
        names={kindNames}
        on={filter.kinds ?? []}
        countOf={(one) => countIn(data?.kinds, one)}
        onChange={(on) => onChange({ ...filter, kinds: on })}
      />
    </Form>
  );
}

function Form({
  filter,
  onChange,
  people = [],
  error,
  children,
}: FormProps & {
  people: readonly Tally[] | undefined;
  error: Error | null;
  children: ReactNode;
}) {
  const set = (change: RecordsFilter) => onChange({ ...filter, ...change });
  return (
    <>
      <FilterSelect
        label="Person"
        everything="Anyone"
        value={filter.who}
        options={people.map(({ value, entries }) => ({ value, count: entries }))}
        onChange={(who) => set({ who })}
      />
      <FilterDates days={filter} onChange={set} />
      {children}
      {error ? <p className="small problem-line">How many there are of each could not be read.</p> : null}
    </>
  );
}
