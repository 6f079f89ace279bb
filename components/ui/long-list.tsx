// A list of any length: short ones are plain (findable, readable by all), long ones draw only what is in view.

import {
  type ReactNode,
  type Ref,
  type RefObject,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { Place } from '../../utils/extension-host.ts';
import { RowHeights } from './row-heights.ts';
import type { RowList } from './row-list.ts';
import { useStart } from './use-start.ts';
import './long-list.css';

/** Above this many rows only those in view exist. */
const plainUpTo = 250;

/** So many rows above and below what is in view are drawn too, ready to be scrolled to. */
const margin = 12;

export interface LongListHandle {
  /** Brings a row into view. */
  reveal(index: number): void;
}

interface LongListProps<Row> {
  rows: RowList<Row>;
  /** How many rows are to be expected, so that a list that grows is drawn in one way from the start. */
  long?: number;
  /** Height of most rows. */
  estimate: number;
  draw: (row: Row, index: number) => ReactNode;
  label: string;
  /** `list` where each row draws an item of it. */
  role?: 'list' | undefined;
  className?: string;
  /** Custom properties for the rows. */
  style?: Readonly<Record<`--${string}`, string | number>>;
  handle?: Ref<LongListHandle>;
  /** Where it is scrolled to at first, as soon as there are so many rows. */
  start?: Place | undefined;
  /** Told of the place once the person has scrolled. */
  onPlace?: ((place: Place) => void) | undefined;
}

export function LongList<Row>(props: LongListProps<Row>) {
  const { rows, long = 0 } = props;
  return Math.max(rows.length, long) <= plainUpTo ? <PlainList {...props} /> : <VirtualList {...props} />;
}

function PlainList<Row>(props: LongListProps<Row>) {
  const { rows, draw, label, role, className, style, handle } = props;
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<HTMLDivElement>(null);
  const place = useStart(props, box, {
    topOf: (row) => topIn(drawn.current, row),
    rowAt(top) {
      let row = 0;
      while ((topIn(drawn.current, row + 1) ?? Number.POSITIVE_INFINITY) <= top) row += 1;
      return row;
    },
  });
  useImperativeHandle(handle, () => ({
    reveal(index) {
      place.leave();
      drawn.current?.children[index]?.scrollIntoView?.({ block: 'center' });
    },
  }));
  return (
    <Scroller box={box} label={label} className={className} style={style} onScroll={place.follow}>
      <div ref={drawn} role={role}>
        {Array.from({ length: rows.length }, (_, index) => {
          const row = rows.at(index);
          return row === undefined ? null : <div key={rows.keyAt(index)}>{draw(row, index)}</div>;
        })}
      </div>
    </Scroller>
  );
}

function topIn(drawn: HTMLElement | null, row: number): number | undefined {
  const child = drawn?.children[row] as HTMLElement | undefined;
  return child && child.offsetTop - (drawn?.offsetTop ?? 0);
}

function VirtualList<Row>(props: LongListProps<Row>) {
  const { rows, estimate, draw, label, role, className, style, handle } = props;
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef<HTMLDivElement>(null);
  const { heights, from, to, follow, reveal } = useWindow(rows, estimate, box, shown);
  const place = useStart(props, box, {
    topOf: (row) => (row < rows.length ? heights.top(row) : undefined),
    rowAt: (top) => heights.at(top),
  });
  useImperativeHandle(handle, () => ({
    reveal(index) {
      place.leave();
      reveal(index);
    },
  }));
  const onScroll = () => {
    follow();
    place.follow();
  };
  return (
    <Scroller box={box} label={label} className={className} style={style} onScroll={onScroll}>
      <div role={role} className="rows-all" style={{ height: heights.top(rows.length) }}>
        <div ref={shown} className="rows-shown" style={{ transform: `translateY(${heights.top(from)}px)` }}>
          {Array.from({ length: to - from }, (_, place) => {
            const row = rows.at(from + place);
            return row === undefined ? null : (
              <div key={rows.keyAt(from + place)}>{draw(row, from + place)}</div>
            );
          })}
        </div>
      </div>
    </Scroller>
  );
}

/** Which rows are in view, and how high those are that were drawn. */
function useWindow<Row>(
  rows: RowList<Row>,
  estimate: number,
  box: RefObject<HTMLDivElement | null>,
  shown: RefObject<HTMLDivElement | null>,
) {
  const [heights] = useState(() => new RowHeights(estimate));
  const [first, setFirst] = useState(0);
  const [room, setRoom] = useState(600);
  const [, drawAgain] = useState(0);
  const known = useRef(rows);
  const wanted = useRef<number>(undefined);
  if (heights.length !== rows.length || known.current !== rows) {
    // Rows come at the end or below a fold that was opened in view: what is above stays as it is.
    const grown = rows.length >= heights.length && isSameUpTo(known.current, rows, heights.length);
    heights.resize(grown ? heights.length : first, rows.length);
    known.current = rows;
  }
  const last = heights.at(heights.top(first) + room);
  const from = Math.max(0, Math.min(first, rows.length - 1) - margin);
  const to = Math.min(rows.length, last + 1 + margin);

  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    setRoom(list.clientHeight || 600);
    let above = 0;
    let changed = false;
    const before = heights.top(first);
    for (const [place, row] of [...(shown.current?.children ?? [])].entries())
      changed = heights.measure(from + place, (row as HTMLElement).offsetHeight) || changed;
    if (!changed) return;
    above = heights.top(first) - before;
    // What is being looked at stays where it is when the rows above turn out to be of another height.
    if (wanted.current !== undefined) scrollTo(list, heights, wanted.current);
    else if (above !== 0) list.scrollTop += above;
    drawAgain((count) => count + 1);
  });

  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    // Lines wrap elsewhere when the panel is made wider.
    const observer = new ResizeObserver(() => drawAgain((count) => count + 1));
    observer.observe(list);
    return () => observer.disconnect();
  }, [box]);

  const follow = () => {
    const list = box.current;
    if (!list) return;
    const next = heights.at(list.scrollTop);
    // Rows ahead are drawn already: a new window is needed only when those are about to run out.
    setFirst((old) => (Math.abs(next - old) < margin / 2 && next !== 0 ? old : next));
  };
  const reveal = (index: number) => {
    const list = box.current;
    if (!list || index < 0) return;
    wanted.current = index;
    setTimeout(() => {
      wanted.current = undefined;
    }, 200);
    scrollTo(list, heights, index);
    setFirst(heights.at(list.scrollTop));
  };
  return { heights, from, to, follow, reveal };
}

function scrollTo(list: HTMLElement, heights: RowHeights, index: number): void {
  const row = heights.top(index + 1) - heights.top(index);
  list.scrollTop = heights.top(index) - (list.clientHeight - row) / 2;
}

/** Looks at both ends only: rows are never exchanged in the middle. */
function isSameUpTo<Row>(one: RowList<Row>, other: RowList<Row>, length: number): boolean {
  return (
    length === 0 || (one.keyAt(0) === other.keyAt(0) && one.keyAt(length - 1) === other.keyAt(length - 1))
  );
}

function Scroller(props: {
  box: Ref<HTMLDivElement>;
  label: string;
  className: string | undefined;
  style: LongListProps<unknown>['style'];
  onScroll?: () => void;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a scrolling region that the keyboard must reach
    <div
      ref={props.box}
      role="region"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled
      tabIndex={0}
      className={`long-list ${props.className ?? ''}`}
      style={props.style}
      onScroll={props.onScroll}
    >
      {props.children}
    </div>
  );
}
