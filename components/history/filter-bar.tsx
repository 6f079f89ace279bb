// The line above the versions: words to look for, what else they are filtered by, and how many there are.

import { ArrowDownToLine, ArrowUpToLine, Search } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { FilterHead } from '../filters/filter-head.tsx';
import type { History } from '../hooks/use-history.ts';
import { Button } from '../ui/button.tsx';
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
  const [atOldest, setAtOldest] = useState(false);
  const [typed, setTyped] = useTyped(filter, onChange);
  const { total, matching, query } = history;
  const jump = () => {
    onJump(atOldest ? 'newest' : 'oldest');
    setAtOldest(!atOldest);
  };
  return (
    <FilterHead<HistoryFilter>
      start={(open) => (
        <>
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
              else if (event.key === 'ArrowDown') open();
              else return;
              event.preventDefault();
            }}
          />
        </>
      )}
      opener="Filter by person, date and kind"
      group="Choose which versions to show"
      form={<FilterForm filter={filter} onChange={onChange} history={history} />}
      tools={
        matching > longFrom ? (
          <Button
            variant="quiet"
            icon={atOldest ? <ArrowUpToLine aria-hidden /> : <ArrowDownToLine aria-hidden />}
            aria-label={atOldest ? 'Go to the newest version' : 'Go to the oldest version'}
            onPress={jump}
          />
        ) : null
      }
      things="versions"
      matching={matching}
      total={total}
      filtered={isOn(filter)}
      busy={query.isPlaceholderData}
      chips={chipsOf(filter)}
      onChange={onChange}
    />
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
