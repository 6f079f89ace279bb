// A text with the words marked that differ from the other side.

import { Fragment } from 'react';
import { wordDiff } from '#core/diff/word-diff.ts';

/** Below this share of common words marks would tell nothing: the colour of the line is enough. */
const marksFrom = 0.25;

export function WordText({
  of,
  against,
  side,
  skip = 0,
}: {
  of: string;
  against: string | undefined;
  side: 'before' | 'after';
  /** Characters at the start that are drawn elsewhere. */
  skip?: number;
}) {
  if (against === undefined) return of.slice(skip);
  const diff = side === 'before' ? wordDiff(of, against) : wordDiff(against, of);
  if (diff.alike < marksFrom) return of.slice(skip);
  let at = skip;
  const parts = diff[side].map((span) => {
    const start = Math.max(span.start, skip);
    const end = Math.max(span.end, skip);
    if (start === end) return null;
    const equal = of.slice(at, start);
    at = end;
    return (
      <Fragment key={start}>
        {equal}
        <mark className={side === 'before' ? 'word-old' : 'word-new'}>{of.slice(start, end)}</mark>
      </Fragment>
    );
  });
  return (
    <>
      {parts}
      {of.slice(at)}
    </>
  );
}
