// What was read before another version was recorded never becomes the newest version: two servers, the worker and a person.

import { renameSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Live } from '../../../server/compare/live.ts';
import { createCompareServices } from '../../../server/compare/services.ts';
import { type Capture, capture } from '../../../server/history/capture.ts';
import type { HistoryDeps } from '../../../server/history/deps.ts';
import { mainRef } from '../../../server/history/git-store.ts';
import { attachProject } from '../../../server/history/import.ts';
import { readSource } from '../../../server/history/versions.ts';
import { writeCommit } from '../../../server/history/write-commit.ts';
import { createLog } from '../../../server/log.ts';
import { createBaselineWork } from '../../../server/sync/baseline-work.ts';
import { acme } from '../http/stub-app.ts';
import { classes, classMeta, makeProject } from './git-project.ts';
import { withStore } from './with-store.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
/** Another process over the same data folder. */
let other: World;
beforeEach(async () => {
  world = await makeWorld();
  other = await makeWorld(world.data);
});
afterEach(async () => {
  await world.close();
  await other.close();
});

const log = createLog({ destination: { write: () => {} } });
const lead = { type: 'ApexClass', fullName: 'Lead' } as const;
const textOf = (word: string) => `class Lead { /* ${word} */ }\n`;
const sourceOf = (word: string) => ({
  ...lead,
  files: [
    { role: 'content' as const, name: 'Lead.cls', text: textOf(word) },
    { role: 'metadata' as const, name: 'Lead.cls-meta.xml', text: classMeta() },
  ],
});
const captureOf = (word: string, more: Partial<Capture> = {}): Capture => ({
  orgId,
  source: sourceOf(word),
  committer: { id: 'auth0|ada', name: 'Ada King' },
  lane: 'tooling',
  apiVersion: '66.0',
  ...more,
});
const liveOf = (word: string, at: number): Live => ({
  source: sourceOf(word),
  id: '01p5g00000AAAAAAA1',
  otherIds: [],
  saved: { at, userId: '0055g000001AbCdEAK', name: 'Leo Marin' },
  lane: 'tooling',
  apiVersion: '66.0',
});

async function texts(): Promise<(string | undefined)[]> {
  const { versions } = await world.page('ApexClass', 'Lead');
  const sources = versions.map(({ revision }) => readSource(world, { orgId, ...lead, revision }));
  return (await Promise.all(sources)).map(({ files }) => files[0]?.text).toReversed();
}

/** What a server does for a person: it compares, and commits what it read. */
function serverOf(history: HistoryDeps, word: string, at = 1_790_000_000_000) {
  const { compareLive, commitCompare } = createCompareServices(
    history,
    async () => ({
      read: async () => liveOf(word, at),
      cost: () => ({ requests: 1 }),
      close: async () => {},
    }),
    async () => undefined,
  );
  const org = { ...acme, orgId };
  const proof = { method: 'POST', path: '/x', authorization: 'DPoP t', dpop: 'p' };
  const person = { orgId, subject: 'auth0|ada', name: 'Ada King', userId: '005-Ada', role: 'owner' } as const;
  return {
    compare: () => compareLive({ org, subject: person.subject, proof, ref: lead, log }),
    commit: (compareId: string) => commitCompare({ ...person, compareId }),
  };
}

test('of two servers that commit at once, on the same base, one is refused', async () => {
  await capture(world, captureOf('first'));
  const [older, newer] = [serverOf(world, 'older'), serverOf(other, 'newer', 1_790_000_060_000)];
  const mine = await older.compare();
  const theirs = await newer.compare();
  const both = await Promise.allSettled([newer.commit(theirs.compareId), older.commit(mine.compareId)]);
  expect(both).toContainEqual({
    status: 'rejected',
    reason: expect.objectContaining({
      code: 'compare_expired',
      detail: 'Another version was committed since.',
    }),
  });
  const [won] = both.map(({ status }) => (status === 'fulfilled' ? 'newer' : 'older'));
  expect(await texts()).toEqual([textOf('first'), textOf(won ?? '')]);
});

