// A text with the words marked that differ from the other side.

import { wordParts } from './text-rows.ts';

export function WordText({
  of,
  against,
  side,
}: {
  of: string;
  against: string | undefined;
  side: 'before' | 'after';
}) {
  if (against === undefined) return of;
  const parts = side === 'before' ? wordParts(of, against).before : wordParts(against, of).after;
  let at = 0;
  return parts.map((part) => {
    const key = at;
    at += part.text.length;
    return part.changed ? (
      <mark key={key} className={side === 'before' ? 'word-old' : 'word-new'}>
        {part.text}
      </mark>
    ) : (
      part.text
    );
  });
}
