// The files of signing keys that this service makes itself: whole or not there, for their owner alone, overwritten when they end.

import { generateKeyPair, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

export const pathOf = (folder: string | undefined, location: string): string =>
  isAbsolute(location) || folder === undefined ? location : join(folder, location);

/** A new RSA key in the file `name`; durable when it resolves. */
export async function makeKeyFile(folder: string, name: string): Promise<void> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  writeKeyFile(folder, name, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** A private key in a file for its owner alone; durable when it returns. Throws for a folder that is open to others. */
export function writeKeyFile(folder: string, name: string, pem: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const open = statSync(folder).mode & 0o077;
  if (open)
    throw new Error(`The folder of signing keys ${folder} is open to others. Run: chmod 700 ${folder}`);
  const file = join(folder, name);
  const handle = openSync(`${file}.tmp`, 'wx', 0o600);
  try {
    writeSync(handle, pem);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.tmp`, file);
  syncFolder(folder);
}

/**
 * Overwrites the file once and removes it; false when there is none. It gets another name first, so that a kill leaves
 * nothing at its own that could be taken for a key. With `taken`, only what an earlier try left under that name goes. A
 * copying file system or an SSD may keep the old blocks all the same: against that only the disk's encryption helps.
 */
export function destroyFile(file: string, taken = false): boolean {
  const dying = `${file}.retired`;
  if (!taken && existsSync(file)) {
    renameSync(file, dying);
    syncFolder(dirname(file));
  }
  if (!existsSync(dying)) return false;
  const handle = openSync(dying, 'r+');
  try {
    writeSync(handle, randomBytes(Math.max(1, fstatSync(handle).size)), undefined, undefined, 0);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  unlinkSync(dying);
  syncFolder(dirname(file));
  return true;
}

/**
 * Files of keys in the folder that no row names, made before `before`: of a command that was killed between file and row, or
 * of another database, such as the one before a move or a backup was brought back.
 */
export function orphansIn(folder: string, known: ReadonlySet<string>, before: number): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => /\.key(?:\.tmp|\.retired)?$/.test(name) && !known.has(name))
    .map((name) => join(folder, name))
    .filter((file) => (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? before) < before);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
