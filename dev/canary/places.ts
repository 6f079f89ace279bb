// Reads every place where a secret could lie: files, databases row by row, git objects, and texts such as a DOM.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { readTable } from './leveldb.ts';

export type Place =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly folder: string }
  | { readonly name: string; readonly repository: string };

export interface Reading {
  /** File, table or object inside the place. */
  readonly where: string;
  readonly text: string;
}

export function* readPlace(place: Place): Generator<Reading> {
  if ('text' in place) yield { where: place.name, text: place.text };
  else if ('folder' in place) yield* readFolder(place.folder);
  else yield* readRepository(place.repository);
}

function* readFolder(folder: string): Generator<Reading> {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* readFolder(path);
    else if (entry.isFile()) yield* readFile(path);
  }
}

function* readFile(path: string): Generator<Reading> {
  const bytes = readFileSync(path);
  yield* asTexts(path, bytes);
  for (const block of readTable(bytes)) yield* asTexts(`${path} (unpacked)`, block);
  if (bytes.toString('latin1', 0, 15) === 'SQLite format 3') yield* readDatabase(path);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      yield { where: `${path} (gunzipped)`, text: gunzipSync(bytes).toString('latin1') };
    } catch {
      // Not gzip after all.
    }
  }
}

/** Latin-1 keeps each byte a character; without the zero bytes, what is kept as UTF-16 can be read too. */
function* asTexts(where: string, bytes: Buffer): Generator<Reading> {
  const text = bytes.toString('latin1');
  yield { where, text };
  if (text.includes('\0')) yield { where: `${where} (UTF-16)`, text: text.replaceAll('\0', '') };
}

/** Rows as SQLite gives them: in the file a long value is cut by page borders. */
function* readDatabase(path: string): Generator<Reading> {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(path, { readOnly: true });
  } catch {
    return;
  }
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    for (const { name } of tables) {
      const rows = database.prepare(`SELECT * FROM "${String(name).replaceAll('"', '""')}"`);
      rows.setReadBigInts(true);
      for (const row of rows.all()) {
        for (const [column, value] of Object.entries(row)) {
          const where = `${path} (${name}.${column})`;
          if (typeof value === 'string') yield { where, text: value };
          else if (value instanceof Uint8Array) yield { where, text: Buffer.from(value).toString('latin1') };
        }
      }
    }
  } catch {
    // A browser's own database may need extensions that are not here; its bytes were searched.
  } finally {
    database.close();
  }
}

/** Every object, unpacked, reachable or not. */
function* readRepository(repository: string): Generator<Reading> {
  if (!existsSync(repository) || !statSync(repository).isDirectory()) return;
  const options = { maxBuffer: 1 << 30, env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1' } };
  const git = (...args: string[]) => ['-c', 'safe.directory=*', '-C', repository, ...args];
  const list = execFileSync(
    'git',
    git('cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname) %(objecttype)'),
    options,
  );
  const objects = list
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' ') as [string, string]);
  const input = objects.map(([id]) => id).join('\n');
  const { stdout } = spawnSync('git', git('cat-file', '--batch'), { ...options, input });
  let at = 0;
  while (at < stdout.length) {
    const lineEnd = stdout.indexOf(10, at);
    const [id = '', , size = '0'] = stdout.toString('latin1', at, lineEnd).split(' ');
    const from = lineEnd + 1;
    yield {
      where: `${repository} (object ${id})`,
      text: stdout.toString('latin1', from, from + Number(size)),
    };
    at = from + Number(size) + 1;
  }
}
