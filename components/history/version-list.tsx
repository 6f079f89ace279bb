// The list itself: one stop for Tab, arrows walk, Enter shows, Space, A and B choose two. Of many rows those in view exist.

import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Place } from '../../utils/extension-host.ts';
import { type History, type Stretch, useVersionsAt } from '../hooks/use-history.ts';
import { useNow } from '../hooks/use-now.ts';
import { useRested } from '../hooks/use-rested.ts';
import { dayLabel, sameDay } from '../ui/time-text.ts';
import { type Chosen, chooseA, chooseB, chooseOne, type Selection, toggle } from './selection.ts';
import { useListWindow } from './use-list-window.ts';
import type { Version } from './version.ts';
import { VersionRow } from './version-row.tsx';

export interface VersionListHandle {
  /** Brings a version into view, the newest being 0. */
  reveal(index: number): void;
}

/** Height of most rows where the panel is as wide as it comes. */
const rowHeight = 47;

/** So many rows beyond those in view are asked for before they are scrolled to. */
const ahead = 50;

export function VersionList({
  history,
  live,
  selection,
  chosen,
  onSelect,
  onShow,
  onOpen,
  end,
  start,
  onPlace,
  handle,
}: {
  history: History;
  /** On top of the list, when it is to be shown. */
  live: Version | undefined;
  selection: Selection;
  /** The one that a second is chosen to, when it is known. */
  chosen: Chosen | undefined;
  onSelect: (selection: Selection) => void;
  onShow: (selection: Selection) => void;
  /** Shows the history of the component by the other name that a version tells of. */
  onOpen: (fullName: string) => void;
  /** What follows the oldest version. */
  end?: ReactNode;
  /** Where it was scrolled to when it was left. */
  start: Place | undefined;
  onPlace: (place: Place) => void;
  handle: Ref<VersionListHandle>;
}) {
  const hint = useId();
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<HTMLDivElement>(null);
  const above = live ? 1 : 0;
  const count = history.matching + above;
  const shown = useListWindow(count, rowHeight, box, drawn, start, useRested(onPlace));
  useImperativeHandle(handle, () => ({ reveal: shown.reveal }));
  const wanted = useWanted(shown.from - above, shown.to - above);
  const versionAt = useVersionsAt(history, wanted);
  const at = (index: number) => (index < above ? live : versionAt(index - above));

  // By how many lie below, so that a version that arrives on top moves nobody's place.
  const [focused, setFocused] = useState<number>();
  const moving = useRef(false);
  const placeOf = (index: number) => count - 1 - index;
  const selected = rowOf(shown.from, shown.to, (index) => at(index)?.revision === selection.b);
  const stop = focused !== undefined && focused < count ? placeOf(focused) : (selected ?? 0);

  const go = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    moving.current = true;
    setFocused(placeOf(next));
    shown.reveal(next);
  };
  useLayoutEffect(() => {
    if (!moving.current) return;
    const row = box.current?.querySelector<HTMLElement>(`[data-index="${stop}"]`);
    if (!row) return;
    moving.current = false;
    row.focus({ preventScroll: true });
  });

  const rowAt = (event: { target: EventTarget }) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    const index = row ? Number(row.dataset.index) : undefined;
    return { index, version: index === undefined ? undefined : at(index) };
  };
  const choose = (version: Version) => onSelect(toggle(selection, version, chosen));
  const onClick = (event: MouseEvent) => {
    const { index, version } = rowAt(event);
    const target = event.target as HTMLElement;
    if (index === undefined || !version) return;
    setFocused(placeOf(index));
    const other = target.closest<HTMLElement>('[data-open]')?.dataset.open;
    if (other) onOpen(other);
    else if (target.closest('.version-mark')) choose(version);
    else onShow(chooseOne(version.revision));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { index, version } = rowAt(event);
    if (index === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const page = Math.max(1, shown.last - shown.first - 1);
    const steps: Record<string, number> = {
      ArrowUp: index - 1,
      ArrowDown: index + 1,
      PageUp: index - page,
      PageDown: index + page,
      Home: 0,
      End: count - 1,
    };
    const next = steps[key];
    const other = version?.renamedFrom ?? version?.renamedTo;
    if (next !== undefined) go(next);
    else if (!version) return;
    else if (key === 'Enter') onShow(chooseOne(version.revision));
    else if (key === ' ') choose(version);
    else if (key === 'a') onSelect(chooseA(selection, version.revision));
    else if (key === 'b') onSelect(chooseB(selection, version.revision));
    else if (key === 'r' && other) onOpen(other.fullName);
    else return;
    event.preventDefault();
  };

  const row = (index: number) => {
    const version = at(index);
    const newer = index > 0 ? at(index - 1) : undefined;
    const heads = version && !(newer && sameDay(newer.at, version.at));
    const away = index < shown.from || index >= shown.to;
    return (
      <div
        key={placeOf(index)}
        className="version-place"
        data-row={index}
        data-away={away || undefined}
        style={away ? { top: shown.top(index) - shown.top(shown.from) } : undefined}
      >
        {heads ? (
          <div className="day" aria-hidden="true">
            {dayLabel(version.at, now)}
          </div>
        ) : null}
        <VersionRow
          version={version}
          live={version !== undefined && version === live}
          index={index}
          count={count}
          side={sideOf(selection, version)}
          pairing={selection.a !== undefined}
          stop={index === stop}
        />
      </div>
    );
  };
  // The row that Tab reaches, and that may have the focus, exists wherever the list is scrolled to.
  const rows: ReactNode[] = [];
  if (stop < shown.from) rows.push(row(stop));
  for (let index = shown.from; index < shown.to; index++) rows.push(row(index));
  if (stop >= shown.to && stop < count) rows.push(row(stop));
  const dayOnTop = at(shown.first);
  return (
    <div className="versions">
      <p id={hint} className="visually-hidden">
        Enter shows a version’s changes. Space, A and B choose two versions to compare. R opens the history
        under another name.
      </p>
      {shown.top(shown.first) > 0 && dayOnTop ? (
        <div className="day day-on-top" aria-hidden="true">
          {dayLabel(dayOnTop.at, now)}
        </div>
      ) : null}
      <div ref={box} className="versions-box" onScroll={shown.follow}>
        <div
          role="listbox"
          aria-label="Versions"
          aria-multiselectable="true"
          aria-describedby={hint}
          className="rows-all"
          style={{ height: shown.height }}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onFocus={(event) => {
            const { index } = rowAt(event);
            if (index !== undefined) setFocused(placeOf(index));
          }}
        >
          <div
            ref={drawn}
            className="rows-shown"
            style={{ transform: `translateY(${shown.top(shown.from)}px)` }}
          >
            {rows}
          </div>
        </div>
        {end}
      </div>
    </div>
  );
}

function sideOf({ a, b }: Selection, version: Version | undefined): 'A' | 'B' | undefined {
  if (!version) return undefined;
  return version.revision === a ? 'A' : version.revision === b ? 'B' : undefined;
}

function rowOf(from: number, to: number, is: (index: number) => boolean): number | undefined {
  for (let index = from; index < to; index++) if (is(index)) return index;
  return undefined;
}

/** Follows what is in view, a little ahead of it, and not at every step of a quick scroll. */
function useWanted(from: number, to: number): Stretch {
  const [wanted, setWanted] = useState<Stretch>({ from: 0, to: to + ahead });
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + 120 - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      const next = { from: Math.max(0, from - ahead), to: to + ahead };
      setWanted((old) => (old.from === next.from && old.to === next.to ? old : next));
    }, wait);
    return () => clearTimeout(timer);
  }, [from, to]);
  return wanted;
}
