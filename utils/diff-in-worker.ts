// Has differences computed in a worker, so that no page waits for a large one.

import type { ComponentSource } from '#core/component.ts';
import type { LineOptions } from '#core/diff/line-options.ts';
import type { DiffAnswer, DiffRequest, DiffTask, PackedLines } from './diff-messages.ts';
import { type DiffRun, Run, type Workshop } from './diff-run.ts';
import { workerPolicyName } from './manifest.ts';
import { buffersOf, isSmall, packTask, type SentTask } from './pack-task.ts';

/** The comparison of two versions; the same two are compared once, however many ask. */
export type Differ = (task: DiffTask) => DiffRun;

/** Finished comparisons are kept for who comes back to them, but not all of them: they can be large. */
const kept = 3;

/** A worker that does not stop when asked, because one step takes long, is ended after this many milliseconds. */
const patience = 1000;

/** Starts its worker with the first difference; a worker that dies is replaced by the next one. */
export function createDiffer(start: () => Worker = startWorker): Differ {
  let runs: Run[] = [];
  /** Each attempt has a number of its own: a run that was taken up again must not hear of the one before. */
  const attempts = new Map<number, Run>();
  const readers = new Map<number, Reader>();
  /** Attempts that were asked to stop. */
  const stopping = new Map<number, ReturnType<typeof setTimeout>>();
  let worker: Worker | undefined;
  let last = 0;

  function end() {
    worker?.terminate();
    worker = undefined;
    const left = [...attempts.values()];
    attempts.clear();
    for (const timer of stopping.values()) clearTimeout(timer);
    stopping.clear();
    return left;
  }

  function died(reason: string) {
    for (const run of end()) run.fail(`The comparison stopped: ${reason}`);
    for (const { reject } of readers.values()) reject(new Error(`The comparison stopped: ${reason}`));
    readers.clear();
  }

  function take(answer: DiffAnswer) {
    const { id } = answer;
    const run = attempts.get(id);
    const reader = readers.get(id);
    if (reader) {
      readers.delete(id);
      if (answer.kind === 'lines') reader.resolve(answer.files);
      else reader.reject(new Error(answer.kind === 'failed' ? answer.message : 'The comparison stopped'));
    }
    if (answer.kind !== 'step') {
      clearTimeout(stopping.get(id));
      stopping.delete(id);
    }
    if (!run) return;
    if (answer.kind === 'step') run.take(answer.step);
    else if (answer.kind === 'failed') run.fail(answer.message);
    if (run.state().phase !== 'running') attempts.delete(id);
  }

  function running(): Worker {
    if (worker) return worker;
    const started = start();
    worker = started;
    // What an ended worker still says is not for its successor's runs.
    const own = (act: () => void) => started === worker && act();
    started.addEventListener('message', ({ data }: MessageEvent<DiffAnswer>) => own(() => take(data)));
    started.addEventListener('error', ({ message }) => own(() => died(message || 'the worker failed')));
    started.addEventListener('messageerror', () => own(() => died('an answer could not be read')));
    return started;
  }

  const say = (request: DiffRequest, transfer: Transferable[] = []) =>
    running().postMessage(request, transfer);

  /** Small tasks go at once; large ones in a while, if they are still wanted then. */
  function ask(id: number, task: DiffTask, request: (sent: SentTask) => DiffRequest) {
    if (isSmall(task)) return say(request(task));
    void packTask(task).then((sent) => {
      if (attempts.has(id) || readers.has(id)) say(request(sent), buffersOf(sent));
    });
  }

  function askLines(id: number, { task, options }: Pick<Reader, 'task' | 'options'>) {
    ask(id, task, (sent) => ({ ask: 'lines', id, task: sent, options }));
  }

  const workshop: Workshop = {
    start(run) {
      const id = ++last;
      attempts.set(id, run);
      const from = run.steps;
      ask(id, run.task, (task) => ({ ask: 'start', id, task, from }));
    },
    cancel(run) {
      for (const [id, other] of attempts) {
        if (other !== run) continue;
        // Steps that are under way are told again when it goes on.
        attempts.delete(id);
        say({ ask: 'cancel', id });
        const restart = () => {
          // The others lose their worker too, and go on with the next one.
          for (const one of end()) workshop.start(one);
          for (const [id, reader] of readers) askLines(id, reader);
        };
        stopping.set(id, setTimeout(restart, patience));
      }
    },
    lines: (task, options) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        readers.set(id, { task, options, resolve, reject });
        askLines(id, { task, options });
      }),
    left(run) {
      const { phase } = run.state();
      if (phase === 'finished' || phase === 'cancelled') return;
      run.cancel();
      runs = runs.filter((other) => other !== run);
    },
  };

  return (task) => {
    const known = runs.find((run) => isSame(run.task, task));
    if (known) {
      runs = [known, ...runs.filter((run) => run !== known)];
      return known;
    }
    const run = new Run(task, workshop);
    const over = (one: Run, place: number) => place < kept || one.state().phase === 'running';
    runs = [run, ...runs].filter(over);
    workshop.start(run);
    return run;
  };
}

function isSame(one: DiffTask, other: DiffTask): boolean {
  return (
    one.live === other.live && isSameSide(one.before, other.before) && isSameSide(one.after, other.after)
  );
}

function isSameSide(one: ComponentSource | null, other: ComponentSource | null): boolean {
  if (one === other || !one || !other) return one === other;
  return (
    one.type === other.type &&
    one.fullName === other.fullName &&
    one.files.length === other.files.length &&
    one.files.every((file, index) => {
      const same = other.files[index];
      return same?.name === file.name && same.role === file.role && same.text === file.text;
    })
  );
}

interface Reader {
  readonly task: DiffTask;
  readonly options: LineOptions;
  resolve(files: readonly PackedLines[]): void;
  reject(error: Error): void;
}

interface ScriptPolicies {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): {
    createScriptURL(address: string): unknown;
  };
}

function startWorker(): Worker {
  const address = `${location.origin}/diff-worker.js`;
  const { trustedTypes } = globalThis as { trustedTypes?: ScriptPolicies };
  if (!trustedTypes) return new Worker(address, { name: 'diff' });
  policy ??= trustedTypes.createPolicy(workerPolicyName, {
    createScriptURL(wanted) {
      if (wanted !== address) throw new TypeError('Only the diff worker may be started');
      return wanted;
    },
  });
  return new Worker(policy.createScriptURL(address) as string, { name: 'diff' });
}

/** A name can be given out once in a page's life. */
let policy: ReturnType<ScriptPolicies['createPolicy']> | undefined;
