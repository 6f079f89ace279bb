// Where Firefox is on this machine, if it is.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What `CANVASBACK_FIREFOX` names, else the first on the path. */
export function firefoxPath(): string | undefined {
  const onPath = ['firefox-esr', 'firefox'].flatMap((name) =>
    (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
  );
  return [process.env.CANVASBACK_FIREFOX, ...onPath].find((path) => path !== undefined && canRun(path));
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
