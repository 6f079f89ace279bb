// The diff worker without a worker: the same two sides in one page, for pictures and tests.

import type { DiffAnswer, DiffRequest } from '../../utils/diff-messages.ts';
import { serveDiffs } from '../../utils/serve-diffs.ts';

/** @param stalls after so many turns it goes no further, as one that is busy with a large document */
export function inlineWorker(stalls = Number.POSITIVE_INFINITY): Worker {
  let turns = 0;
  const turn = () => (++turns > stalls ? new Promise<never>(() => {}) : Promise.resolve());
  let ended = false;
  const worker = new EventTarget();
  const answer = (data: DiffAnswer) =>
    queueMicrotask(() => ended || worker.dispatchEvent(new MessageEvent('message', { data })));
  const take = serveDiffs(answer, turn);
  return Object.assign(worker, {
    postMessage: (request: DiffRequest) => queueMicrotask(() => take(request)),
    terminate: () => {
      ended = true;
    },
  }) as unknown as Worker;
}
