// Peers that are processes: git's line diffs, and jsdiff in one that can be killed.

import { spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import process from 'node:process';
import type { JsdiffJob, JsdiffTimes } from './children.ts';
import { inChild } from './run.ts';

export const gitAlgorithms = ['histogram', 'myers'] as const;

/** Lines added and removed. Nobody's own settings change what git does. */
export function gitChangedLines(algorithm: string, before: string, after: string): number {
  const run = spawnSync(
    'git',
    ['diff', '--no-index', '--no-ext-diff', `--diff-algorithm=${algorithm}`, '--numstat', before, after],
    { encoding: 'utf8', env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull } },
  );
  // 1 says that there are differences.
  if (run.status !== 0 && run.status !== 1) throw new Error(`git diff failed: ${run.stderr}`);
  const [added = 0, removed = 0] = run.stdout.split('\t').map(Number);
  return added + removed;
}

/** Undefined when it gave no answer in ten seconds. */
export function jsdiffLines(before: string, after: string): Promise<JsdiffTimes | undefined> {
  return inChild('jsdiff', { before, after } satisfies JsdiffJob, 10_000);
}
