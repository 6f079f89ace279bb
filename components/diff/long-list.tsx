// A list of any length: short ones are plain (findable, readable by all), long ones draw only what is in view.

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useCallback, useImperativeHandle, useRef } from 'react';
import type { RowList } from './row-list.ts';

/** Above this many rows only those in view exist. */
const plainUpTo = 250;

export interface LongListHandle {
  /** Brings a row into view. */
  reveal(index: number): void;
}

interface LongListProps<Row> {
  rows: RowList<Row>;
  /** How many rows are to be expected, so that a list that grows is drawn in one way from the start. */
  long?: number;
  estimate: number;
  draw: (row: Row, index: number) => ReactNode;
  label: string;
  className?: string;
  handle?: Ref<LongListHandle>;
}

export function LongList<Row>(props: LongListProps<Row>) {
  const { rows, long = 0 } = props;
  return Math.max(rows.length, long) <= plainUpTo ? <PlainList {...props} /> : <VirtualList {...props} />;
}

function PlainList<Row>({ rows, draw, label, className, handle }: LongListProps<Row>) {
  const box = useRef<HTMLDivElement>(null);
  useImperativeHandle(handle, () => ({
    reveal: (index) => box.current?.children[0]?.children[index]?.scrollIntoView?.({ block: 'center' }),
  }));
  return (
    <Scroller box={box} label={label} className={className}>
      <div>
        {Array.from({ length: rows.length }, (_, index) => {
          const row = rows.at(index);
          return row === undefined ? null : <div key={rows.keyAt(index)}>{draw(row, index)}</div>;
        })}
      </div>
    </Scroller>
  );
}

function VirtualList<Row>({ rows, estimate, draw, label, className, handle }: LongListProps<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: useCallback(() => estimate, [estimate]),
    // Another function would have every row measured anew with every drawing.
    getItemKey: useCallback((index: number) => rows.keyAt(index), [rows]),
    overscan: 12,
  });
  useImperativeHandle(handle, () => ({ reveal: (index) => list.scrollToIndex(index, { align: 'center' }) }));
  return (
    <Scroller box={box} label={label} className={className}>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map((item) => {
          const row = rows.at(item.index);
          return row === undefined ? null : (
            <div
              key={item.key}
              ref={list.measureElement}
              data-index={item.index}
              className="virtual-row"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {draw(row, item.index)}
            </div>
          );
        })}
      </div>
    </Scroller>
  );
}

function Scroller(props: {
  box: Ref<HTMLDivElement>;
  label: string;
  className: string | undefined;
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
    >
      {props.children}
    </div>
  );
}
