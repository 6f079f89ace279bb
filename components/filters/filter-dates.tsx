// The days of a filter: from one to another, or one of the spans that are asked for most.

import { useNow } from '../hooks/use-now.ts';
import { type Days, dayOf } from './days.ts';

const spans = [
  ['Today', 0],
  ['7 days', 6],
  ['30 days', 29],
] as const;

export function FilterDates({
  days: { from, to },
  onChange,
}: {
  days: Days;
  onChange: (days: Days) => void;
}) {
  const now = useNow();
  return (
    <>
      <div className="filter-line">
        <span className="filter-name">Date</span>
        <span className="filter-dates">
          <input
            type="date"
            className="input"
            aria-label="First day"
            value={from ?? ''}
            onChange={({ target }) => onChange({ from: target.value || undefined, to })}
          />
          <span className="muted">to</span>
          <input
            type="date"
            className="input"
            aria-label="Last day"
            value={to ?? ''}
            onChange={({ target }) => onChange({ from, to: target.value || undefined })}
          />
        </span>
      </div>
      <div className="filter-line">
        <span className="filter-name" aria-hidden="true" />
        <span className="filter-choices">
          {spans.map(([name, back]) => {
            const span = { from: dayOf(now, back), to: dayOf(now) };
            const pressed = from === span.from && to === span.to;
            return (
              <button
                key={name}
                type="button"
                className="chip"
                aria-pressed={pressed}
                onClick={() => onChange(pressed ? { from: undefined, to: undefined } : span)}
              >
                {name}
              </button>
            );
          })}
        </span>
      </div>
    </>
  );
}
