// Who may read what lies in the data folder: its owner, or a group where API and worker are two users of the machine.

import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Set-group-id and writable for the group, as an operator makes it for two users: `chmod 2770`. */
const sharedMode = 0o2020;

export function isShared(folder: string): boolean {
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & sharedMode) === sharedMode;
}

/** For `process.umask`, before anything is made. Nobody else of the machine reads anything in either case. */
export function maskFor(folder: string): number {
  return isShared(folder) ? 0o007 : 0o077;
}

/** The mode of a folder that is made at this path. */
export function folderMode(path: string): number {
  let above = dirname(path);
  while (!existsSync(above) && above !== dirname(above)) above = dirname(above);
  return isShared(above) ? 0o2770 : 0o700;
}
