// Which rows of a long list are drawn, and where: heights are measured, what is looked at stays where it is.

import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Place } from '../../utils/extension-host.ts';
import { RowHeights } from '../ui/row-heights.ts';

/** Rows above and below what is in view that are drawn too, ready to be scrolled to. */
const margin = 12;

/** Height of what lies over the first rows in view: their day. */
const covered = 28;

/** Lists up to this long are drawn whole, so that the browser's own search finds everything. */
const wholeUpTo = 100;

export interface ListWindow {
  /** Rows to draw: from the first to before the last. */
  readonly from: number;
  readonly to: number;
  /** Rows in view: from the first to before the last. */
  readonly first: number;
  readonly last: number;
  /** Height of all rows. */
  readonly height: number;
  /** Height of those above a row. */
  top(index: number): number;
  /** To be called when the box was scrolled. */
  follow(): void;
  /** Brings a row into view. */
  reveal(index: number): void;
}

/** New rows come on top, so that a height belongs to how many rows lie below. */
class Heights {
  readonly #below: RowHeights;

  constructor(estimate: number) {
    this.#below = new RowHeights(estimate);
  }

  get count(): number {
    return this.#below.length;
  }

  get all(): number {
    return this.#below.top(this.count);
  }

  resize(count: number): void {
    this.#below.resize(Math.min(this.count, count), count);
  }

  top(index: number): number {
    return this.all - this.#below.top(this.count - index);
  }

  /** The row at that height. */
  at(top: number): number {
    if (this.count === 0) return 0;
    return this.count - 1 - this.#below.at(Math.max(0, this.all - top - 0.5));
  }

  measure(index: number, height: number): boolean {
    return this.#below.measure(this.count - 1 - index, height);
  }
}

/**
 * @param box what scrolls
 * @param drawn has the drawn rows as its children, with their place as `data-row`
 * @param start where it is scrolled to at first, rows counted from the last
 * @param onPlace told of the place whenever the person scrolled
 */
export function useListWindow(
  count: number,
  estimate: number,
  box: RefObject<HTMLElement | null>,
  drawn: RefObject<HTMLElement | null>,
  start?: Place,
  onPlace?: (place: Place) => void,
): ListWindow {
  const [heights] = useState(() => new Heights(estimate));
  const [scrolled, setScrolled] = useState(0);
  const [room, setRoom] = useState(600);
  const [, drawAgain] = useState(0);
  const wanted = useRef<Wanted>(
    start && start.row < count ? { index: count - 1 - start.row, by: start.by } : undefined,
  );
  /** Where we put it ourselves last; anywhere else, the person scrolled. */
  const placed = useRef(0);
  /** By how much the rows in view were pushed down by new ones on top. */
  const pushed = useRef(0);
  if (heights.count !== count) {
    const [before, known] = [heights.all, heights.count];
    heights.resize(count);
    if (known > 0 && count > known && scrolled > 0) pushed.current += heights.all - before;
  }
  const at = scrolled + pushed.current;
  const first = heights.at(at);
  const last = Math.min(count, heights.at(at + room) + 1);
  const whole = count <= wholeUpTo;
  const from = whole ? 0 : Math.max(0, first - margin);
  const to = whole ? count : Math.min(count, last + margin);

  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    setRoom(list.clientHeight || 600);
    const before = heights.top(first);
    let changed = false;
    for (const row of drawn.current?.children ?? []) {
      const { dataset, offsetHeight } = row as HTMLElement;
      changed = heights.measure(Number(dataset.row), offsetHeight) || changed;
    }
    const shift = heights.top(first) - before + pushed.current;
    pushed.current = 0;
    const was = list.scrollTop;
    // There may not have been room enough to scroll so far when it was tried last.
    if (wanted.current?.by !== undefined) bringIntoView(list, heights, wanted.current);
    if (!changed && shift === 0 && list.scrollTop === was) return;
    if (wanted.current !== undefined) bringIntoView(list, heights, wanted.current);
    else if (shift !== 0) list.scrollTop += shift;
    placed.current = list.scrollTop;
    setScrolled(list.scrollTop);
    drawAgain((times) => times + 1);
  });

  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    // Sentences wrap elsewhere when the panel is made wider.
    const observer = new ResizeObserver(() => drawAgain((times) => times + 1));
    observer.observe(list);
    return () => observer.disconnect();
  }, [box]);

  return {
    from,
    to,
    first,
    last,
    height: heights.all,
    top: (index) => heights.top(index),
    follow() {
      if (!box.current) return;
      const { scrollTop } = box.current;
      if (Math.abs(scrollTop - placed.current) > 1) wanted.current = undefined;
      setScrolled(scrollTop);
      // On its way to where it was, it is nowhere yet.
      if (wanted.current?.by !== undefined || count === 0) return;
      const top = heights.at(scrollTop);
      onPlace?.({ row: count - 1 - top, by: Math.round(scrollTop - heights.top(top)) });
    },
    reveal(index) {
      const list = box.current;
      if (!list || index < 0 || index >= count) return;
      // Rows that are still on their way may be of another height than thought: it stays in view until somebody scrolls.
      wanted.current = { index };
      bringIntoView(list, heights, wanted.current);
      placed.current = list.scrollTop;
      setScrolled(list.scrollTop);
    },
  };
}

/** A row to be seen; with `by`, on top and scrolled out by so many pixels. */
interface Wanted {
  readonly index: number;
  readonly by?: number;
}

/** As little as needed. */
function bringIntoView(list: HTMLElement, heights: Heights, { index, by }: Wanted): void {
  if (by !== undefined) {
    list.scrollTop = heights.top(index) + by;
    return;
  }
  const [top, bottom] = [heights.top(index), heights.top(index + 1)];
  const room = list.clientHeight || 600;
  if (top - covered < list.scrollTop) list.scrollTop = Math.max(0, top - covered);
  else if (bottom > list.scrollTop + room) list.scrollTop = bottom - room;
}
