// `canvasback history purge` from the outside: what it says, that it asks, and that only the right answer counts.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { makeFolder, runGit } from '../server/history/git-project.ts';
import { apex, placesOf, secret, take } from '../server/history/purge-world.ts';
import { makeWorld, orgId } from '../server/history/world.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
let data: string;
let file: string;

beforeAll(async () => {
  data = makeFolder();
  file = join(makeFolder(), 'text');
  writeFileSync(file, `${secret}\n`);
  const world = await makeWorld(data);
  await take(world, apex('Billing', 'class Billing {}\n'));
  await take(world, apex('Billing', `class Billing { /* ${secret} */ }\n`));
  await take(world, apex('Other', 'class Other {}\n'));
  await world.close();
});

const run = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'history', 'purge', '--data', data, ...args],
    { encoding: 'utf8', input },
  );
  return { status, stdout, stderr };
};
const tip = () => runGit(join(data, 'git', `${orgId}.git`), ['rev-parse', 'main']);

test('what cannot be meant is refused in a sentence', () => {
  const refused = (...args: string[]) => {
    const { status, stdout, stderr } = run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    return stderr;
  };
  writeFileSync(`${file}-short`, 'abc\n');
  expect(refused('--org', 'acme')).toMatch(/"acme" is not an org id/);
  expect(refused('--org', '00D5g000004ZZZZEAK', '--matching', file)).toMatch(
    /There is no history of the org 00D5g000004ZZZZEAK here/,
  );
  expect(refused('--org', orgId, '--matching', `${file}-short`)).toMatch(/fewer than 6 characters/);
  expect(refused('--org', orgId, '--component', 'Billing')).toMatch(/is not TYPE:NAME/);
  expect(refused('--org', orgId, '--field', 'url')).toMatch(/which component’s/);
});

test('says what it would do, asks for the name, does it, and says what it cannot do; the text itself is never said', () => {
  const before = tip();
  const dry = run(['--org', orgId, '--matching', file, '--dry-run']);
  expect(dry).toMatchObject({ status: 0, stderr: '' });
  expect(dry.stdout).toMatch(/^00D5g000004XyZaEAK: 3 commits of Canvasback’s own\.\n/);
  expect(dry.stdout).toMatch(
    /Found once, in 1 version of 1 component, in 1 file\.\n {2}Apex class Billing: 1 version/,
  );
  expect(dry.stdout).toMatch(/Written anew: 2 commits/);
  expect(dry.stdout).toMatch(/Nothing was changed\.\n$/);
  for (const answer of ['', 'no\n'])
    expect(run(['--org', orgId, '--matching', file], answer)).toMatchObject({ status: 2 });
  expect(tip()).toBe(before);

  const done = run(['--org', orgId, '--matching', file], `${orgId}\n`);
  expect(done).toMatchObject({ status: 0, stderr: '' });
  expect(done.stdout).toMatch(/Done\./);
  expect(done.stdout).toMatch(/change it where it opens something/);
  expect(done.stdout).toMatch(/Backups/);
  expect(placesOf(data, secret)).toEqual([]);
  expect(dry.stdout + done.stdout).not.toContain(secret);

  const again = run(['--org', orgId, '--matching', file, '--yes']);
  expect(again).toMatchObject({ status: 1, stderr: '' });
  expect(again.stdout).toMatch(/Found in no commit/);
});
