// Compares two versions for the server: small ones at once, large ones in a thread, with a limit to how long it takes.

import { Worker } from 'node:worker_threads';
import type { ComponentSource } from '#core/component.ts';
import { comparable } from '#core/diff/comparable.ts';
import { withoutBytes } from '../content/content-file.ts';
import { AppError } from '../errors.ts';
import { type Compared, compareHere } from './compared.ts';
import type { ThreadAnswer, ThreadTask } from './diff-thread.ts';

export interface ComparerOptions {
  /** Characters of both sides together from which on a thread is worth its while. */
  readonly fromSize?: number;
  /** Threads at most; each is started when there is work for it, and kept. */
  readonly threads?: number;
  readonly limitMs?: number;
  readonly start?: () => Worker;
}

export interface Compare {
  (before: ComponentSource | null, after: ComponentSource | null): Promise<Compared>;
  /** Such a version will be compared in a moment: a thread that it needs is started now. */
  expect(before: ComponentSource | null): void;
}

interface Job {
  readonly task: ThreadTask;
  resolve(compared: Compared): void;
  reject(error: Error): void;
}

export function createComparer({
  fromSize = 256 * 1024,
  threads = 2,
  limitMs = 60_000,
  start = startThread,
}: ComparerOptions = {}): Compare {
  const waiting: Job[] = [];
  const idle: Worker[] = [];
  let busy = 0;

  function next(): void {
    while (busy < threads) {
      const job = waiting.shift();
      if (!job) return;
      busy += 1;
      const thread = idle.pop() ?? start();
      thread.off('error', forget).off('exit', forget);
      work(thread, job);
    }
  }

  /** Keeps no process alive; one that ends while nobody needs it is nobody's trouble. */
  function rest(thread: Worker): void {
    thread.on('error', forget).on('exit', forget);
    thread.unref();
    idle.push(thread);
  }

  function forget(this: Worker): void {
    const at = idle.indexOf(this);
    if (at >= 0) idle.splice(at, 1);
  }

  function work(thread: Worker, job: Job): void {
    // One that works keeps the process alive.
    thread.ref();
    const timer = setTimeout(() => leave(stopped(`it took longer than ${limitMs / 1000} s`)), limitMs);
    const onAnswer = (answer: ThreadAnswer) => {
      // A fault of ours: its words are for the log, not for whoever asked.
      if ('error' in answer) job.reject(new Error(answer.error));
      else job.resolve(answer.compared);
      rest(thread);
      end();
    };
    const onError = (error: Error) => leave(error);
    const onExit = () => leave(stopped('its thread ended'));
    function leave(why: Error) {
      job.reject(why);
      end();
      thread.on('error', () => {});
      void thread.terminate();
    }
    function end() {
      clearTimeout(timer);
      thread.off('message', onAnswer).off('error', onError).off('exit', onExit);
      busy -= 1;
      next();
    }
    thread.on('message', onAnswer).on('error', onError).on('exit', onExit);
    thread.postMessage(job.task);
  }

  async function compare(given: ComponentSource | null, other: ComponentSource | null): Promise<Compared> {
    const { before, after } = comparable({ before: given, after: other });
    if (sizeOf(before) + sizeOf(after) < fromSize) return compareHere(before, after);
    return new Promise((resolve, reject) => {
      waiting.push({ task: { before: plain(before), after: plain(after) }, resolve, reject });
      next();
    });
  }

  function expect(before: ComponentSource | null): void {
    if (2 * sizeOf(before) >= fromSize && busy < threads && idle.length === 0) rest(start());
  }

  return Object.assign(compare, { expect });
}

/** The process's one: threads are few, whoever needs them. */
export const compareVersions: Compare = createComparer();

/** What the thread needs: bytes of binary content would be copied for nothing. */
function plain(source: ComponentSource | null): ComponentSource | null {
  return source && { ...source, files: source.files.map(withoutBytes) };
}

function stopped(why: string): AppError {
  return new AppError('internal', { detail: `The two versions could not be compared: ${why}.` });
}

function sizeOf(source: ComponentSource | null): number {
  return source?.files.reduce((sum, { text }) => sum + text.length, 0) ?? 0;
}

function startThread(): Worker {
  return new Worker(new URL('./diff-thread.ts', import.meta.url));
}
