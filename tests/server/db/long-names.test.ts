// Names and paths as long as a repository or an org can make them: none is too long for an index of either engine.

import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findComponentRow } from '../../../server/db/components.ts';
import { attachProject } from '../../../server/history/import.ts';
import { recordStamps } from '../../../server/history/stamps.ts';
import { makeFolder, runGit } from '../history/git-project.ts';
import { makeWorld, orgId, type World } from '../history/world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

/** Different letters of three bytes each, which no engine can press together. */
function letters(count: number, seed = 1): string {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCodePoint(0x4e00 + (state % 20_000));
  }).join('');
}

/** A commit for each path, all by this author; paths may be longer than a file system has them. */
function longProject(author: string, paths: readonly string[]): string {
  const dir = makeFolder();
  runGit(dir, ['init', '--quiet', '--bare', '--initial-branch=main', '.']);
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const all = [
    ['sfdx-project.json', '{"packageDirectories":[{"path":"p"}]}'],
    ...paths.map((path) => [path, '<a/>']),
  ];
  const commits = all.map(
    ([path = '', text = ''], at) =>
      `commit refs/heads/main\ncommitter ${author} <x@y.example> ${1_700_000_000 + at} +0000\n${data(author)}M 100644 inline ${path}\n${data(text)}`,
  );
  const run = spawnSync('git', ['--git-dir', dir, 'fast-import', '--quiet'], { input: commits.join('') });
  expect(run.stderr.toString()).toBe('');
  return dir;
}

test('an author, a folder and a component’s name', async () => {
  const [author, longest, beyond] = [letters(5_000), letters(400, 2), letters(401, 3)];
  const folder = `p/${Array.from({ length: 40 }, (_, at) => letters(80, at + 4)).join('/')}/main/default/flows`;
  const dir = longProject(
    author,
    ['Short', longest, beyond].map((name) => `${folder}/${name}.flow-meta.xml`),
  );
  const result = await attachProject(world, { orgId, dir });
  expect(result.versions).toBe(2);
  expect(result.refused.map(({ reason }) => reason)).toEqual(['its name has more than 400 characters']);
  for (const fullName of ['Short', longest]) {
    const { versions } = await world.page('Flow', fullName);
    expect(versions.map(({ author: { name } }) => name)).toEqual([author.slice(0, 200)]);
    const row = await findComponentRow(world.db, { orgId, type: 'Flow', fullName });
    expect(row?.path).toBe(`${folder}/${fullName}.flow-meta.xml`);
  }
});

test('a name that an org lists', async () => {
  const stamp = {
    type: 'Flow' as const,
    lastModifiedAt: 1,
    lastModifiedById: '005',
    lastModifiedByName: letters(5_000),
  };
  await recordStamps(world, orgId, [
    { ...stamp, fullName: letters(5_000), id: '300000000000001AAA' },
    { ...stamp, fullName: 'Short', id: '300000000000002AAA' },
  ]);
  const known = await world.db.selectFrom('components').select('full_name').execute();
  expect(known).toEqual([{ full_name: 'Short' }]);
});
