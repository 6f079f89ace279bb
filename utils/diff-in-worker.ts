// Computes differences in a worker, so that no page waits for a large one.

import type { ComponentSource } from '#core/component.ts';
import type { ComponentDiff } from '#core/diff/change.ts';
import { workerPolicyName } from './manifest.ts';

export interface DiffRequest {
  readonly id: number;
  readonly before: ComponentSource | null;
  readonly after: ComponentSource | null;
}

export type DiffResponse =
  | { readonly id: number; readonly diff: ComponentDiff }
  | { readonly id: number; readonly error: string };

type Differ = (before: ComponentSource | null, after: ComponentSource | null) => Promise<ComponentDiff>;

/** Starts its worker with the first difference; a worker that dies is replaced by the next one. */
export function createDiffer(start: () => Worker = startWorker): Differ {
  const waiting = new Map<number, { resolve(diff: ComponentDiff): void; reject(error: Error): void }>();
  let worker: Worker | undefined;
  let last = 0;

  function stop(reason: string) {
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  }

  function running(): Worker {
    if (worker) return worker;
    worker = start();
    worker.addEventListener('message', ({ data }: MessageEvent<DiffResponse>) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if ('diff' in data) asked?.resolve(data.diff);
      else asked?.reject(new Error(data.error));
    });
    worker.addEventListener('error', ({ message }) => stop(`The comparison stopped: ${message}`));
    return worker;
  }

  return (before, after) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      const request: DiffRequest = { id, before, after };
      running().postMessage(request);
    });
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
