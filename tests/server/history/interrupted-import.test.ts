// An import that is killed at any point is continued by the next, with the rows of one that was not.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { attachProject } from '../../../server/history/import.ts';
import { makeFolder, permissionSet, runGit } from './git-project.ts';
import { makeWorld, orgId } from './world.ts';

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

test('killed five times', { timeout: 60_000 }, async () => {
  const dir = makeLongProject();
  const whole = await makeWorld();
  const { versions } = await attachProject(whole, { orgId, dir });
  expect(versions).toBeGreaterThan(2000);

  const data = join(makeFolder(), 'data');
  const reached: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const args = [main, 'import', dir, '--org', orgId, '--data', data];
    const child = spawn(process.execPath, args, { stdio: 'ignore', detached: true });
    const ended = once(child, 'close');
    await sleep(350 + round * 120);
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
    await ended;
    const world = await makeWorld(data);
    reached.push((await world.rows()).length);
    await world.close();
  }
  const world = await makeWorld(data);
  await attachProject(world, { orgId, dir });
  expect(await world.rows()).toEqual(await whole.rows());
  // Work that was done is not done again.
  expect(reached).toEqual([...reached].sort((a, b) => a - b));
  await whole.close();
  await world.close();
});

test('while another process imports the same', { timeout: 60_000 }, async () => {
  const dir = makeLongProject();
  const data = join(makeFolder(), 'data');
  const args = [main, 'import', dir, '--org', orgId, '--data', data];
  const ends = [1, 2, 3].map(async () => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    return code === 0 ? 'done' : said;
  });
  expect(await Promise.all(ends)).toEqual(['done', 'done', 'done']);
  const whole = await makeWorld();
  await attachProject(whole, { orgId, dir });
  const world = await makeWorld(data);
  expect(await world.rows()).toEqual(await whole.rows());
  await whole.close();
  await world.close();
});
