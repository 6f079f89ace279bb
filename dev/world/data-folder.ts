// Makes the data folder usable, or says what is wrong with it and how to get out.

import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Layout, layOut } from './layout.ts';
import { WorldProblem } from './problem.ts';

const another = 'or use another one:\n  npm start -- --data OTHER_FOLDER';

export function prepareDataFolder(data: string): Layout {
  if (existsSync(data) && !statSync(data).isDirectory()) {
    throw new WorldProblem(`The data folder ${data} is a file.`, `Move the file away, ${another}`);
  }
  const layout = layOut(data);
  const private_ = [data, layout.keys, layout.run, layout.api, layout.delegation, join(layout.socket, '..')];
  try {
    for (const folder of private_) mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const folder of [layout.org, layout.logs]) mkdirSync(folder, { recursive: true });
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const path = (cause as NodeJS.ErrnoException).path ?? data;
    if (code === 'ENOTDIR' || code === 'EEXIST') {
      throw new WorldProblem(`${path} is in the way: a folder is needed there.`, `Move it away, ${another}`, {
        cause,
      });
    }
    if (code === 'ENOSPC')
      throw new WorldProblem('The disk is full.', `Free some space, ${another}`, { cause });
    throw new WorldProblem(
      `The data folder ${data} cannot be read or written (${code}).`,
      `Give yourself access to it, ${another}`,
      { cause },
    );
  }
  for (const [folder, name] of [
    [layout.api, 'the history'],
    [layout.delegation, 'the access log'],
  ] as const) {
    for (const file of readdirSync(folder).filter((each) => each.endsWith('.sqlite'))) {
      checkDatabase(join(folder, file), name, data);
    }
  }
  return layout;
}

function checkDatabase(file: string, name: string, data: string) {
  try {
    const database = new DatabaseSync(file, { readOnly: false });
    try {
      const result = database.prepare('PRAGMA quick_check(1)').get() as { quick_check?: string } | undefined;
      if (result?.quick_check !== 'ok') throw new Error(result?.quick_check ?? 'no answer');
    } finally {
      database.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (/locked|busy/i.test(reason)) return;
    throw new WorldProblem(
      `The database of ${name}, ${file}, is damaged (${reason}).`,
      `Put a copy of it back, or start afresh (this forgets the local world's history):\n  rm -r ${data}\n${another}`,
      { cause },
    );
  }
}
