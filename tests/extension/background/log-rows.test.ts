// Entries of a list held against the log: what is proven, what is listed otherwise, what was changed, and what was erased.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { LogEntry, Salted } from '../../../core/log/entry.ts';
import { checkRows } from '../../../entrypoints/background/log/rows.ts';
import { createLogWatch } from '../../../entrypoints/background/log/watch.ts';
import { offline, problem } from '../../../utils/problems.ts';
import { type MadeLog, makeLog, org } from './made-log.ts';

vi.mock('wxt/browser', () => ({ browser: fakeBrowser }));

type Listed = ReturnType<MadeLog['attempt']>;

let log: MadeLog;
let proofs: MadeLog['proofs'];
const call = vi.fn();

function setup() {
  const watch = createLogWatch({
    ...{ gateway: { call }, person: async () => 'auth0|ada', api: 'https://api.canvasback.test' },
    ...{ now: () => Date.UTC(2026, 2, 4), changed: () => {} },
  });
  return {
    watch,
    check: async (listed: Listed[]) => (await checkRows({ gateway: { call }, watch }, org, listed)).rows,
  };
}

beforeEach(() => {
  fakeBrowser.reset();
  log = makeLog();
  proofs = log.proofs;
  call.mockReset();
  call.mockImplementation(async (name: string, input: { from: number; size: number; indices: string }) =>
    name === 'log.growth' ? log.growth(input.from) : proofs(input.size, input.indices.split(',').map(Number)),
  );
});

const stateOf = (rows: Awaited<ReturnType<ReturnType<typeof setup>['check']>>) =>
  rows.map(({ check }) => check);

test('entries and their outcomes are proven, in one request for the page', async () => {
  const { watch, check } = setup();
  const listed = [log.attempt(), log.refusal(), log.attempt()];
  await watch.check(false);
  expect(stateOf(await check(listed))).toEqual([
    { state: 'proven' },
    { state: 'proven' },
    { state: 'proven' },
  ]);
  expect(call.mock.calls.slice(1)).toEqual([['log.proofs', { orgId: org, size: 5, indices: '0,1,2,3,4' }]]);
});

test('one that is still under way, and the service’s own that names no person', async () => {
  const { watch, check } = setup();
  const { outcomeIndex: _, ...pending } = log.attempt();
  const { at } = pending;
  const index = log.add({
    kind: 'intent',
    at: Date.parse(at),
    purpose: 'sync',
    who: 'worker',
    caller: 'worker',
  });
  await watch.check(false);
  const own = {
    index,
    provable: true,
    at,
    who: 'Canvasback',
    actingAs: '',
    purpose: 'sync',
    outcome: 'pending',
  };
  expect(stateOf(await check([{ ...pending, outcome: 'pending' }, own as Listed]))).toEqual([
    { state: 'proven' },
    { state: 'proven' },
  ]);
});

test('what was added since the last check makes it grow first', async () => {
  const { watch, check } = setup();
  await watch.check(false);
  const listed = [log.attempt()];
  expect(stateOf(await check(listed))).toEqual([{ state: 'proven' }]);
  expect(call.mock.calls.map(([name]) => name)).toEqual(['log.growth', 'log.growth', 'log.proofs']);
});

test('what is of before the log is not asked for, and nothing is said of it', async () => {
  const { watch, check } = setup();
  await watch.check(false);
  expect(await check([{ ...log.attempt(), provable: false }])).toEqual([]);
  expect(call).toHaveBeenCalledTimes(1);
});

describe('listed otherwise than the log has it', () => {
  const otherwise: readonly (readonly [what: string, change: Partial<Listed>])[] = [
    ['time', { at: '2026-03-03T00:00:09.000Z' }],
    ['purpose', { purpose: 'sync' }],
    ['component', { component: 'Flow Other' }],
    ['component', { component: undefined }],
    ['user', { actingAs: 'sam.okafor@acme.example' }],
    ['outcome', { outcome: 'refused' }],
    ['code', { code: 'blocked' }],
    ['reason', { reason: 'Because.' }],
  ];
  test.each(otherwise)('%s %j', async (what, change) => {
    const { watch, check } = setup();
    const listed = { ...log.attempt(), ...change };
    await watch.check(false);
    const [found] = stateOf(await check([listed]));
    expect(found).toMatchObject({ state: 'differs', differences: [{ what }] });
    // The log itself is what it was.
    expect(await watch.state()).toMatchObject({ state: 'unchanged' });
  });

  test('as under way, though the log has its outcome; with another’s outcome; in another org', async () => {
    const { watch, check } = setup();
    const [one, other] = [log.attempt(), log.attempt()];
    const foreign = log.attempt({ org: '00D5g00000GoneAEAK' });
    await watch.check(false);
    const { outcomeIndex: _, ...open } = one;
    const listed = [open, { ...one, outcomeIndex: other.outcomeIndex }, foreign] as Listed[];
    expect(stateOf(await check(listed))).toMatchObject([
      { state: 'differs', differences: [{ what: 'outcome', shown: 'granted', log: 'pending' }] },
      { state: 'differs', differences: [{ what: 'outcome', log: 'another entry' }] },
      { state: 'differs', differences: [{ what: 'org' }] },
    ]);
  });

  test('a refusal with another code or reason', async () => {
    const { watch, check } = setup();
    const refusal = log.refusal();
    await watch.check(false);
    expect(stateOf(await check([{ ...refusal, code: 'blocked', reason: 'No.' }]))).toMatchObject([
      { state: 'differs', differences: [{ what: 'code' }, { what: 'reason', shown: 'No.' }] },
    ]);
  });
});

