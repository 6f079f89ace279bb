// The baseline commits what has no history, stamps the rest, and resumes with nothing lost and nothing done twice.

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ComponentKey } from '#core/component.ts';
import type { Live } from '../../../server/compare/live.ts';
import type { Stamp } from '../../../server/db/components.ts';
import { AppError } from '../../../server/errors.ts';
import { TypeNotInOrg } from '../../../server/salesforce/api-errors.ts';
import { type BaselineDeps, runBaseline, type Sighting } from '../../../server/sync/baseline.ts';
import { runJob } from '../../../server/sync/job.ts';
import { mustClaim, openQueue, type Queue, start } from './queue.ts';

let queue: Queue;
beforeEach(async () => {
  queue = await openQueue();
  await queue.enqueue();
});
afterEach(() => queue.db.destroy());

const listed = (type: ComponentKey['type'], fullName: string): Stamp => ({
  type,
  fullName,
  id: `id-of-${fullName}`,
  lastModifiedAt: start - 1000,
  lastModifiedById: '005A',
  lastModifiedByName: 'Leo Marin',
});

const live = ({ type, fullName }: ComponentKey): Live => ({
  source: { type, fullName, files: [] },
  id: `id-of-${fullName}`,
  otherIds: [],
  saved: { at: start - 1000, userId: '005A', name: 'Leo Marin' },
  lane: 'tooling',
  apiVersion: '66.0',
});

interface World {
  org: Sighting[];
  history: Set<string>;
  reads: string[];
  captures: string[];
  stamps: number;
  open: number;
  opened: number;
  spent: () => boolean;
  /** Called before each read; throws to stand for a fault. */
  beforeRead: (names: readonly string[]) => void;
}

function world(org: Sighting[]): World {
  return {
    org,
    history: new Set(),
    reads: [],
    captures: [],
    stamps: 0,
    open: 0,
    opened: 0,
    spent: () => false,
    beforeRead: () => {},
  };
}

const depsOf = (state: World, more: Partial<BaselineDeps> = {}): BaselineDeps => ({
  open: async () => {
    state.open += 1;
    state.opened += 1;
    return {
      list: async () => state.org,
      read: async (refs) => {
        const names = refs.map((ref) => String(ref.fullName));
        state.beforeRead(names);
        state.reads.push(names.join('+'));
        return refs.map((ref) => {
          const found = state.org.find((item) => item.fullName === ref.fullName);
          return found && live(found);
        });
      },
      spent: () => state.spent(),
      close: async () => {
        state.open -= 1;
      },
    };
  },
  recordStamps: async (_, items) => {
    state.stamps = items.length;
  },
  hasHistory: async (_, { fullName }) => state.history.has(fullName),
  capture: async ({ source }) => {
    state.captures.push(source.fullName);
    state.history.add(source.fullName);
  },
  batchOf: (type) => (type === 'PermissionSet' ? 10 : 1),
  ...more,
});

async function run(state: World, more?: Partial<BaselineDeps>): Promise<void> {
  const row = await mustClaim(queue, 'a');
  const deps = queue.deps((job) => runBaseline(depsOf(state, more), job));
  await runJob(deps, row, 'a', new AbortController().signal);
}

const mixed = () => [
  listed('PermissionSet', 'P2'),
  listed('ApexClass', 'A2'),
  listed('Flow', 'F1'),
  listed('ApexClass', 'A1'),
  listed('PermissionSet', 'P1'),
];

test('everything without history is read and committed once, permission sets together', async () => {
  const state = world(mixed());
  await run(state);
  expect(state.reads).toEqual(['A1', 'A2', 'F1', 'P1+P2']);
  expect(state.captures).toEqual(['A1', 'A2', 'F1', 'P1', 'P2']);
  expect(state.stamps).toBe(5);
  expect(state.open).toBe(0);
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 5, total: 5, problem: null });
});

test('a component with history gets its stamp and no reading', async () => {
  const state = world(mixed());
  state.history = new Set(['A1', 'A2', 'F1', 'P2']);
  await run(state);
  expect(state.reads).toEqual(['P1']);
  expect(state.stamps).toBe(5);
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 5, total: 5 });
});

test('a type that cannot be read is named once, and all others are read', async () => {
  const state = world([
    ...mixed(),
    ...Array.from({ length: 9 }, (_, at) => listed('ReportFolder', `R${at}`)),
  ]);
  state.beforeRead = ([name]) => {
    if (name?.startsWith('R')) throw new TypeNotInOrg('readMetadata');
  };
  await run(state);
  expect(state.captures).toEqual(['A1', 'A2', 'F1', 'P1', 'P2']);
  const { problem } = (await queue.latest()) ?? {};
  expect(problem).toMatch(/^Not read: ReportFolder \(all\)\. /);
});

