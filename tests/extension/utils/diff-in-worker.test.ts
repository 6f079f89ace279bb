// Differences come back step by step to whoever follows them; a worker may be stopped, be slow, fail or die.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ComponentSource } from '#core/component.ts';
import { exactLines } from '#core/diff/line-options.ts';
import type { DiffStep } from '#core/diff/steps.ts';
import { createDiffer } from '../../../utils/diff-in-worker.ts';
import type { DiffAnswer, DiffRequest } from '../../../utils/diff-messages.ts';
import { unpackTask } from '../../../utils/pack-task.ts';
import { serveDiffs } from '../../../utils/serve-diffs.ts';

class Idle extends EventTarget {
  readonly requests: DiffRequest[] = [];
  terminated = false;
  postMessage(request: DiffRequest) {
    this.requests.push(request);
  }
  terminate() {
    this.terminated = true;
  }
  answer(data: DiffAnswer) {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  step(id: number, step: DiffStep) {
    this.answer({ id, kind: 'step', step });
  }
  die(message: string) {
    this.dispatchEvent(new ErrorEvent('error', { message }));
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

const side = (text: string): ComponentSource => ({
  type: 'PermissionSet',
  fullName: 'A',
  files: [{ role: 'metadata', name: 'A-meta.xml', text }],
});
const task = (text = 'b') => ({ before: side('a'), after: side(text), live: false });
const started: DiffStep = { kind: 'started', files: [{ name: 'A-meta.xml', role: 'metadata', size: 2 }] };
const one: DiffStep = {
  kind: 'changes',
  file: 0,
  changes: [{ kind: 'added', lane: 'meaning', path: [], where: 'Label' }],
};
const finished: DiffStep = {
  kind: 'finished',
  outcome: { same: false, exact: true, changeCount: 1, noiseCount: 0, summary: 'Label added' },
};
const asks = (worker: Idle | undefined) => worker?.requests.map(({ ask, id }) => `${ask} ${id}`);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a run', () => {
  test('starts no worker before the first difference, and one for all', () => {
    const { diff, workers } = setup();
    expect(workers).toHaveLength(0);
    diff(task('b'));
    diff(task('c'));
    expect(workers).toHaveLength(1);
    expect(asks(workers[0])).toEqual(['start 1', 'start 2']);
  });

  test('gathers what comes, and tells each time', () => {
    const { diff, workers } = setup();
    const run = diff(task());
    const seen: number[] = [];
    run.subscribe(() => seen.push(run.found.changeCount));
    for (const step of [started, one, one, finished]) workers[0]?.step(1, step);
    expect(seen).toEqual([0, 1, 2, 2]);
    expect(run.state()).toEqual({ phase: 'finished' });
  });

  test('of the same two sides is joined, also when it is over', () => {
    const { diff, workers } = setup();
    const run = diff(task());
    expect(diff(task())).toBe(run);
    expect(diff({ ...task(), live: true })).not.toBe(run);
    workers[0]?.step(1, finished);
    expect(diff(task())).toBe(run);
    expect(asks(workers[0])).toEqual(['start 1', 'start 2']);
  });

  test('finished ones are forgotten when others came since', () => {
    const { diff, workers } = setup();
    const first = diff(task());
    workers[0]?.step(1, finished);
    for (const text of ['c', 'd', 'e']) diff(task(text));
    expect(diff(task())).not.toBe(first);
  });

  test('that nobody follows any more is stopped; drawing anew is no leaving', () => {
    const { diff, workers } = setup();
    const run = diff(task());
    const leave = run.subscribe(() => {});
    leave();
    const again = run.subscribe(() => {});
    vi.advanceTimersByTime(10);
    expect(asks(workers[0])).toEqual(['start 1']);
    again();
    vi.advanceTimersByTime(10);
    expect(asks(workers[0])).toEqual(['start 1', 'cancel 1']);
    expect(diff(task())).not.toBe(run);
  });
});

describe('cancelling', () => {
  test('keeps what was found, ignores what was under way, and goes on from there', () => {
    const { diff, workers } = setup();
    const run = diff(task());
    workers[0]?.step(1, started);
    workers[0]?.step(1, one);
    run.cancel();
    expect(run.state()).toEqual({ phase: 'cancelled' });
    workers[0]?.step(1, one);
    expect(run.found.changeCount).toBe(1);
    run.goOn();
    expect(workers[0]?.requests.at(-1)).toMatchObject({ ask: 'start', id: 2, from: 2 });
    workers[0]?.step(1, one);
    workers[0]?.step(2, one);
    workers[0]?.step(2, finished);
    expect(run.found.changeCount).toBe(2);
    expect(run.state()).toEqual({ phase: 'finished' });
  });

  test('a worker that stops in time stays; one that does not is replaced, and the others go on', () => {
    const { diff, workers } = setup();
    const run = diff(task('b'));
    const other = diff(task('c'));
    workers[0]?.step(2, started);
    run.cancel();
    workers[0]?.answer({ id: 1, kind: 'stopped' });
    vi.advanceTimersByTime(2000);
    expect(workers).toHaveLength(1);
    run.goOn();
    run.cancel();
    vi.advanceTimersByTime(2000);
    expect(workers[0]?.terminated).toBe(true);
    expect(workers[1]?.requests).toEqual([
      { ask: 'start', id: 4, task: other.task, from: 1 },
    ] satisfies DiffRequest[]);
    workers[1]?.step(4, finished);
    expect(other.state()).toEqual({ phase: 'finished' });
  });
});

describe('a large task', () => {
  const text = `\uFEFF<a>${'ö'.repeat(300_000)}</a>`;
  const large = { before: side(text), after: side('b'), live: false };

  test('goes as bytes, and arrives as it was', async () => {
    const { diff, workers } = setup();
    diff(large);
    expect(workers).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(50);
    const [request] = workers[0]?.requests ?? [];
    if (request?.ask !== 'start') throw new Error('Nothing was asked');
    expect(request.task.before?.files[0]?.text).toHaveLength(2);
    expect(unpackTask(request.task)).toEqual(large);
  });

  test('is not sent any more when it was cancelled meanwhile', async () => {
    const { diff, workers } = setup();
    diff(large).cancel();
    await vi.advanceTimersByTimeAsync(10);
    expect(asks(workers[0])).toEqual(['cancel 1']);
  });
});

describe('trouble', () => {
  test('a failure reaches the one who asked, and can be tried again', () => {
    const { diff, workers } = setup();
    const run = diff(task());
    workers[0]?.answer({ id: 1, kind: 'failed', message: 'too deep' });
    expect(run.state()).toEqual({ phase: 'failed', message: 'too deep' });
    run.goOn();
    workers[0]?.step(2, finished);
    expect(run.state()).toEqual({ phase: 'finished' });
  });

  test('a worker that dies fails what it worked on; trying again starts another where it was', async () => {
    const { diff, workers } = setup();
    const run = diff(task());
    const lines = run.lines(exactLines);
    workers[0]?.step(1, started);
    workers[0]?.step(1, one);
    workers[0]?.die('out of memory');
    expect(run.state()).toEqual({ phase: 'failed', message: 'The comparison stopped: out of memory' });
    await expect(lines).rejects.toThrow('out of memory');
    expect(workers[0]?.terminated).toBe(true);
    run.goOn();
    expect(workers[1]?.requests).toMatchObject([{ ask: 'start', id: 3, from: 2 }]);
    workers[0]?.step(3, one);
    expect(run.found.changeCount).toBe(1);
  });

  test('lines are asked for once, and again after a failure', async () => {
    const { diff, workers } = setup();
    const run = diff(task());
    const lines = run.lines(exactLines);
    expect(run.lines(exactLines)).toBe(lines);
    const files = [{ hunks: Int32Array.of(0, 1, 0, 1, 0), moves: Int32Array.of(), exact: true }];
    workers[0]?.answer({ id: 2, kind: 'lines', files });
    expect(await lines).toBe(files);
  });
});

describe('the worker’s side', () => {
  /** Runs until it wants a turn; `give` gives it so many. */
  function serve() {
    const said: DiffAnswer[] = [];
    let next = () => {};
    const turn = () =>
      new Promise<void>((resolve) => {
        next = resolve;
      });
    const take = serveDiffs((answer) => said.push(answer), turn);
    const give = async (turns: number) => {
      for (let i = 0; i < turns; i++) {
        next();
        await vi.advanceTimersByTimeAsync(0);
      }
    };
    return { said, take, give };
  }

  const items = (from: number) =>
    side(
      `<PermissionSet>${Array.from(
        { length: 1200 },
        (_, index) =>
          `<classAccesses><apexClass>C${from + index}</apexClass><enabled>true</enabled></classAccesses>`,
      ).join('')}</PermissionSet>`,
    );
  const large = { before: items(0), after: items(5000), live: false };

  test('looks up after every batch: a cancel that waits is heard before the next one', async () => {
    const { said, take, give } = serve();
    take({ ask: 'start', id: 1, task: large, from: 0 });
    while (!said.some((answer) => answer.kind === 'step' && answer.step.kind === 'changes')) await give(1);
    const before = said.length;
    take({ ask: 'cancel', id: 1 });
    await give(20);
    expect(said.slice(before)).toEqual([{ id: 1, kind: 'stopped' }]);
    take({ ask: 'cancel', id: 1 });
    expect(said.at(-1)).toEqual({ id: 1, kind: 'stopped' });
  });

  test('taken up again, sends what was not sent, and the same as without a break', async () => {
    const whole = serve();
    whole.take({ ask: 'start', id: 1, task: large, from: 0 });
    await whole.give(40);
    const rest = serve();
    rest.take({ ask: 'start', id: 1, task: large, from: 3 });
    await rest.give(40);
    expect(whole.said.at(-1)).toMatchObject({ step: { kind: 'finished' } });
    expect(rest.said).toEqual(whole.said.slice(3));
  });

  test('gives lines as plain numbers', async () => {
    const { said, take, give } = serve();
    const lines = { before: side('a\nb\n'), after: side('a\nc\n'), live: false };
    take({ ask: 'lines', id: 5, task: lines, options: exactLines });
    await give(3);
    expect(said).toMatchObject([
      { id: 5, kind: 'lines', files: [{ hunks: Int32Array.of(1, 1, 1, 1, 0), exact: true }] },
    ]);
  });
});
