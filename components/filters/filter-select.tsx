// One choice of a filter out of many: a label, a select, and how many there are of each.

import { useId } from 'react';
import { formatCount } from '../ui/counted.ts';

export interface FilterOption {
  readonly value: string;
  /** What is shown, where it is not the value itself. */
  readonly label?: string | undefined;
  /** Undefined while it is not known. */
  readonly count?: number | undefined;
}

export function FilterSelect({
  label,
  everything,
  value,
  options,
  onChange,
}: {
  label: string;
  /** What it is called when nothing is chosen. */
  everything: string;
  value: string | undefined;
  options: readonly FilterOption[];
  onChange: (value: string | undefined) => void;
}) {
  const id = useId();
  // What is chosen stays a choice while the others are on their way.
  const listed = value !== undefined && !options.some((option) => option.value === value);
  return (
    <div className="filter-line">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value || undefined)}
      >
        <option value="">{everything}</option>
        {listed ? <option>{value}</option> : null}
        {options.map(({ value: one, label: words = one, count }) => (
          <option key={one} value={one}>
            {count === undefined ? words : `${words} (${formatCount(count)})`}
          </option>
        ))}
      </select>
    </div>
  );
}
