// Differences come back to whoever asked, also when the worker fails or dies.

import { describe, expect, test } from 'vitest';
import { createDiffer, type DiffRequest, type DiffResponse } from '../../../utils/diff-in-worker.ts';

class Idle extends EventTarget {
  readonly requests: DiffRequest[] = [];
  terminated = false;
  postMessage(request: DiffRequest) {
    this.requests.push(request);
  }
  terminate() {
    this.terminated = true;
  }
  answer(data: DiffResponse) {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

function setup() {
  const workers: Idle[] = [];
  const diff = createDiffer(() => {
    workers.push(new Idle());
    return workers.at(-1) as unknown as Worker;
  });
  return { diff, workers };
}

const found = (summary: string) => ({
  same: false,
  exact: true,
  changeCount: 1,
  noiseCount: 0,
  files: [],
  summary,
});

describe('differ', () => {
  test('starts no worker before the first difference, and one for all', async () => {
    const { diff, workers } = setup();
    expect(workers.length).toBe(0);
    const both = [diff(null, null), diff(null, null)];
    expect(workers.length).toBe(1);
    const [one, two] = workers[0]?.requests ?? [];
    workers[0]?.answer({ id: two?.id ?? 0, diff: found('second') });
    workers[0]?.answer({ id: one?.id ?? 0, diff: found('first') });
    expect((await Promise.all(both)).map(({ summary }) => summary)).toEqual(['first', 'second']);
  });

  test('a failure reaches the one who asked', async () => {
    const { diff, workers } = setup();
    const asked = diff(null, null);
    workers[0]?.answer({ id: 1, error: 'too deep' });
    await expect(asked).rejects.toThrow('too deep');
  });

  test('a worker that dies fails what waits, and the next difference has a new one', async () => {
    const { diff, workers } = setup();
    const asked = diff(null, null);
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
    await expect(asked).rejects.toThrow('out of memory');
    expect(workers[0]?.terminated).toBe(true);
    const again = diff(null, null);
    workers[1]?.answer({ id: 2, diff: found('again') });
    expect((await again).summary).toBe('again');
  });
});
