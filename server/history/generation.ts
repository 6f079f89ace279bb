// Tells whether a repository was purged since somebody looked: a file in it is another after each purge.

import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../errors.ts';
import { replaceFile } from './replace-file.ts';

const name = 'canvasback-generation';

/** Asked before each read, so it is one look at a file. */
export function generationOf(dir: string): string {
  const stat = statSync(join(dir, name), { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.mtimeMs}` : '';
}

/** Whoever holds something of the repository in memory, or a process that does, drops it. */
export function beginGeneration(dir: string): void {
  try {
    replaceFile(join(dir, name), `${randomUUID()}\n`);
  } catch (cause) {
    const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw isFull ? new AppError('storage_full', { cause }) : cause;
  }
}
