// The line above the versions: words to look for, what else they are filtered by, and how many there are.

import { ArrowDownToLine, ArrowUpToLine, ListFilter, Search, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { History } from '../hooks/use-history.ts';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/counted.ts';
import { chipsOf, type HistoryFilter, isOn } from './filter.ts';
import { FilterForm } from './filter-form.tsx';

/** Whoever types is asked about only once they pause, in milliseconds. */
const pause = 250;

/** Above this many versions a way to either end is offered. */
const longFrom = 50;

export function FilterBar({
  filter,
  onChange,
  history,
  onJump,
}: {
  filter: HistoryFilter;
  onChange: (filter: HistoryFilter) => void;
  history: History;
  onJump: (end: 'oldest' | 'newest') => void;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [atOldest, setAtOldest] = useState(false);
  const [typed, setTyped] = useTyped(filter, onChange);
  const toggle = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLDivElement>(null);
  const { total, matching, query } = history;
  const chips = chipsOf(filter);
  const close = () => {
    setOpen(false);
    toggle.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    // Opening it is asking to choose: the first choice is at hand.
    if (open) form.current?.querySelector<HTMLElement>('select, input')?.focus();
  }, [open]);
  const jump = () => {
    onJump(atOldest ? 'newest' : 'oldest');
    setAtOldest(!atOldest);
  };
  return (
    <div className="history-head">
      <div className="history-filter">
        <Search aria-hidden />
        <label htmlFor={id} className="visually-hidden">
          Filter versions
        </label>
        <input
          id={id}
          type="search"
          className="input"
          placeholder="Filter: person, date, kind, words"
          value={typed}
          maxLength={200}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('');
            else if (event.key === 'ArrowDown') setOpen(true);
            else return;
            event.preventDefault();
          }}
        />
        <div ref={toggle} className="history-tools">
          <Button
            variant="quiet"
            icon={<ListFilter aria-hidden />}
            aria-label="Filter by person, date and kind"
            aria-expanded={open}
            aria-controls={open ? `${id}form` : undefined}
            data-on={chips.length > 0 || undefined}
            onPress={() => (open ? close() : setOpen(true))}
          />
          {matching > longFrom ? (
            <Button
              variant="quiet"
              icon={atOldest ? <ArrowUpToLine aria-hidden /> : <ArrowDownToLine aria-hidden />}
              aria-label={atOldest ? 'Go to the newest version' : 'Go to the oldest version'}
              onPress={jump}
            />
          ) : null}
        </div>
        <span className="muted nowrap" aria-live="polite" aria-busy={query.isPlaceholderData}>
          {isOn(filter) ? `${formatCount(matching)} of ${formatCount(total)}` : formatCount(total)}
          <span className="visually-hidden"> versions</span>
        </span>
      </div>
      {open ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what the fields in it are part of
        <div
          ref={form}
          id={`${id}form`}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            close();
          }}
        >
          <FilterForm filter={filter} onChange={onChange} history={history} onDone={close} />
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
          <li>
            <button type="button" className="chip chip-clear" onClick={() => onChange({})}>
              Clear filters
            </button>
          </li>
        </ul>
      ) : null}
    </div>
  );
}

/** What stands in the field; the filter follows when typing pauses, and the field when the filter is cleared. */
function useTyped(filter: HistoryFilter, onChange: (filter: HistoryFilter) => void) {
  const words = filter.words ?? '';
  const [typed, setTyped] = useState(words);
  const [told, setTold] = useState(words);
  if (told !== words) {
    setTold(words);
    setTyped(words);
  }
  const latest = useRef({ filter, onChange });
  useEffect(() => {
    latest.current = { filter, onChange };
  });
  useEffect(() => {
    if (typed === told) return;
    const tell = () => {
      setTold(typed);
      latest.current.onChange({ ...latest.current.filter, words: typed });
    };
    const timer = setTimeout(tell, typed === '' ? 0 : pause);
    return () => clearTimeout(timer);
  }, [typed, told]);
  return [typed, setTyped] as const;
}
