// The account's audit log as this browser watches it: pinned at first sight, checked on each visit, loud once it is another.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { readNote } from '../../../core/log/checkpoint.ts';
import { createLogWatch } from '../../../entrypoints/background/log/watch.ts';
import type { LogState } from '../../../utils/log-state.ts';
import { offline, problem } from '../../../utils/problems.ts';
import { fingerprint, type MadeLog, makeKey, makeLog, wrongSignature } from './made-log.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));

const minute = 60_000;
const day = 86_400_000;

let now = Date.UTC(2026, 2, 3, 9);
let subject: string | undefined;
let log: MadeLog;
let shown: MadeLog;
let told: LogState[];
const call = vi.fn(async (_name: string, input: unknown): Promise<unknown> => {
  return shown.growth((input as { from: number }).from);
});

/** A worker that starts anew keeps nothing but what is stored. */
const wake = (api = 'https://api.canvasback.test') =>
  createLogWatch({
    ...{ gateway: { call }, person: async () => subject, api, now: () => now },
    changed: (state) => told.push(state),
  });

beforeEach(() => {
  fakeBrowser.reset();
  call.mockReset();
  call.mockImplementation(async (_name, input) => shown.growth((input as { from: number }).from));
  now = Date.UTC(2026, 2, 3, 9);
  subject = 'auth0|ada';
  told = [];
  log = makeLog();
  for (let count = 0; count < 5; count += 1) log.attempt();
  shown = log;
});

const stored = async () => JSON.stringify(await fakeBrowser.storage.local.get(null));
const kept = async () => {
  const [record] = Object.values(await fakeBrowser.storage.local.get(null)) as [{ kept: { note: string }[] }];
  return record.kept.map(({ note }) => Number(readNote(note)?.text.split('\n')[1]));
};
/** Some visits later. */
async function visit(watch = wake()) {
  now += 2 * minute;
  return watch.check(false);
}

