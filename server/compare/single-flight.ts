// Lets several callers of the same work wait for one run of it.

export type SingleFlight<T> = (key: string, work: () => Promise<T>) => Promise<T>;

/** A call with the key of a run under way joins it; the next call after its end starts anew. */
export function createSingleFlight<T>(): SingleFlight<T> {
  const running = new Map<string, Promise<T>>();
  return (key, work) => {
    const known = running.get(key);
    if (known) return known;
    const run = work().finally(() => running.delete(key));
    running.set(key, run);
    return run;
  };
}
