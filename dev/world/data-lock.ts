// One world at a time on one data folder: two would write to the same databases and the same socket.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { WorldProblem } from './problem.ts';

/** Returns the way to give the folder back. A lock whose process is gone does not count. */
export function lockDataFolder(layout: Layout): () => void {
  const file = join(layout.run, 'world.pid');
  const holder = readHolder(file);
  if (holder !== undefined && isRunning(holder)) {
    throw new WorldProblem(
      `The data folder ${layout.data} is in use: a world runs on it (process ${holder}).`,
      'Stop that one with Ctrl-C in its terminal, or use another folder and other ports:\n  npm start -- --data OTHER_FOLDER --port 8780',
    );
  }
  writeFileSync(file, `${process.pid}\n`);
  return () => {
    if (readHolder(file) === process.pid) rmSync(file, { force: true });
  };
}

function readHolder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