test('what cannot be kept, and folders that were not looked into, are named', async () => {
  const state = world(mixed());
  const open = async () => ({
    ...(await depsOf(state).open('')),
    leftOut: () => [{ name: 'Report in 7 folders', why: 'Only so many.' }],
  });
  const capture: BaselineDeps['capture'] = async (wanted) => {
    if (wanted.source.fullName === 'A2')
      throw new AppError('invalid_request', { detail: 'It is too large.' });
    await depsOf(state).capture(wanted);
  };
  await run(state, { open, capture });
  expect(state.captures).toEqual(['A1', 'F1', 'P1', 'P2']);
  expect(await queue.latest()).toMatchObject({
    state: 'done',
    problem: 'Not read: Report in 7 folders, ApexClass A2. Only so many.',
  });
});

test('what got a history while it was read is done, and no problem', async () => {
  const state = world(mixed());
  const bases: unknown[] = [];
  const capture: BaselineDeps['capture'] = async (wanted) => {
    bases.push(wanted.base);
    if (wanted.source.fullName === 'A2') throw new AppError('compare_expired');
    await depsOf(state).capture(wanted);
  };
  await run(state, { capture });
  expect(bases).toEqual([null, null, null, null, null]);
  expect(state.captures).toEqual(['A1', 'F1', 'P1', 'P2']);
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 5, total: 5, problem: null });
});

const unlisted = (fullName: string) => ({ type: 'StandardValueSet', fullName, unlisted: true }) as const;

test('names that Salesforce only may have make nothing known before they are read', async () => {
  const state = world([...mixed(), unlisted('S1')]);
  await run(state);
  expect(state.stamps).toBe(5);
  expect(state.captures).toContain('S1');
});

test('what Salesforce does not list is counted once it was read, or has history; never by its name alone', async () => {
  const state = world([...mixed(), unlisted('S1'), unlisted('S2'), unlisted('S3'), unlisted('S4')]);
  state.history = new Set(['S2', 'S3']);
  state.beforeRead = () => {
    state.org = state.org.filter(({ fullName }) => fullName !== 'S4');
  };
  await run(state);
  expect(state.captures).toContain('S1');
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 8, total: 8 });
});

test('they are counted once, also when the look is broken off among them', async () => {
  const state = world([unlisted('S1'), unlisted('S2'), unlisted('S3'), listed('WorkflowTask', 'W1')]);
  state.beforeRead = ([name]) => {
    if (name === 'S3') throw new AppError('salesforce_unavailable');
  };
  await run(state);
  expect(await queue.latest()).toMatchObject({ state: 'waiting', done: 2, total: 3 });
  state.beforeRead = () => {};
  queue.clock.now += 2_000;
  await run(state);
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 4, total: 4 });
});

test('an empty org is done at once', async () => {
  await run(world([]));
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 0, total: 0 });
});

test('Salesforce down in the middle: it waits, then goes on there; nothing lost, nothing twice', async () => {
  const state = world(mixed());
  state.beforeRead = ([name]) => {
    if (name === 'F1') throw new AppError('salesforce_unavailable');
  };
  await run(state);
  expect(await queue.latest()).toMatchObject({ state: 'waiting', done: 2, total: 5 });
  expect(state.open).toBe(0);
  state.beforeRead = () => {};
  queue.clock.now += 2_000;
  await run(state);
  expect(state.reads).toEqual(['A1', 'A2', 'F1', 'P1+P2']);
  expect(state.captures).toEqual(['A1', 'A2', 'F1', 'P1', 'P2']);
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 5, total: 5, problem: null });
});

test('a process killed between a commit and its note does not commit twice', async () => {
  const state = world(mixed());
  const save = queue.queue.save;
  let saves = 0;
  const died = Promise.withResolvers<void>();
  const killed = queue.deps((job) => runBaseline(depsOf(state), job));
  const row = await mustClaim(queue, 'killed');
  const never = () => new Promise<never>(() => {});
  // From then on nothing of it does anything any more.
  const dies = {
    ...killed.queue,
    renew: never,
    isHeld: never,
    save: (...given: Parameters<typeof save>) => {
      saves += 1;
      if (saves !== 3) return save(...given);
      died.resolve();
      return never();
    },
  };
  void runJob({ ...killed, queue: dies }, row, 'killed', new AbortController().signal);
  await died.promise;
  expect(state.captures).toEqual(['A1', 'A2']);
  queue.clock.now += 31_000;
  await run(state);
  expect(state.captures).toEqual(['A1', 'A2', 'F1', 'P1', 'P2']);
  expect(state.reads).toEqual(['A1', 'A2', 'F1', 'P1+P2']);
});

test('a component added before the cursor’s place while it waited is not taken for done by count', async () => {
  const state = world(mixed());
  state.beforeRead = ([name]) => {
    if (name === 'F1') throw new AppError('salesforce_unavailable');
  };
  await run(state);
  state.org = [...state.org, listed('Flow', 'F0')];
  state.beforeRead = () => {};
  queue.clock.now += 2_000;
  await run(state);
  expect(state.captures).toContain('F0');
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 6, total: 6 });
});

