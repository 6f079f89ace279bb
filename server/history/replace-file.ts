// Replaces a small file whole: whoever reads it meanwhile, or after a crash, finds the old text or the new one.

import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Leaves the file alone when it holds the text already. */
export function replaceFile(file: string, text: string): void {
  if (readIfThere(file) === text) return;
  const made = `${file}.new-${randomUUID()}`;
  try {
    writeFileSync(made, text, { flag: 'wx', flush: true });
    renameSync(made, file);
  } catch (error) {
    rmSync(made, { force: true });
    throw error;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
