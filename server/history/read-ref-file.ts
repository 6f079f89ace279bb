// Reads a ref of our own repository from its file: asked each time, a process of git would be a third of a commit's time.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const oidLine = /^(?:[0-9a-f]{40}|[0-9a-f]{64})\n$/;

/** The object it holds, or that there is no such ref; undefined when only git can say. */
export function readRefFile(dir: string, ref: string): { readonly oid: string | undefined } | undefined {
  const text = readIfThere(join(dir, ref));
  if (text === undefined) return existsSync(join(dir, 'packed-refs')) ? undefined : { oid: undefined };
  return oidLine.test(text) ? { oid: text.trimEnd() } : undefined;
}

/** Git moves a ref's file into place whole. Any failure but its absence is one. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
