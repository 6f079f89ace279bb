// Some choices of a filter out of few: each with its box, and how many there are of it.

import { formatCount } from '../ui/counted.ts';

export function FilterChecks<T extends string>({
  label,
  choices,
  names,
  on,
  countOf,
  onChange,
}: {
  label: string;
  choices: readonly T[];
  names: Readonly<Record<T, string>>;
  on: readonly T[];
  /** Undefined while it is not known. */
  countOf: (one: T) => number | undefined;
  onChange: (on: readonly T[]) => void;
}) {
  return (
    <fieldset className="filter-line">
      <legend className="visually-hidden">{label}</legend>
      <span className="filter-name" aria-hidden="true">
        {label}
      </span>
      <span className="filter-choices">
        {choices.map((one) => {
          const count = countOf(one);
          return (
            <label key={one} className="filter-check">
              <input
                type="checkbox"
                checked={on.includes(one)}
                onChange={({ target }) =>
                  onChange(choices.filter((other) => (other === one ? target.checked : on.includes(other))))
                }
              />
              {names[one]}
              {count === undefined ? null : <span className="muted">{formatCount(count)}</span>}
            </label>
          );
        })}
      </span>
    </fieldset>
  );
}
