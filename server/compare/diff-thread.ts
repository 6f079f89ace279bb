// The thread that compares large texts, so that the API goes on answering: one task in, one answer out.

import { parentPort } from 'node:worker_threads';
import type { ComponentSource } from '#core/component.ts';
import { type Compared, compareHere } from './compared.ts';

export interface ThreadTask {
  readonly before: ComponentSource | null;
  readonly after: ComponentSource | null;
}

export type ThreadAnswer = { readonly compared: Compared } | { readonly error: string };

function answer({ before, after }: ThreadTask): ThreadAnswer {
  try {
    return { compared: compareHere(before, after) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (task: ThreadTask) => parentPort?.postMessage(answer(task)));
