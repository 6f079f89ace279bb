// Lets several callers of the same work wait for one run of it, which ends when the last of them has left.

export type SharedRun<T> = (
  key: string,
  work: (everyoneLeft: AbortSignal) => Promise<T>,
  /** Aborted when this caller waits no more. */
  leaving?: AbortSignal,
) => Promise<T>;

interface Run<T> {
  readonly result: Promise<T>;
  readonly ending: AbortController;
  waiting: number;
}

/**
 * A call with the key of a run under way joins it; the next call after its end starts anew, and so does one after everybody
 * left. Who leaves gets the reason of their signal at once.
 */
export function createSharedRun<T>(): SharedRun<T> {
  const running = new Map<string, Run<T>>();

  function begin(key: string, work: (everyoneLeft: AbortSignal) => Promise<T>): Run<T> {
    const ending = new AbortController();
    const forget = () => {
      if (running.get(key) === run) running.delete(key);
    };
    const run: Run<T> = { ending, waiting: 0, result: work(ending.signal).finally(forget) };
    running.set(key, run);
    return run;
  }

  return (key, work, leaving) => {
    if (leaving?.aborted) return Promise.reject(leaving.reason);
    const run = running.get(key) ?? begin(key, work);
    run.waiting += 1;
    if (!leaving) return run.result;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        reject(leaving.reason);
        run.waiting -= 1;
        if (run.waiting > 0) return;
        if (running.get(key) === run) running.delete(key);
        run.ending.abort(leaving.reason);
      };
      leaving.addEventListener('abort', leave, { once: true });
      run.result.then(resolve, reject).finally(() => leaving.removeEventListener('abort', leave));
    });
  };
}
