// Keeps what changes at every turn of a wheel once it has rested, and at the latest when what shows it goes.

import { useCallback, useEffect, useRef } from 'react';

/** Milliseconds without news. */
const rest = 250;

export function useRested<T>(keep: ((value: T) => void) | undefined): (value: T) => void {
  const waiting = useRef<{ value: T; timer: ReturnType<typeof setTimeout> }>(undefined);
  const latest = useRef(keep);
  useEffect(() => {
    latest.current = keep;
  });
  const flush = useCallback(() => {
    if (!waiting.current) return;
    const { value, timer } = waiting.current;
    clearTimeout(timer);
    waiting.current = undefined;
    latest.current?.(value);
  }, []);
  useEffect(() => flush, [flush]);
  return useCallback(
    (value: T) => {
      clearTimeout(waiting.current?.timer);
      waiting.current = { value, timer: setTimeout(flush, rest) };
    },
    [flush],
  );
}
