// An import that is killed at any point is continued by the next, with the rows of one that was not.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { findReading } from '../../../server/db/history-sources.ts';
import { attachProject } from '../../../server/history/import.ts';
import { engine } from '../../helpers/databases.ts';
import { makeFolder, permissionSet, runGit } from './git-project.ts';
import { databaseFor, makeWorld, orgId, type World } from './world.ts';

const main = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url));

/** 250 commits that each change nine of 60 permission sets: 2,300 versions, several steps of the indexer. */
function makeLongProject(): string {
  const dir = makeFolder();
  runGit(dir, ['init', '--quiet', '--bare', '--initial-branch=main', '.']);
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const folder = 'force-app/main/default/permissionsets';
  const parts: string[] = [];
  for (let commit = 0; commit < 250; commit += 1) {
    parts.push(
      `commit refs/heads/main\ncommitter Ada King <ada@acme.example> ${1_600_000_000 + commit * 60} +0000\n`,
    );
    parts.push(data(`Commit ${commit}`));
    if (commit === 0) {
      parts.push(
        `M 100644 inline sfdx-project.json\n${data('{"packageDirectories":[{"path":"force-app"}]}')}`,
      );
    }
    for (let change = 0; change < 9; change += 1) {
      const path = `${folder}/Set${(commit * 7 + change) % 60}.permissionset-meta.xml`;
      const text = permissionSet('Lead.A', `Lead.B${commit}`, `Lead.C${change}`);
      parts.push(
        commit % 10 === 9 && change === 8 ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`,
      );
    }
  }
  const run = spawnSync('git', ['--git-dir', dir, 'fast-import', '--quiet'], { input: parts.join('') });
  expect(run.stderr.toString()).toBe('');
  return dir;
}

let dir: string;
/** Of an import that nothing interrupted. */
let rows: unknown[];
beforeAll(async () => {
  dir = makeLongProject();
  const whole = await makeWorld();
  const { versions } = await attachProject(whole, { orgId, dir });
  expect(versions).toBeGreaterThan(2000);
  rows = await whole.rows();
  await whole.close();
});

/** `npm run soak` asks for 60. */
const kills = Number(process.env.SOAK_IMPORT_KILLS ?? 2);

test(`killed ${kills} times`, { timeout: 120_000 + kills * 10_000 }, async () => {
  let killed = 0;
  while (killed < kills) {
    const data = join(makeFolder(), 'data');
    const reached: number[] = [];
    while (
      killed < kills &&
      (await importAndKill(dir, data, 250 + (killed % 7) * 130 + reached.length * 40))
    ) {
      killed += 1;
      const world = await makeWorld(data);
      reached.push((await world.rows()).length);
      await world.close();
    }
    const world = await makeWorld(data);
    await attachProject(world, { orgId, dir });
    expect(await world.rows()).toEqual(rows);
    expect(await findReading(world.db, orgId)).toBeUndefined();
    await world.close();
    // Work that was done is not done again.
    expect(reached).toEqual([...reached].sort((a, b) => a - b));
  }
});

async function argsFor(dir: string, data: string): Promise<string[]> {
  const where = ['--data', data, '--database', await databaseFor(data)];
  return [main, 'import', dir, '--org', orgId, ...where];
}

/** Kills an import with all its processes after that time; false when it was done sooner. */
async function importAndKill(dir: string, data: string, afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, await argsFor(dir, data), { stdio: 'ignore', detached: true });
  const ended = once(child, 'close');
  await sleep(afterMs);
  const running = child.exitCode === null;
  if (running) process.kill(-(child.pid ?? 0), 'SIGKILL');
  await ended;
  return running;
}

test('a disk that is full ends it in words; what was indexed stays, and it goes on from there', async () => {
  const world = await makeWorld();
  await fillDisk(world);
  await expect(attachProject(world, { orgId, dir })).rejects.toMatchObject({ code: 'storage_full' });
  const reached = (await world.rows()).length;
  expect(reached).toBeGreaterThan(0);
  expect(reached).toBeLessThan(rows.length);
  await freeDisk(world);
  expect(await findReading(world.db, orgId)).toBeDefined();
  const { versions } = await attachProject(world, { orgId, dir });
  expect(await findReading(world.db, orgId)).toBeUndefined();
  expect(versions).toBeLessThan(2000);
  expect(await world.rows()).toEqual(rows);
  await world.close();
});

/** The engine says the same of these limits as of a disk that is full. */
async function fillDisk({ db }: World): Promise<void> {
  if (engine === 'sqlite') return void (await sql`PRAGMA max_page_count = 200`.execute(db));
  await sql`create function full_disk() returns trigger language plpgsql as $$ begin
    if (select count(*) from versions) > 600 then
      raise 'could not extend file: No space left on device' using errcode = '53100';
    end if; return null; end $$`.execute(db);
  await sql`create trigger full_disk after insert on versions execute function full_disk()`.execute(db);
}

async function freeDisk({ db }: World): Promise<void> {
  if (engine === 'sqlite') return void (await sql`PRAGMA max_page_count = 1000000`.execute(db));
  await sql`drop trigger full_disk on versions`.execute(db);
}

test('while another process imports the same', { timeout: 240_000 }, async () => {
  const data = join(makeFolder(), 'data');
  const args = await argsFor(dir, data);
  const ends = [1, 2, 3].map(async () => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    return code === 0 ? 'done' : said;
  });
  expect(await Promise.all(ends)).toEqual(['done', 'done', 'done']);
  const world = await makeWorld(data);
  expect(await world.rows()).toEqual(rows);
  expect(await findReading(world.db, orgId)).toBeUndefined();
  await world.close();
});