describe('a log that only grows', () => {
  test('is pinned at first sight, with its key, origin and size', async () => {
    const state = await wake().check(false);
    const { vkey } = log.growth(0);
    expect(state).toMatchObject({
      state: 'unchanged',
      log: {
        since: '2026-03-03T09:00:00.000Z',
        origin: 'canvasback.example.com/audit/acme',
        size: 10,
        vkey,
        fingerprint: fingerprint(vkey),
      },
    });
    expect(call).toHaveBeenCalledExactlyOnceWith('log.growth', { from: 0 });
    expect(told).toHaveLength(1);
  });

  test('costs one request a visit, which begins at what was kept', async () => {
    await wake().check(false);
    log.attempt();
    const state = await visit();
    expect(call.mock.calls.map(([, input]) => input)).toEqual([{ from: 0 }, { from: 10 }]);
    expect(state).toMatchObject({ state: 'unchanged', log: { size: 12, since: '2026-03-03T09:00:00.000Z' } });
    expect(state.log?.checkedAt).toBe('2026-03-03T09:02:00.000Z');
    expect(await visit()).toMatchObject({ state: 'unchanged', log: { size: 12 } });
    expect(told).toHaveLength(2);
  });

  test('has its stated retention, also when that changes', async () => {
    const stated = (days?: number) =>
      call.mockImplementation(async (_name, input) => ({
        ...shown.growth((input as { from: number }).from),
        ...(days === undefined ? {} : { retentionDays: days }),
      }));
    stated(400);
    expect((await wake().check(false)).log?.retentionDays).toBe(400);
    stated(30);
    expect((await visit()).log?.retentionDays).toBe(30);
    expect(told.map(({ log: known }) => known?.retentionDays)).toEqual([400, 30]);
    stated();
    expect((await visit()).log).not.toHaveProperty('retentionDays');
  });

  test('may have been empty', async () => {
    shown = makeLog();
    expect(await wake().check(false)).toMatchObject({ state: 'unchanged', log: { size: 0 } });
    shown.attempt();
    expect(await visit()).toMatchObject({ state: 'unchanged', log: { size: 2 } });
  });

  test('is asked for no more than once a minute, unless a person asks, also by the next worker', async () => {
    await wake().check(false);
    now += minute - 1;
    await wake().check(false);
    expect(call).toHaveBeenCalledTimes(1);
    await wake().check(true);
    expect(call).toHaveBeenCalledTimes(2);
    now += minute;
    await wake().check(false);
    expect(call).toHaveBeenCalledTimes(3);
    now -= day;
    await wake().check(false);
    expect(call).toHaveBeenCalledTimes(4);
  });

  test('two windows share one check', async () => {
    const watch = wake();
    const states = await Promise.all([watch.check(false), watch.check(true), watch.check(false)]);
    expect(call).toHaveBeenCalledTimes(1);
    expect(states.map(({ log }) => log?.size)).toEqual([10, 10, 10]);
  });

  test('a worker that is stopped in the middle leaves what was kept as it was', async () => {
    await wake().check(false);
    const before = await stored();
    log.attempt();
    call.mockImplementationOnce(() => new Promise(() => {}));
    void visit();
    await Promise.resolve();
    expect(await stored()).toBe(before);
    expect(await visit()).toMatchObject({ state: 'unchanged', log: { size: 12 } });
  });

  test('keeps the first checkpoint, one a day for thirty days, and the newest', async () => {
    const watch = wake();
    for (let hours = 0; hours < 40 * 24; hours += 8) {
      now += day / 3;
      log.refusal();
      await watch.check(false);
    }
    const sizes = await kept();
    expect(sizes).toHaveLength(32);
    expect([sizes[0], sizes.at(-1)]).toEqual([11, 10 + 120]);
    expect(sizes.slice(2).every((size, index) => size - (sizes[index + 1] ?? 0) <= 3)).toBe(true);
  });

  test('a key that the old one signed is followed, and the next one too', async () => {
    await wake().check(false);
    const { vkey } = log.growth(0);
    log.rotate(makeKey());
    log.attempt();
    expect(await visit()).toMatchObject({ state: 'unchanged', log: { size: 12, vkey } });
    log.rotate(makeKey());
    expect(await visit()).toMatchObject({ state: 'unchanged', log: { vkey } });
  });

  test('who pinned a later key passes over the ones before', async () => {
    log.rotate(makeKey());
    await wake().check(false);
    log.rotate(makeKey());
    log.attempt();
    expect(await visit()).toMatchObject({ state: 'unchanged', log: { size: 12 } });
  });
});

describe('a log that cannot be asked', () => {
  test('is not broken: quietly, with what was known and why it was not checked', async () => {
    await wake().check(false);
    call.mockRejectedValueOnce(offline('Canvasback'));
    expect(await visit()).toMatchObject({
      state: 'unchanged',
      log: { size: 10, checkedAt: '2026-03-03T09:00:00.000Z' },
      missed: { at: '2026-03-03T09:02:00.000Z', why: 'Canvasback does not answer.' },
    });
    expect(told).toHaveLength(1);
    expect((await visit()).missed).toBeUndefined();
  });

  test('an answer that is no answer of this API is no log either', async () => {
    call.mockRejectedValueOnce(problem('internal', { title: 'The answer has a shape …' }));
    expect(await wake().check(false)).toEqual({
      state: 'unseen',
      missed: { at: '2026-03-03T09:00:00.000Z', why: 'The answer has a shape …' },
    });
  });

  test('who belongs to no account yet has none to miss', async () => {
    call.mockRejectedValueOnce(problem('not_a_member'));
    expect(await wake().check(false)).toEqual({ state: 'unseen' });
  });

  test('nobody signed in: nothing is asked', async () => {
    subject = undefined;
    expect(await wake().check(true)).toEqual({ state: 'unseen' });
    expect(call).not.toHaveBeenCalled();
  });

  test('a mistake of our own is not taken for silence', async () => {
    call.mockRejectedValueOnce(new Error('a bug'));
    await expect(wake().check(false)).rejects.toThrow('a bug');
  });
});

