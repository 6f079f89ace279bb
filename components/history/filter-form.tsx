// The choices of a filter: who, from which day to which, what kind, and whether imported or captured.

import { useId } from 'react';
import { type History, useVersionCounts } from '../hooks/use-history.ts';
import { useNow } from '../hooks/use-now.ts';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/counted.ts';
import { dayOf, type HistoryFilter, type Kind, kindNames, originNames } from './filter.ts';

const spans = [
  ['Today', 0],
  ['7 days', 6],
  ['30 days', 29],
] as const;
const kinds = Object.keys(kindNames) as readonly Kind[];
const origins = Object.keys(originNames) as readonly (keyof typeof originNames)[];

export function FilterForm({
  filter,
  onChange,
  history,
  onDone,
}: {
  filter: HistoryFilter;
  onChange: (filter: HistoryFilter) => void;
  history: History;
  onDone: () => void;
}) {
  const id = useId();
  const now = useNow();
  const { data: counts, error } = useVersionCounts(history, true);
  const set = (change: HistoryFilter) => onChange({ ...filter, ...change });
  const { author = '', from = '', to = '', kinds: on = [], origin = '' } = filter;
  const people = counts?.people ?? [];
  // A person who is on stays a choice while the others are on their way.
  const listed = author && !people.some(({ name }) => name === author);
  const countOf = (kind: Kind) => counts && (counts.kinds.find((one) => one.kind === kind)?.versions ?? 0);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of several fieldsets
    <div className="filter-form" role="group" aria-label="Choose which versions to show">
      <div className="filter-line">
        <label htmlFor={`${id}person`}>Person</label>
        <select
          id={`${id}person`}
          className="input"
          value={author}
          onChange={({ target }) => set({ author: target.value || undefined })}
        >
          <option value="">Anyone</option>
          {listed ? <option>{author}</option> : null}
          {people.map(({ name, versions }) => (
            <option key={name} value={name}>{`${name} (${formatCount(versions)})`}</option>
          ))}
        </select>
      </div>
      <div className="filter-line">
        <span className="filter-name">Date</span>
        <span className="filter-dates">
          <input
            type="date"
            className="input"
            aria-label="First day"
            value={from}
            onChange={({ target }) => set({ from: target.value || undefined })}
          />
          <span className="muted">to</span>
          <input
            type="date"
            className="input"
            aria-label="Last day"
            value={to}
            onChange={({ target }) => set({ to: target.value || undefined })}
          />
        </span>
      </div>
      <div className="filter-line">
        <span className="filter-name" aria-hidden="true" />
        <span className="filter-choices">
          {spans.map(([name, back]) => {
            const first = dayOf(now, back);
            const pressed = from === first && to === dayOf(now);
            return (
              <button
                key={name}
                type="button"
                className="chip"
                aria-pressed={pressed}
                onClick={() =>
                  set(pressed ? { from: undefined, to: undefined } : { from: first, to: dayOf(now) })
                }
              >
                {name}
              </button>
            );
          })}
        </span>
      </div>
      <fieldset className="filter-line">
        <legend className="visually-hidden">Kind</legend>
        <span className="filter-name" aria-hidden="true">
          Kind
        </span>
        <span className="filter-choices">
          {kinds.map((kind) => (
            <label key={kind} className="check">
              <input
                type="checkbox"
                checked={on.includes(kind)}
                onChange={({ target }) =>
                  set({ kinds: kinds.filter((one) => (one === kind ? target.checked : on.includes(one))) })
                }
              />
              {kindNames[kind]}
              {counts ? <span className="muted">{formatCount(countOf(kind) ?? 0)}</span> : null}
            </label>
          ))}
        </span>
      </fieldset>
      <div className="filter-line">
        <label htmlFor={`${id}origin`}>Origin</label>
        <select
          id={`${id}origin`}
          className="input"
          value={origin}
          onChange={({ target }) => set({ origin: origins.find((one) => one === target.value) })}
        >
          <option value="">Imported and captured</option>
          {origins.map((one) => {
            const count = counts && (counts.origins.find((other) => other.origin === one)?.versions ?? 0);
            return (
              <option key={one} value={one}>
                {count === undefined ? originNames[one] : `${originNames[one]} (${formatCount(count)})`}
              </option>
            );
          })}
        </select>
      </div>
      {error ? <p className="small problem-line">How many there are of each could not be read.</p> : null}
      <div className="filter-actions">
        <Button onPress={onDone}>Done</Button>
      </div>
    </div>
  );
}