describe('not in the log', () => {
  const text = (entry: LogEntry, change: (salted: Salted) => Salted): LogEntry => ({
    ...entry,
    ...(entry.entry ? { entry: change(entry.entry) } : {}),
  });
  type Proven = ReturnType<MadeLog['proofs']>['entries'][number];
  const wrong: Readonly<Record<string, (entry: Proven) => Partial<Proven> | undefined>> = {
    'a text that was changed': (entry) =>
      text(entry, ({ salt, text }) => ({ salt, text: text.replace('compare', 'standing') })),
    'another salt': (entry) => text(entry, ({ text }) => ({ salt: '00'.repeat(16), text })),
    'another leaf': () => ({ leaf: 'ab'.repeat(32) }),
    'a proof with a hash changed': ({ proof }) => ({ proof: ['cd'.repeat(32), ...proof.slice(1)] }),
    'a proof that is too short': ({ proof }) => ({ proof: proof.slice(1) }),
    'personal text that was changed': ({ personal }) =>
      personal && { personal: { ...personal, text: personal.text.replace('ada.king', 'sam.okafor') } },
    'personal text without an entry': () => ({ entry: undefined }),
    'an entry of another place': () => ({ index: 2 }),
    nothing: () => undefined,
  };
  test.each(Object.entries(wrong))('%s', async (_, change) => {
    const { watch, check } = setup();
    const listed = log.attempt();
    log.attempt();
    await watch.check(false);
    proofs = (size, indices) => {
      const { entries } = log.proofs(size, indices);
      return {
        entries: entries.flatMap((entry) => {
          if (entry.index !== 0) return [entry];
          const changed = change(entry);
          return changed ? [{ ...entry, ...changed }] : [];
        }),
      };
    };
    expect(stateOf(await check([listed]))).toEqual([{ state: 'not_in_log', index: 0 }]);
    // And stays so when it is put right.
    proofs = log.proofs;
    expect(await watch.check(true)).toMatchObject({ state: 'broken', broken: { why: 'entry', index: 0 } });
    expect(await check([listed])).toEqual([]);
    expect(await watch.file()).toContain('(entry)');
  });

  test('an entry beyond what is signed', async () => {
    const { watch, check } = setup();
    const listed = log.attempt();
    await watch.check(false);
    expect(stateOf(await check([{ ...listed, index: 7, outcomeIndex: 8 }]))).toEqual([
      { state: 'not_in_log', index: 7 },
    ]);
    expect(await watch.state()).toMatchObject({ state: 'broken' });
  });
});

describe('erased', () => {
  const without =
    (part: 'personal' | 'entry'): MadeLog['proofs'] =>
    (size, indices) => ({
      entries: log
        .proofs(size, indices)
        .entries.map(({ personal, entry, ...rest }) => (part === 'personal' ? { ...rest, entry } : rest)),
    });

  test('names are no longer there to be compared; the rest still is', async () => {
    const { watch, check } = setup();
    const listed = { ...log.attempt(), actingAs: '' };
    await watch.check(false);
    proofs = without('personal');
    expect(stateOf(await check([listed, { ...listed, purpose: 'sync' }]))).toMatchObject([
      { state: 'proven', erased: 'persons' },
      { state: 'differs', differences: [{ what: 'purpose' }] },
    ]);
  });

  test('whole texts: their place is proven, what is listed is not', async () => {
    const { watch, check } = setup();
    const listed = log.attempt();
    await watch.check(false);
    proofs = without('entry');
    expect(stateOf(await check([listed]))).toEqual([{ state: 'proven', erased: 'text' }]);
  });
});

test('what cannot be asked is no alarm', async () => {
  const { watch, check } = setup();
  const listed = log.attempt();
  await watch.check(false);
  call.mockRejectedValueOnce(problem('no_standing'));
  await expect(check([listed])).rejects.toMatchObject({ problem: { code: 'no_standing' } });
  call.mockRejectedValueOnce(offline('Canvasback'));
  await expect(check([log.attempt()])).rejects.toMatchObject({
    problem: { title: 'Canvasback does not answer.' },
  });
  expect(await watch.state()).toMatchObject({ state: 'unchanged' });
});