/** Each after ten entries were kept. */
const broken: Readonly<Record<string, [why: string, () => unknown]>> = {
  'an older copy': ['shrunk', () => (shown = makeLog(key, 'acme', log.entries.slice(0, 8)))],
  'a rewritten entry': [
    'forked',
    () => {
      shown = makeLog(key, 'acme', log.entries.slice(0, 4));
      for (let count = 0; count < 5; count += 1) shown.attempt();
    },
  ],
  'another log of the same length': [
    'forked',
    () => {
      shown = makeLog(key, 'acme');
      for (let count = 0; count < 5; count += 1) shown.attempt();
    },
  ],
  'a proof that is missing': [
    'forked',
    () => {
      log.attempt();
      call.mockImplementation(async () => ({ ...log.growth(10), proof: [] }));
    },
  ],
  'another account’s log': [
    'other_origin',
    () => {
      shown = makeLog(key, 'globex', log.entries);
    },
  ],
  'a key that nobody named': ['other_key', () => (shown = makeLog(makeKey(), 'acme', log.entries))],
  'a key that signed its own succession': [
    'other_key',
    () => {
      const thief = makeKey();
      shown = makeLog(thief, 'acme', log.entries);
      shown.rotate(makeKey());
    },
  ],
  'a signature with a bit flipped': [
    'bad_signature',
    () => {
      const { checkpoint, ...answer } = log.growth(10);
      call.mockImplementation(async () => ({ ...answer, checkpoint: wrongSignature(checkpoint) }));
    },
  ],
  'a text that is no note': [
    'malformed',
    () => call.mockImplementation(async () => ({ ...log.growth(10), checkpoint: 'hello' })),
  ],
};
let key = makeKey();

describe('a log that is another', () => {
  beforeEach(() => {
    key = makeKey();
    log = makeLog(key);
    for (let count = 0; count < 5; count += 1) log.attempt();
    shown = log;
  });

  test.each(Object.entries(broken))('%s', async (_, [why, change]) => {
    await wake().check(false);
    const before = await kept();
    change();
    const state = await visit();
    expect(state).toMatchObject({ state: 'broken', broken: { why, at: '2026-03-03T09:02:00.000Z' } });
    expect(told.at(-1)).toMatchObject({ state: 'broken' });
    // What was known stays, and is what the evidence stands on.
    expect(state.log).toMatchObject({ size: 10, checkedAt: '2026-03-03T09:00:00.000Z' });
    expect(await kept()).toEqual(before);
    shown = log;
    call.mockImplementation(async (_name, input) => shown.growth((input as { from: number }).from));
    expect(await visit()).toMatchObject({ state: 'broken', broken: { why } });
    expect(await wake().check(true)).toMatchObject({ state: 'broken' });
  });

  test('also where it is broken when it is seen first', async () => {
    const { checkpoint, ...answer } = log.growth(0);
    call.mockImplementation(async () => ({ ...answer, checkpoint: wrongSignature(checkpoint) }));
    const state = await wake().check(false);
    expect(state).toMatchObject({ state: 'broken', broken: { why: 'bad_signature' } });
    expect(state.log).toBeUndefined();
  });

  test('its evidence: the pinned key, what was kept, and what was shown instead', async () => {
    const watch = wake();
    await watch.check(false);
    const note = log.growth(0).checkpoint;
    shown = makeLog(makeKey(), 'acme', log.entries);
    await visit(watch);
    const file = (await watch.file()) ?? '';
    expect(file.split('\n')).toContain(key.vkey);
    expect(file).toContain(`\n\n${note}`);
    // As one line of JSON: whoever looks for kept checkpoints must not take it for one.
    expect(file).toContain(JSON.stringify(shown.growth(10).checkpoint));
    expect(file).not.toContain(shown.growth(10).checkpoint);
  });
});

