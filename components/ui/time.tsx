// A point in time as text, the exact one on hover and for screen readers.

import { useNow } from '../hooks/use-now.ts';
import { clockTime, dayAndTime, exactTime, relativeTime } from './time-text.ts';

export function Time({ at, as = 'relative' }: { at: string; as?: 'relative' | 'clock' | 'day' }) {
  const now = useNow();
  const exact = exactTime(at);
  const shown = as === 'clock' ? clockTime(at) : as === 'day' ? dayAndTime(at, now) : relativeTime(at, now);
  return (
    <time dateTime={at} title={exact} className="nowrap">
      <span aria-hidden="true">{shown}</span>
      <span className="visually-hidden">{exact}</span>
    </time>
  );
}
