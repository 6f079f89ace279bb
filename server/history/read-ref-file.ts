// Reads refs of our own repository from their files: asked each time, a process of git would be a third of a commit's time.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const oidLine = /^(?:[0-9a-f]{40}|[0-9a-f]{64})\n$/;

/** The object it holds, or that there is no such ref; undefined when only git can say. */
export function readRefFile(dir: string, ref: string): { readonly oid: string | undefined } | undefined {
  const text = readIfThere(join(dir, ref));
  if (text === undefined) return existsSync(join(dir, 'packed-refs')) ? undefined : { oid: undefined };
  return oidLine.test(text) ? { oid: text.trimEnd() } : undefined;
}

/** The objects that the refs in a folder hold, by the refs' names; undefined when only git can say. */
export function readRefFolder(dir: string, folder: string): string[] | undefined {
  if (existsSync(join(dir, 'packed-refs'))) return undefined;
  const path = join(dir, folder);
  const entries = existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [];
  if (entries.some((entry) => !entry.isFile())) return undefined;
  const held: string[] = [];
  for (const name of entries.map((entry) => entry.name).sort()) {
    // Git holds one while it moves the ref.
    if (name.endsWith('.lock')) continue;
    const oid = readRefFile(dir, `${folder}/${name}`)?.oid;
    if (oid === undefined) return undefined;
    held.push(oid);
  }
  return held;
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