describe('trusting it anew', () => {
  const thief = makeKey();
  async function fork() {
    const watch = wake();
    await watch.check(false);
    shown = makeLog(thief, 'acme', log.entries.slice(0, 4));
    shown.attempt();
    await visit(watch);
    return watch;
  }

  test('pins what is shown then, and goes on saying that it did', async () => {
    const watch = await fork();
    now += minute;
    const state = await watch.trust(thief.vkey);
    expect(state).toMatchObject({
      state: 'unchanged',
      log: { vkey: thief.vkey, size: 6, since: '2026-03-03T09:03:00.000Z' },
      anew: { at: '2026-03-03T09:03:00.000Z', brokenAt: '2026-03-03T09:02:00.000Z', why: 'other_key' },
    });
    shown.attempt();
    expect(await visit()).toMatchObject({ state: 'unchanged', log: { size: 8 }, anew: { why: 'other_key' } });
    // What it was before is not forgotten.
    expect(await wake().file()).toContain('Kept until then');
  });

  test('not another key than the one that the person was shown', async () => {
    const watch = await fork();
    await expect(watch.trust(makeKey().vkey)).rejects.toMatchObject({
      problem: { title: 'What is shown now is not what you were asked about.' },
    });
    expect(await watch.state()).toMatchObject({ state: 'broken' });
  });

  test('not while it cannot be asked, nor what is signed wrongly', async () => {
    const watch = await fork();
    call.mockRejectedValueOnce(offline('Canvasback'));
    await expect(watch.trust(thief.vkey)).rejects.toMatchObject({ problem: { code: 'offline' } });
    const { checkpoint, ...answer } = shown.growth(0);
    call.mockImplementationOnce(async () => ({ ...answer, checkpoint: wrongSignature(checkpoint) }));
    await expect(watch.trust(thief.vkey)).rejects.toBeDefined();
    expect(await watch.state()).toMatchObject({ state: 'broken' });
  });

  test('where the log fits again, what was kept stays kept', async () => {
    const watch = await fork();
    shown = log;
    log.attempt();
    expect(await watch.trust(thief.vkey)).toMatchObject({
      state: 'unchanged',
      log: { size: 12, since: '2026-03-03T09:00:00.000Z', vkey: log.growth(0).vkey },
      anew: { why: 'other_key' },
    });
  });

  test('changes nothing where nothing is broken', async () => {
    const watch = wake();
    await watch.check(false);
    shown = makeLog(thief);
    expect((await watch.trust(thief.vkey)).log?.vkey).toBe(log.growth(0).vkey);
  });
});

describe('whose log it is', () => {
  test('each person’s and each API’s is kept by itself, also over a sign-out', async () => {
    await wake().check(false);
    subject = 'auth0|sam';
    shown = makeLog(makeKey(), 'globex');
    expect(await wake().check(false)).toMatchObject({ state: 'unchanged', log: { size: 0 } });
    expect(await wake('https://other.test').check(false)).toMatchObject({ log: { size: 0 } });
    subject = undefined;
    expect(await wake().state()).toEqual({ state: 'unseen' });
    subject = 'auth0|ada';
    expect(await wake().state()).toMatchObject({ log: { size: 10 } });
    expect(await visit()).toMatchObject({ state: 'broken', broken: { why: 'other_key' } });
    expect(Object.keys(await fakeBrowser.storage.local.get(null))).toHaveLength(3);
    expect(await stored()).not.toMatch(/auth0|ada/);
  });

  test('an answer that came for somebody else is nobody’s', async () => {
    await wake().check(false);
    const before = await stored();
    call.mockImplementationOnce(async () => {
      subject = 'auth0|sam';
      return makeLog(makeKey(), 'globex').growth(0);
    });
    await visit();
    expect(await stored()).toBe(before);
    expect(told).toHaveLength(1);
  });

  test('what is erased meanwhile does not come back', async () => {
    const watch = wake();
    const answer = Promise.withResolvers<unknown>();
    call.mockImplementationOnce(() => answer.promise);
    const check = watch.check(false);
    await vi.waitFor(() => expect(call).toHaveBeenCalled());
    const erased = watch.whileStill(() => fakeBrowser.storage.local.clear());
    answer.resolve(log.growth(0));
    await Promise.all([check, erased]);
    expect(await fakeBrowser.storage.local.get(null)).toEqual({});
  });
});
