// Where `npm run smoke` leaves what it made: its own folder, emptied first, or an empty one that was named.

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WorldProblem } from '../world/problem.ts';

const usual = fileURLToPath(new URL('../../smoke-out', import.meta.url));
const usage = 'npm run smoke -- [--out DIR]     DIR: a new or empty folder (default: smoke-out)';

/** A folder that somebody named is never emptied: it may hold what is theirs. */
export function readFolder(args: readonly string[], here: string): string {
  const named = readNamed(args);
  const folder = named === undefined ? usual : resolve(here, named);
  if (named === undefined) rmSync(folder, { recursive: true, force: true });
  else if (existsSync(folder) && !isEmptyFolder(folder)) {
    throw new WorldProblem(`${folder} is not an empty folder.`, `Name another one:\n  ${usage}`);
  }
  mkdirSync(folder, { recursive: true });
  return folder;
}

function readNamed(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { out: { type: 'string' } } }).values.out;
  } catch (cause) {
    throw new WorldProblem((cause as Error).message.replace(/\. .*/s, '.'), usage, { cause });
  }
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return false;
  }
}
