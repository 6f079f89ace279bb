// Removes what nothing refers to any more from an org's repository, for good, and looks whether it is gone.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf } from '../../secrets/purged-text.ts';
import { runGit, streamGit } from '../git-process.ts';
import { type GitStore, importRefs, mainRef } from '../git-store.ts';
import { importedTips } from '../order.ts';

/** Refs that only processes that died can have left: nobody writes while this runs. */
const passing = ['refs/canvasback/pending', 'refs/canvasback/purged'];

/** Refs that are none of ours keep old objects; the operator decides what becomes of them. */
export async function foreignRefs(store: GitStore): Promise<string[]> {
  const ours = [importRefs, ...passing].map((prefix) => `${prefix}/`);
  const refs = (await store.run(['for-each-ref', '--format=%(refname)'])).toString().split('\n');
  return refs.filter((ref) => ref && ref !== mainRef && !ours.some((prefix) => ref.startsWith(prefix)));
}

/** One new pack of what main holds, then nothing else. Killed in between, the next call goes on. */
export async function dropUnreachable(store: GitStore): Promise<void> {
  const { dir } = store.place;
  for (const prefix of passing) rmSync(join(dir, prefix), { recursive: true, force: true });
  const kept = new Set(await packReachable(store));
  store.blobs.close();
  const packs = join(dir, 'objects', 'pack');
  for (const name of listed(packs)) if (!kept.has(name.replace(/\..*$/, ''))) rmSync(join(packs, name));
  const objects = join(dir, 'objects');
  for (const name of listed(objects))
    if (/^[0-9a-f]{2}$/.test(name) || /^tmp_/.test(name)) rmSync(join(objects, name), { recursive: true });
  for (const name of listed(dir))
    if (/^(?:fast_import_crash_|index-)/.test(name) || /^(?:ORIG_HEAD|FETCH_HEAD|logs)$/.test(name))
      rmSync(join(dir, name), { recursive: true });
}

/** The names of the packs that are needed, without endings. Objects that a project lends are not among them. */
async function packReachable(store: GitStore): Promise<string[]> {
  const main = await store.readRef(mainRef);
  if (!main) return [];
  const revs = [main, ...(await importedTips(store)).map((tip) => `^${tip}`)];
  const args = ['pack-objects', '--revs', '--local', '--missing=allow-any', '--quiet', '--non-empty'];
  const target = join(store.place.dir, 'objects', 'pack', 'pack');
  const made = await runGit(store.place, [...args, target], revs.map((rev) => `${rev}\n`).join(''));
  return made
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((hash) => `pack-${hash}`);
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Every object that lies in this repository itself, whether anything refers to it or not. */
export async function ownObjects({ place }: GitStore): Promise<string[]> {
  const objects = join(place.dir, 'objects');
  const loose = listed(objects)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .flatMap((start) => listed(join(objects, start)).map((rest) => start + rest));
  const found = loose.filter((name) => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(name));
  for (const name of listed(join(objects, 'pack')).filter((each) => each.endsWith('.idx'))) {
    const index = await runGit(place, ['show-index'], readFileSync(join(objects, 'pack', name)));
    found.push(
      ...index
        .toString()
        .split('\n')
        .flatMap((line) => line.split(' ')[1] ?? []),
    );
  }
  return found;
}

/** True when some object of the repository holds one of the texts as it stands. */
export async function anyHolds(store: GitStore, texts: readonly string[]): Promise<boolean> {
  const wanted = texts.flatMap((text) => bytesOf(text).map(({ bytes }) => bytes));
  const overlap = Math.max(0, ...wanted.map(({ length }) => length)) - 1;
  const input = (await ownObjects(store)).map((oid) => `${oid}\n`).join('');
  let rest: Buffer = Buffer.alloc(0);
  let found = false;
  for await (const chunk of streamGit(store.place, ['cat-file', '--batch', '--buffer'], input)) {
    const window = Buffer.concat([rest, chunk]);
    found ||= wanted.some((bytes) => window.includes(bytes));
    rest = window.subarray(Math.max(0, window.length - overlap));
  }
  return found;
}
