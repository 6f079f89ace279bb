// A purge that is killed, that meets another, or that writers meet: the old history or the new one, and nothing lost.

import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listAdminEntries } from '../../../server/db/admin-log.ts';
import { bringIndexForward } from '../../../server/history/indexing.ts';
import { type PurgeStep, purge } from '../../../server/history/purge/purge.ts';
import { readSource } from '../../../server/history/versions.ts';
import { runGit } from './git-project.ts';
import { apex, placesOf, secret, take } from './purge-world.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const wanted = { kind: 'text', texts: [secret] } as const;
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const inGit = (...args: string[]) => runGit(join(world.data, 'git', `${orgId}.git`), args);
const readAll = async () => {
  const { versions } = await world.page('ApexClass', 'Billing');
  const of = { orgId, type: 'ApexClass', fullName: 'Billing' } as const;
  const texts = versions.map(
    async ({ revision }) => (await readSource(world, { ...of, revision })).files[0]?.text,
  );
  return Promise.all(texts);
};

test('killed at any step it leaves a whole history, never shows the text again, and the next one finishes it', async () => {
  await take(world, apex('Billing', 'class Billing {}\n'));
  await take(world, apex('Billing', `class Billing { /* ${secret} */ }\n`));
  await take(world, apex('Billing', 'class Billing { /* 3 */ }\n'));
  const steps: PurgeStep[] = ['recorded', 'written', 'staged', 'moved', 'exchanged', 'cleaned'];
  /** `npm run soak` kills after each. */
  const killed = process.env.PURGE_KILLS === 'all' ? steps : (['staged', 'moved'] as const);
  const main = inGit('rev-parse', 'main');
  for (const step of killed) {
    const args = [script('purger.ts'), world.data, world.database, orgId, secret, step];
    expect(spawnSync(process.execPath, args, { encoding: 'utf8' }), step).toMatchObject({
      signal: 'SIGKILL',
    });
    expect(inGit('rev-parse', 'main') === main, step).toBe(steps.indexOf(step) < 3);
    expect(inGit('fsck', '--strict', '--connectivity-only'), step).not.toMatch(/missing|broken/);
    // What a server does at its start, and what it shows then.
    await bringIndexForward(world, orgId);
    expect(await readAll(), step).toEqual([
      'class Billing { /* 3 */ }\n',
      expect.stringMatching(/^class Billing \{ \/\* canvasback-redacted:[0-9a-f]{32} \*\/ \}\n$/),
      'class Billing {}\n',
    ]);
  }
  await purge(world, { orgId });
  expect(placesOf(world.data, secret)).toEqual([]);
  expect(await listAdminEntries(world.db, orgId)).toHaveLength(1);
  expect(await world.db.selectFrom('purges').select('finished_at').execute()).toEqual([
    { finished_at: world.now() },
  ]);
});

test('two at once follow each other, and what a server had in memory is read anew', async () => {
  await take(world, apex('Billing', `class Billing { /* ${secret} another-secret */ }\n`));
  const before = (await world.page('ApexClass', 'Billing')).versions[0]?.revision ?? '';
  expect((await readAll())[0]).toContain(secret);
  const other = await makeWorld(world.data);
  let waited = 0;
  const waiting = () => {
    waited += 1;
  };
  await Promise.all([
    purge(world, { orgId, wanted, waiting }),
    purge(other, { orgId, wanted: { kind: 'text', texts: ['another-secret'] }, waiting }),
  ]);
  await other.close();
  expect(waited).toBe(1);
  expect(placesOf(world.data, secret, 'another-secret')).toEqual([]);
  expect((await readAll())[0]).toMatch(/\/\* canvasback-redacted:\w+ canvasback-redacted:\w+ \*\//);
  const old = { orgId, type: 'ApexClass', fullName: 'Billing', revision: before } as const;
  await expect(readSource(world, old)).rejects.toMatchObject({ code: 'not_found' });
});

test('processes that capture meanwhile lose nothing and write nothing back', async () => {
  await take(world, apex('Billing', `class Billing { /* ${secret} */ }\n`));
  const count = 6;
  const writer = spawn(process.execPath, [
    script('writer.ts'),
    world.data,
    world.database,
    orgId,
    'Writer',
    String(count),
  ]);
  let acknowledged = '';
  const ended = new Promise((resolve) => writer.once('close', resolve));
  const begun = new Promise<void>((resolve) =>
    writer.stdout.on('data', (data: Buffer) => {
      acknowledged += data.toString();
      resolve();
    }),
  );
  await begun;
  await purge(world, { orgId, wanted });
  expect(await ended).toBe(0);
  expect(acknowledged.trim().split('\n')).toHaveLength(count);
  await bringIndexForward(world, orgId);
  expect((await world.page('ApexClass', 'Writer')).total).toBe(count);
  expect(inGit('rev-list', '--count', 'main')).toBe(String(count + 1));
  expect(inGit('fsck', '--strict', '--full')).not.toMatch(/missing|broken|error/);
  expect(placesOf(world.data, secret)).toEqual([]);
});
