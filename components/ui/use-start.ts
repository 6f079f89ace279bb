// Puts a list where it was when it was left, and tells where it is scrolled to.

import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Place } from '../../utils/extension-host.ts';
import { useRested } from '../hooks/use-rested.ts';

interface Rows {
  /** Undefined while there is no such row. */
  topOf(row: number): number | undefined;
  rowAt(top: number): number;
}

/**
 * Rows may come one after the other, and be of another height than thought: the list is held at its start until somebody
 * scrolls it.
 */
export function useStart(
  { start, onPlace }: { start?: Place | undefined; onPlace?: ((place: Place) => void) | undefined },
  box: RefObject<HTMLElement | null>,
  rows: Rows,
) {
  const held = useRef(start);
  /** Where we put it ourselves; anywhere else, the person scrolled. */
  const placed = useRef(0);
  const tell = useRested(onPlace);

  useLayoutEffect(() => {
    const list = box.current;
    const top = held.current && rows.topOf(held.current.row);
    if (!list || !held.current || top === undefined) return;
    list.scrollTop = top + held.current.by;
    placed.current = list.scrollTop;
  });

  return {
    /** From here on it goes where it is told. */
    leave() {
      held.current = undefined;
    },
    /** To be called when it was scrolled. */
    follow() {
      const top = box.current?.scrollTop;
      if (top === undefined) return;
      if (Math.abs(top - placed.current) > 1) held.current = undefined;
      if (held.current) return;
      const row = rows.rowAt(top);
      tell({ row, by: Math.round(top - (rows.topOf(row) ?? 0)) });
    },
  };
}
