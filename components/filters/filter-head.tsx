// The line above a list that can be filtered: what it begins with, the choices behind a button, what is on, how many match.

import { ListFilter, X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/counted.ts';
import './filters.css';

/** One thing that is on, and the filter without it. */
export interface Chip<Filter> {
  readonly key: string;
  readonly label: string;
  readonly without: Filter;
  /** On by itself: clearing the filters leaves it on. */
  readonly standing?: true | undefined;
}

export function FilterHead<Filter extends object>({
  start,
  opener,
  group,
  form,
  tools,
  things,
  matching,
  total,
  filtered,
  busy,
  chips,
  onChange,
}: {
  /** What stands before the button; given the way to open the choices. */
  start: (open: () => void) => ReactNode;
  /** What the button is called. */
  opener: string;
  /** What the choices are called. */
  group: string;
  form: ReactNode;
  /** More buttons. */
  tools?: ReactNode;
  /** What is counted: `versions`. */
  things: string;
  matching: number;
  /** Undefined while it is not known. */
  total: number | undefined;
  filtered: boolean;
  /** True while the answer to another filter is on its way. */
  busy: boolean;
  chips: readonly Chip<Filter>[];
  onChange: (filter: Filter) => void;
}) {
  const id = useId();
  const chosen = chips.some(({ standing }) => !standing);
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLDivElement>(null);
  const choices = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    toggle.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    // Opening it is asking to choose: the first choice is at hand.
    if (open) choices.current?.querySelector<HTMLElement>('select, input')?.focus();
  }, [open]);
  return (
    <div className="filter-head">
      <div className="filter-bar">
        {start(() => setOpen(true))}
        <div ref={toggle} className="filter-tools">
          <Button
            variant="quiet"
            icon={<ListFilter aria-hidden />}
            aria-label={opener}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            data-on={chosen || undefined}
            onPress={() => (open ? close() : setOpen(true))}
          />
          {tools}
        </div>
        <span className="muted nowrap" aria-live="polite" aria-busy={busy}>
          {total === undefined ? null : (
            <>
              {filtered ? `${formatCount(matching)} of ${formatCount(total)}` : formatCount(total)}
              <span className="visually-hidden"> {things}</span>
            </>
          )}
        </span>
      </div>
      {open ? (
        // biome-ignore lint/a11y/useSemanticElements: a group of several fieldsets
        <div
          ref={choices}
          id={id}
          role="group"
          aria-label={group}
          className="filter-form"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            close();
          }}
        >
          {form}
          <div className="filter-actions">
            <Button onPress={close}>Done</Button>
          </div>
        </div>
      ) : null}
      {chips.length > 0 ? (
        <ul className="chips" aria-label="Filters that are on">
          {chips.map(({ key, label, without }) => (
            <li key={key}>
              <button type="button" className="chip" onClick={() => onChange(without)}>
                <span className="visually-hidden">Remove the filter </span>
                <span className="ellipsis">{label}</span>
                <X aria-hidden />
              </button>
            </li>
          ))}
          {chosen ? (
            <li>
              <button type="button" className="chip chip-clear" onClick={() => onChange({} as Filter)}>
                Clear filters
              </button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}
