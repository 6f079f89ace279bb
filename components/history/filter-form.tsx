// The choices of a filter: who, from which day to which, what kind, and whether imported or captured.

import { FilterChecks } from '../filters/filter-checks.tsx';
import { FilterDates } from '../filters/filter-dates.tsx';
import { FilterSelect } from '../filters/filter-select.tsx';
import { type History, useVersionCounts } from '../hooks/use-history.ts';
import { type HistoryFilter, type Kind, kindNames, originNames } from './filter.ts';

const kinds = Object.keys(kindNames) as readonly Kind[];
const origins = Object.keys(originNames) as readonly (keyof typeof originNames)[];

export function FilterForm({
  filter,
  onChange,
  history,
}: {
  filter: HistoryFilter;
  onChange: (filter: HistoryFilter) => void;
  history: History;
}) {
  const { data: counts, error } = useVersionCounts(history, true);
  const set = (change: HistoryFilter) => onChange({ ...filter, ...change });
  return (
    <>
      <FilterSelect
        label="Person"
        everything="Anyone"
        value={filter.author}
        options={(counts?.people ?? []).map(({ name, versions }) => ({ value: name, count: versions }))}
        onChange={(author) => set({ author })}
      />
      <FilterDates days={filter} onChange={set} />
      <FilterChecks
        label="Kind"
        choices={kinds}
        names={kindNames}
        on={filter.kinds ?? []}
        countOf={(kind) => counts && (counts.kinds.find((one) => one.kind === kind)?.versions ?? 0)}
        onChange={(kinds) => set({ kinds })}
      />
      <FilterSelect
        label="Origin"
        everything="Imported and captured"
        value={filter.origin}
        options={origins.map((value) => ({
          value,
          label: originNames[value],
          count: counts && (counts.origins.find(({ origin }) => origin === value)?.versions ?? 0),
        }))}
        onChange={(value) => set({ origin: origins.find((one) => one === value) })}
      />
      {error ? <p className="small problem-line">How many there are of each could not be read.</p> : null}
    </>
  );
}
