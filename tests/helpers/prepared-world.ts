// The sample org, its keys, account and history, made once for a whole run: making them takes longer than most tests of a world.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { prepareDataFolder } from '../../dev/world/data-folder.ts';
import { type History, prepareHistory } from '../../dev/world/history.ts';
import { layOut } from '../../dev/world/layout.ts';

const NAME = 'CANVASBACK_TESTS_PREPARED';
const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** For a runner's global set-up: the processes of the tests hear of the folder by their environment. */
export default function forThisRun(): () => void {
  if (process.env[NAME]) return () => {};
  const folder = mkdtempSync(join(tmpdir(), 'canvasback-prepared-'));
  process.env[NAME] = folder;
  return () => {
    delete process.env[NAME];
    rmSync(folder, { recursive: true, force: true });
  };
}

interface Prepared {
  readonly data: string;
  readonly history: History;
}

/**
 * Puts keys, account and history into a data folder, and tells where the org's repository is, which all worlds read
 * and none writes; undefined when no runner has set up a folder for them.
 */
export async function placePrepared(dataDir: string): Promise<History | undefined> {
  const made = await prepared();
  if (!made) return undefined;
  const [from, to] = [layOut(made.data), layOut(dataDir)];
  copyFolder(from.keys, to.keys);
  copyFolder(from.api, to.api);
  return made.history;
}

async function prepared(): Promise<Prepared | undefined> {
  const folder = process.env[NAME];
  if (!folder) return undefined;
  const pointer = join(folder, 'prepared.json');
  const turn = join(folder, 'turn');
  while (!existsSync(pointer)) {
    if (isTaken(turn)) await new Promise((resolve) => setTimeout(resolve, 50));
    else await prepare(folder, pointer).finally(() => rmdirSync(turn));
  }
  return JSON.parse(readFileSync(pointer, 'utf8')) as Prepared;
}

/** With the modes of its folders, which Node's own copy leaves to the mask. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: statSync(from).mode });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else copyFileSync(source, target);
  }
}

/** One worker makes it and the others wait; when it fails, the next tries. */
function isTaken(turn: string): boolean {
  try {
    mkdirSync(turn);
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return true;
  }
}

async function prepare(folder: string, pointer: string): Promise<void> {
  const data = mkdtempSync(join(folder, 'made-'));
  const layout = prepareDataFolder(data);
  const history = await prepareHistory({ checkout, layout, step: (_, work) => work() });
  const told: Prepared = { data, history };
  writeFileSync(join(data, 'told.json'), JSON.stringify(told));
  renameSync(join(data, 'told.json'), pointer);
}