/** Something happens before it looks at the branch, and before it writes. */
const withBefore = (before: (what: 'look' | 'write') => Promise<void>) =>
  withStore(world, (real) => ({
    readRef: async (ref) => {
      if (ref === mainRef) await before('look');
      return real.readRef(ref);
    },
    run: async (args, input) => {
      if (args[0] === 'fast-import') await before('write');
      return real.run(args, input);
    },
  }));

/** What another process has committed a moment ago, and is about to index. */
async function commitOnly(word: string): Promise<void> {
  const { path } = await other.db.selectFrom('versions').select('path').executeTakeFirstOrThrow();
  const store = other.git(orgId);
  const by = { name: 'Sam Okafor', email: 'sam@acme.example', at: 1_790_000_060_000 };
  const id = await writeCommit(store, {
    parent: await store.readRef(mainRef),
    author: by,
    committer: by,
    message: word,
    files: [{ path: path ?? '', content: textOf(word) }],
  });
  expect(id).toBeDefined();
}

describe('whenever another process commits', () => {
  test.each([
    ['before the first look at the branch', 'look', 1],
    ['before the second', 'look', 2],
    ['before the commit is written', 'write', 1],
  ] as const)('%s', async (_, what, nth) => {
    const first = await capture(world, captureOf('first'));
    let met = 0;
    const watched = withBefore(async (call) => {
      if (call !== what) return;
      met += 1;
      if (met === nth) await commitOnly('newer');
    });
    const late = capture(watched, captureOf('older', { force: true, base: first?.revision ?? null }));
    await expect(late).rejects.toMatchObject({ code: 'compare_expired' });
    expect(met).toBeGreaterThanOrEqual(nth);
    expect(await texts()).toEqual([textOf('first'), textOf('newer')]);
  });
});

test('where the other committed the same text, it is that version', async () => {
  const first = await capture(world, captureOf('first'));
  const newer = await capture(other, captureOf('newer'));
  const same = captureOf('newer', { force: true, base: first?.revision ?? null });
  expect(await capture(world, same)).toEqual(newer);
});

test('a capture that names no version goes on top of whatever is there', async () => {
  await capture(world, captureOf('first'));
  expect(await capture(other, captureOf('second'))).toMatchObject({ number: 2 });
});

test('a version whose text cannot be read is there all the same', async () => {
  const project = makeProject();
  project.write(`${classes}/Lead.cls`, textOf('first'));
  project.write(`${classes}/Lead.cls-meta.xml`, classMeta());
  project.commit('p1');
  await attachProject(world, { orgId, dir: project.dir });
  const { versions } = await world.page('ApexClass', 'Lead');
  // An object of the project is gone, as after a repository that was damaged.
  const blob = project.git('rev-parse', `HEAD:${classes}/Lead.cls`).trim();
  const path = `${project.dir}/.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`;
  renameSync(path, `${path}.gone`);
  await expect(capture(world, captureOf('older', { base: null }))).rejects.toMatchObject({
    code: 'compare_expired',
  });
  const onTop = captureOf('newer', { base: versions[0]?.revision ?? null });
  expect(await capture(world, onTop)).toMatchObject({ number: 2 });
});

test('a baseline that read before a person committed leaves what the person committed on top', async () => {
  const person = serverOf(other, 'newer', 1_790_000_060_000);
  const saved: unknown[] = [];
  const baseline = createBaselineWork(world, async () => ({
    list: async () => [{ ...lead, id: '01p5g00000AAAAAAA1' }],
    read: async () => {
      const { compareId } = await person.compare();
      await person.commit(compareId);
      return [liveOf('older', 1_790_000_000_000)];
    },
    spent: () => false,
    close: async () => {},
  }));
  const save = async (state: unknown) => void saved.push(state);
  await baseline({
    id: 'j',
    orgId,
    cursor: null,
    failures: 0,
    signal: new AbortController().signal,
    log,
    save,
  });
  expect(await texts()).toEqual([textOf('newer')]);
  expect(saved.at(-1)).toMatchObject({ done: 1, total: 1, problem: undefined });
});
