// What a helper has to put away when a test file ends; each file in turn has the same modules, so a hook of theirs would run once only.

import process from 'node:process';
import { afterAll } from 'vitest';

const PLACE = Symbol.for('canvasback.after-file');
const MASK = Symbol.for('canvasback.umask');

type CleanUp = () => Promise<void>;
const known = globalThis as typeof globalThis & { [PLACE]?: Set<CleanUp>; [MASK]?: number };

/** Runs at the end of each test file from now on; it must do no harm when there is nothing to put away. */
export function afterEachFile(cleanUp: CleanUp): void {
  known[PLACE] ??= new Set();
  known[PLACE].add(cleanUp);
}

/** Vitest runs this module's side for each file: see `setupFiles` in vitest.config.ts. */
export function putAwayAtEnd(): void {
  afterAll(async () => {
    for (const cleanUp of known[PLACE] ?? []) await cleanUp();
  });
}

/** What this process may not give others to read, as it was before its first test file. */
export function forkedMask(): number {
  known[MASK] ??= process.umask();
  return known[MASK];
}
