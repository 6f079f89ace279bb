// Commits record exactly what was read, once, and never over a newer version.

import { describe, expect, test } from 'vitest';
import { acme } from '../http/stub-app.ts';
import { key, live, openWorld, source, start, version } from './world.ts';

test('what was read is committed, in the name of who saved it, by who pressed the button', async () => {
  const { state, compare, commit } = openWorld();
  const { compareId } = await compare();
  state.live = live('newer still');
  state.now += 60_000;
  expect((await commit(compareId, { message: 'Hotfix kept' })).version.revision).toBe('1'.repeat(40));
  expect(state.captures).toEqual([
    {
      orgId: acme.orgId,
      source: source('new'),
      author: { userId: '005-Leo Marin', name: 'Leo Marin' },
      at: start - 60_000,
      committer: { id: '005-Ada', name: 'Ada King' },
      message: 'Hotfix kept',
      lane: 'tooling',
      apiVersion: '66.0',
      force: true,
      base: 'a'.repeat(40),
    },
  ]);
  expect(state.notes.at(-1)).toMatchObject({ key, state: 'in_sync', at: start + 60_000 });
  expect(state.adminLog).toMatchObject([{ subject: 'auth0|ada', key, revision: '1'.repeat(40) }]);
});

test.each([
  ['owner', true],
  ['release_manager', true],
  ['viewer', false],
] as const)('a %s may commit: %s', async (role, may) => {
  const { state, compare, commit } = openWorld();
  const { compareId } = await compare();
  const done = commit(compareId, { role });
  await (may
    ? expect(done).resolves.toBeDefined()
    : expect(done).rejects.toMatchObject({ code: 'forbidden' }));
  expect(state.captures).toHaveLength(may ? 1 : 0);
});

test('a difference on the canvas alone can be committed by hand', async () => {
  const { state, compare, commit } = openWorld();
  state.live = live('o l d');
  const { compareId, verdict } = await compare();
  expect(verdict).toBe('in_sync');
  await commit(compareId);
  expect(state.captures).toMatchObject([{ force: true, source: source('o l d') }]);
});

test('where nothing differs, nothing is added', async () => {
  const { state, compare, commit } = openWorld();
  state.live = live('old');
  const { compareId } = await compare();
  expect((await commit(compareId)).version).toEqual(version('a'));
  expect(state.captures).toEqual([]);
  expect(state.adminLog).toEqual([]);
});

test('a first version is committed', async () => {
  const { state, compare, commit } = openWorld();
  state.committed = undefined;
  const { compareId } = await compare();
  await commit(compareId);
  expect(state.captures).toMatchObject([{ base: null }]);
});

describe('the same button twice', () => {
  test('is one commit, one after the other or at once', async () => {
    const { state, compare, commit } = openWorld();
    const { compareId } = await compare();
    const [first, second] = await Promise.all([commit(compareId), commit(compareId)]);
    expect(second).toEqual(first);
    expect(await commit(compareId)).toEqual(first);
    expect(state.captures).toHaveLength(1);
    expect(state.adminLog).toHaveLength(1);
  });
});

describe('too late', () => {
  test('after a quarter of an hour', async () => {
    const { state, compare, commit } = openWorld();
    const { compareId } = await compare();
    state.now += 15 * 60_000;
    await expect(commit(compareId)).rejects.toMatchObject({ code: 'compare_expired' });
  });

  test('after someone else committed: an older reading never buries a newer version', async () => {
    const { state, compare, commit } = openWorld();
    const mine = await compare();
    state.live = live('newer');
    const theirs = await compare(key, 'auth0|sam');
    await commit(theirs.compareId, { subject: 'auth0|sam', name: 'Sam Okafor' });
    await expect(commit(mine.compareId)).rejects.toMatchObject({
      code: 'compare_expired',
      detail: 'Another version was committed since.',
    });
    expect(state.captures).toHaveLength(1);
  });

  test('or someone else at the same moment', async () => {
    const { state, compare, commit } = openWorld();
    const [mine, theirs] = await Promise.all([compare(), compare(key, 'auth0|sam')]);
    const both = await Promise.allSettled([
      commit(mine.compareId),
      commit(theirs.compareId, { subject: 'auth0|sam' }),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(state.captures).toHaveLength(1);
  });
});

test('another person’s comparison cannot be committed', async () => {
  const { compare, commit } = openWorld();
  const { compareId } = await compare();
  await expect(commit(compareId, { subject: 'auth0|sam' })).rejects.toMatchObject({
    code: 'compare_expired',
  });
});
