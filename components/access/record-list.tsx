// Entries of a log under the heading of their day; more are fetched as the end comes near.

import { type ReactNode, useEffect } from 'react';
import { useNow } from '../hooks/use-now.ts';
import { LongList } from '../ui/long-list.tsx';
import { listOf } from '../ui/row-list.ts';
import { dayLabel, sameDay } from '../ui/time-text.ts';

/** Height of most rows. */
const estimate = 47;

export interface RecordRow {
  readonly key: string | number;
  readonly at: string;
}

export function RecordList<Row extends RecordRow>({
  label,
  rows,
  matching,
  more,
  draw,
}: {
  label: string;
  rows: readonly Row[];
  /** How many there are with those that are not here yet. */
  matching: number;
  /** Fetches the next page; undefined when all are here. */
  more: (() => void) | undefined;
  draw: (row: Row) => ReactNode;
}) {
  const now = useNow();
  const all = [
    ...rows.map((row, index) => ({ key: row.key, row, before: rows[index - 1] })),
    ...(more ? [{ key: -1, row: undefined, before: undefined }] : []),
  ];
  return (
    <LongList
      label={label}
      role="list"
      className="records-list"
      rows={listOf(all)}
      long={matching}
      estimate={estimate}
      draw={({ row, before }, index) =>
        row ? (
          // biome-ignore lint/a11y/useSemanticElements: only rows in view exist, each with its place among all
          <div role="listitem" aria-posinset={index + 1} aria-setsize={matching}>
            {before && sameDay(before.at, row.at) ? null : <h2 className="day">{dayLabel(row.at, now)}</h2>}
            {draw(row)}
          </div>
        ) : (
          <More fetch={more} loaded={rows.length} />
        )
      }
    />
  );
}

/** Is drawn when the end is near. */
function More({ fetch, loaded }: { fetch: (() => void) | undefined; loaded: number }) {
  useEffect(() => {
    // Also when a page has come and its end is in view already.
    if (loaded >= 0) fetch?.();
  }, [fetch, loaded]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: it stands in the place of the rows to come
    <div role="listitem" className="record-row" aria-busy="true">
      <span className="visually-hidden">Loading more</span>
      <span className="skeleton-bar" aria-hidden="true" />
    </div>
  );
}
