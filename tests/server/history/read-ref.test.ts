// A store's refs are read from their files, and by git where a file does not say it all.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { importRefs, mainRef, openGitStore } from '../../../server/history/git-store.ts';
import { importedTips } from '../../../server/history/order.ts';
import { writeCommit } from '../../../server/history/write-commit.ts';
import { makeFolder, runGit } from './git-project.ts';

const ada = { name: 'Ada King', email: 'ada@acme.example', at: 1_750_000_000_000 };

test('the ref that is not there, is there, is packed, is there again, is broken', async () => {
  const dir = join(makeFolder(), 'org.git');
  const store = openGitStore(dir);
  const commit = (parent: string | undefined, content: string) =>
    writeCommit(store, {
      parent,
      author: ada,
      committer: ada,
      message: 'x',
      files: [{ path: 'a', content }],
    });
  expect(await store.readRef(mainRef)).toBeUndefined();
  const first = await commit(undefined, '1');
  expect(first).toMatch(/^[0-9a-f]{40}$/);
  expect(await store.readRef(mainRef)).toBe(first);
  // As somebody's `git gc` would leave it.
  runGit(dir, ['pack-refs', '--all']);
  expect(await store.readRef(mainRef)).toBe(first);
  expect(await store.readRef('refs/heads/other')).toBeUndefined();
  const second = await commit(first, '2');
  expect(await store.readRef(mainRef)).toBe(second);
  writeFileSync(join(dir, mainRef), '');
  expect(await store.readRef(mainRef)).toBeUndefined();
  mkdirSync(join(dir, 'refs', 'heads', 'folder'));
  await expect(store.readRef('refs/heads/folder')).rejects.toThrow('EISDIR');
  store.close();
});

test('the imported tips are the same, whether files or git say them; one that is being written is none', async () => {
  const dir = join(makeFolder(), 'org.git');
  const store = openGitStore(dir);
  expect(await importedTips(store)).toEqual([]);
  const tips: string[] = [];
  for (const content of ['1', '2', '3']) {
    const files = [{ path: 'a', content }];
    const what = { parent: tips.at(-1), author: ada, committer: ada, message: 'x', files };
    const tip = (await writeCommit(store, what)) ?? '';
    tips.push(tip);
    runGit(dir, ['update-ref', `${importRefs}/${tip}`, tip]);
  }
  tips.sort();
  writeFileSync(join(dir, importRefs, `${tips[0]}.lock`), '');
  expect(await importedTips(store)).toEqual(tips);
  runGit(dir, ['pack-refs', '--all', '--no-prune']);
  expect(await importedTips(store)).toEqual(tips);
  store.close();
});