test('one unreadable component is named and does not stop the others', async () => {
  const state = world(mixed());
  state.beforeRead = (names) => {
    if (names.includes('P1')) throw new AppError('salesforce_error', { detail: 'UNKNOWN_EXCEPTION' });
  };
  await run(state);
  expect(state.captures).toEqual(['A1', 'A2', 'F1', 'P2']);
  expect(await queue.latest()).toMatchObject({
    state: 'done',
    done: 5,
    problem: 'Not read: PermissionSet P1. Salesforce answered with an error. UNKNOWN_EXCEPTION',
  });
});

test('an error that meets one component after the other is not theirs: nothing counts as done', async () => {
  const names = Array.from({ length: 9 }, (_, index) => `A${index}`);
  const state = world(names.map((name) => listed('ApexClass', name)));
  state.beforeRead = ([name]) => {
    if (name !== 'A0') throw new AppError('salesforce_error', { detail: 'UNSUPPORTED_API_VERSION' });
  };
  await run(state);
  expect(await queue.latest()).toMatchObject({ state: 'waiting', done: 1, total: 9 });
  state.beforeRead = () => {};
  queue.clock.now += 2_000;
  await run(state);
  expect(state.captures).toEqual(names);
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 9, problem: null });
});

test('a component deleted between list and read is passed over', async () => {
  const state = world(mixed());
  state.beforeRead = () => {
    state.org = state.org.filter(({ fullName }) => fullName !== 'F1');
  };
  await run(state);
  expect(state.captures).toEqual(['A1', 'A2', 'P1', 'P2']);
  expect(await queue.latest()).toMatchObject({ state: 'done', done: 5 });
});

test('a long baseline takes a new job at Salesforce before its limits are met', async () => {
  const names = Array.from({ length: 7 }, (_, index) => `A${index}`);
  const state = world(names.map((name) => listed('ApexClass', name)));
  state.spent = () => state.reads.length >= state.opened * 3;
  await run(state);
  expect(state.opened).toBe(3);
  expect(state.open).toBe(0);
  expect(state.captures).toEqual(names);
});

test('a full disk stops it without marking anything done', async () => {
  const state = world(mixed());
  await run(state, { capture: () => Promise.reject(new AppError('storage_full')) });
  expect(await queue.latest()).toMatchObject({ state: 'waiting', done: 0, total: 5 });
});

/** Tries until it no longer waits; the delay before each further one. */
async function tryOn(state: World, most: number, more?: Partial<BaselineDeps>): Promise<number[]> {
  const delays: number[] = [];
  for (let tries = 0; tries < most; tries += 1) {
    await run(state, more);
    const { state: now, retry_at: at } = (await queue.latest()) ?? {};
    if (now !== 'waiting') break;
    delays.push(Number(at) - queue.clock.now);
    queue.clock.now = Number(at);
  }
  return delays;
}

test('a fault that lasts is tried ever more seldom, and one of ours is given up', async () => {
  const state = world(mixed());
  const capture = () => Promise.reject(new Error('git exited with 128'));
  const delays = await tryOn(state, 30, { capture });
  expect(delays.slice(0, 5)).toEqual([2_000, 4_000, 8_000, 16_000, 32_000]);
  expect(delays).toHaveLength(9);
  expect(await queue.latest()).toMatchObject({ state: 'failed', done: 0 });
});

test('Salesforce away for one thing alone is asked ever more seldom as well', async () => {
  const state = world(mixed());
  state.beforeRead = ([name]) => {
    if (name === 'F1') throw new AppError('salesforce_unavailable');
  };
  const delays = await tryOn(state, 12);
  expect(delays).toHaveLength(12);
  expect(delays.at(-1)).toBe(300_000);
});

test('neighbours that can never be read are passed over in the end, and named', async () => {
  const reports = Array.from({ length: 20 }, (_, at) => listed('Report', `R${String(at).padStart(2, '0')}`));
  const state = world([...reports, listed('WorkflowTask', 'W1')]);
  const broken = new Set(['R03', 'R04', 'R05', 'R06', 'R07', 'R08', 'R09']);
  state.beforeRead = ([name = '']) => {
    if (broken.has(name)) throw new AppError('salesforce_error', { detail: 'It has no content.' });
  };
  const delays = await tryOn(state, 40);
  expect(delays.length).toBeGreaterThan(4);
  expect(delays.length).toBeLessThan(10);
  expect(state.captures).toHaveLength(14);
  expect(new Set(state.captures).size).toBe(14);
  const { state: end, done, total, problem } = (await queue.latest()) ?? {};
  expect([end, done, total]).toEqual(['done', 21, 21]);
  expect(problem).toMatch(/^Not read: Report R03, Report R04, Report R05 and 4 more\./);
});

test('an org of which nothing can be read is not taken for one that was looked at', async () => {
  const state = world(Array.from({ length: 400 }, (_, at) => listed('Report', `R${at}`)));
  state.beforeRead = () => {
    throw new AppError('salesforce_error');
  };
  await tryOn(state, 25);
  expect(await queue.latest()).toMatchObject({ state: 'waiting', done: 0, total: 400 });
});
