// One click: one job as the person, one reading, one verdict; the job always ends.

import { describe, expect, test } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { ada, key, live, openWorld, start, version } from './world.ts';

describe('a refusal', () => {
  test('of the reading is heard of before it is told, and the job ends', async () => {
    const { state, compare } = openWorld();
    const refusal = new AppError('salesforce_refused');
    state.beforeRead = async () => {
      throw refusal;
    };
    await expect(compare()).rejects.toBe(refusal);
    expect(state.refused).toEqual([[ada, refusal]]);
    expect(state.open).toBe(0);
  });
});

describe('the verdict', () => {
  test('differs: how much, by whom, since when, at what cost', async () => {
    const { state, compare } = openWorld();
    expect(await compare()).toEqual({
      ...key,
      compareId: expect.stringMatching(/^[\w-]{22}$/),
      verdict: 'differs',
      summary: '2 changes not committed',
      changes: 2,
      noise: 0,
      liveAuthor: { name: 'Leo Marin', certainty: 'certain', evidence: 'Salesforce’s LastModifiedBy' },
      liveAt: '2026-03-02T08:59:00.000Z',
      comparedAt: '2026-03-02T09:00:00.000Z',
      base: version('a'),
      liveRevision: expect.stringMatching(/^live:[\w-]{22}$/),
      cost: { requests: 2, remaining: 14_000 },
    });
    expect(state.notes).toMatchObject([
      { key, state: 'drifted', at: start, live: { id: '01p5g00000AAAAAAA1' } },
    ]);
    expect(state.open).toBe(0);
  });

  test('the last version is read while Salesforce answers, and only asked after once it has', async () => {
    const { state, compare } = openWorld();
    state.known = { key };
    let before: unknown[] = [];
    state.beforeRead = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      before = [...state.bases, ...state.expected];
    };
    expect(await compare()).toMatchObject({ verdict: 'differs', base: version('a') });
    expect(before).toEqual([undefined, state.committed?.source]);
    expect(state.bases).toEqual([undefined, version('a').revision]);
  });

  test('what was read for the name it had is not taken for the one that Salesforce gives', async () => {
    const { state, compare } = openWorld();
    state.known = { key: { ...key, fullName: 'Older_Name' } };
    await compare();
    // One commit may hold versions of both, so that the revision alone would not tell them apart.
    expect(state.bases).toEqual([undefined, undefined]);
  });

  test('in sync when the texts are the same', async () => {
    const { state, compare } = openWorld();
    state.live = live('old');
    expect(await compare()).toMatchObject({
      verdict: 'in_sync',
      summary: 'In sync with the last commit',
      changes: 0,
      noise: 0,
    });
    expect(state.notes).toMatchObject([{ state: 'in_sync' }]);
  });

  test('in sync when only noise differs, and the noise is counted', async () => {
    const { state, compare } = openWorld();
    state.live = live('o l d');
    expect(await compare()).toMatchObject({
      verdict: 'in_sync',
      summary: 'In sync with the last commit; not counted: moved on canvas',
      noise: 3,
    });
  });

  test('never committed', async () => {
    const { state, compare } = openWorld();
    state.committed = undefined;
    state.known = undefined;
    const result = await compare({ type: 'ApexClass', id: '01p5g00000AAAAA' });
    expect(result).toMatchObject({ ...key, verdict: 'never_committed', summary: 'Never committed' });
    expect(result.base).toBeUndefined();
    expect(result.liveAuthor?.certainty).toBe('certain');
  });

  test('a component made again after its committed deletion was never committed since', async () => {
    const { state, compare } = openWorld();
    state.committed = { version: { ...version('a'), kind: 'deleted' }, source: null };
    const result = await compare();
    expect(result.verdict).toBe('never_committed');
    expect(result.base?.kind).toBe('deleted');
  });

  test('deleted live: said with its last version, and nothing to commit', async () => {
    const { state, compare, commit } = openWorld();
    state.live = undefined;
    const result = await compare({ type: 'ApexClass', id: '01p5g00000AAAAA' });
    expect(result).toMatchObject({
      ...key,
      verdict: 'deleted_live',
      summary: 'It no longer exists in Salesforce',
      base: version('a'),
    });
    expect(result.liveRevision).toBeUndefined();
    expect(result.liveAuthor).toBeUndefined();
    expect(state.notes).toMatchObject([{ key, state: 'deleted' }]);
    await expect(commit(result.compareId)).rejects.toMatchObject({ code: 'compare_expired' });
  });

  test('gone from Salesforce and unknown to history: there is nothing to show', async () => {
    const { state, compare } = openWorld();
    state.live = undefined;
    state.known = undefined;
    state.committed = undefined;
    await expect(compare({ type: 'ApexClass', id: '01p5g00000AAAAA' })).rejects.toMatchObject({
      code: 'component_deleted',
    });
    expect(state.open).toBe(0);
  });
});

test('the job is the person’s own request, and names the component', async () => {
  const { state, compare } = openWorld();
  await compare({ type: 'ApexClass', id: '01p5g00000AAAAA' });
  expect(state.opened).toEqual([
    {
      ref: { type: 'ApexClass', id: '01p5g00000AAAAA', fullName: 'Lead' },
      proof: { method: 'POST', path: '/x', authorization: 'DPoP t', dpop: 'p' },
    },
  ]);
});

test('the id of something inside the component is not asked for: its own is known', async () => {
  const { state, compare } = openWorld();
  state.known = { key: { type: 'AuraDefinitionBundle', fullName: 'Card' }, id: '0Ab5g00000AAAAAAA1' };
  await compare({ type: 'AuraDefinitionBundle', id: '0Ad5g00000AAAAAAA1' });
  await compare({ type: 'AuraDefinitionBundle', id: '0Ab5g00000BBBBBAA1', fullName: 'Card' });
  expect(state.opened.map(({ ref }) => ref.id)).toEqual(['0Ab5g00000AAAAAAA1', '0Ab5g00000BBBBBAA1']);
});

test('neither id nor name is refused before anything is asked', async () => {
  const { state, compare } = openWorld();
  await expect(compare({ type: 'ApexClass' })).rejects.toMatchObject({ code: 'invalid_request' });
  expect(state.opened).toEqual([]);
});

describe('the job', () => {
  test('ends when the reading fails, and the failure is the reading’s', async () => {
    const { state, compare } = openWorld();
    state.beforeRead = () => Promise.reject(new AppError('salesforce_unavailable'));
    await expect(compare()).rejects.toMatchObject({ code: 'salesforce_unavailable' });
    expect(state.open).toBe(0);
    expect(state.reads.size).toBe(0);
  });

  test('that cannot be ended does not cost the result, but is logged', async () => {
    const { state, compare } = openWorld();
    state.beforeClose = () => Promise.reject(new AppError('delegation_unavailable'));
    expect((await compare()).verdict).toBe('differs');
    expect(state.log.join('')).toContain('could not be ended');
  });

  test('ends beside the verdict, which does not wait for it; whoever stops the service does', async () => {
    const { state, compare, ended } = openWorld();
    const gate = Promise.withResolvers<void>();
    state.beforeClose = () => gate.promise;
    expect((await compare()).verdict).toBe('differs');
    expect(state.open).toBe(1);
    let over = false;
    const stopped = ended().then(() => {
      over = true;
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect(over).toBe(false);
    gate.resolve();
    await stopped;
    expect(state.open).toBe(0);
  });
});

describe('whoever leaves', () => {
  /** A comparison that reads until the gate opens, and callers who can leave it. */
  function reading() {
    const world = openWorld();
    const gate = Promise.withResolvers<void>();
    world.state.beforeRead = () => gate.promise;
    const caller = (ref = key as Parameters<typeof world.compare>[0]) => {
      const leaving = new AbortController();
      const result = world.compare(ref, ada, leaving.signal);
      result.catch(() => {});
      return { result, leave: () => leaving.abort(new Error('left')) };
    };
    return { ...world, gate, caller };
  }
  const begun = (state: { opened: unknown[] }) =>
    expect.poll(() => state.opened.length, { interval: 1 }).toBe(1);

  test('as the last one ends the job: nothing is kept or noted of it', async () => {
    const { state, gate, caller, ended } = reading();
    const { result, leave } = caller();
    await begun(state);
    leave();
    await expect(result).rejects.toThrow('left');
    expect(state.signals[0]?.aborted).toBe(true);
    gate.resolve();
    await expect.poll(() => state.open, { interval: 1 }).toBe(0);
    await ended();
    expect([state.reads.size, state.notes]).toEqual([0, []]);
  });

  test('while another waits for the same leaves the job alone', async () => {
    const { state, gate, caller } = reading();
    const [one, other] = [caller(), caller()];
    await begun(state);
    one.leave();
    await expect(one.result).rejects.toThrow('left');
    expect(state.signals[0]?.aborted).toBe(false);
    gate.resolve();
    expect((await other.result).verdict).toBe('differs');
    expect(state.opened).toHaveLength(1);
  });

  test('and comes back begins anew', async () => {
    const { state, gate, caller } = reading();
    const first = caller();
    await begun(state);
    first.leave();
    const again = caller();
    gate.resolve();
    expect((await again.result).verdict).toBe('differs');
    expect(state.opened).toHaveLength(2);
  });

  test('before anything began asks for nothing', async () => {
    const { state, compare } = openWorld();
    await expect(compare(key, ada, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    expect(state.opened).toEqual([]);
  });
});

describe('a second click', () => {
  test('of the same person joins the comparison under way', async () => {
    const { state, compare } = openWorld();
    const gate = Promise.withResolvers<void>();
    state.beforeRead = () => gate.promise;
    const both = [compare(), compare()];
    gate.resolve();
    const [first, second] = await Promise.all(both);
    expect(second).toEqual(first);
    expect(state.opened).toHaveLength(1);
    await compare();
    expect(state.opened).toHaveLength(2);
  });

  test('in another tab, where the address has an id and not the name, joins it too', async () => {
    const { state, compare } = openWorld();
    const gate = Promise.withResolvers<void>();
    state.beforeRead = () => gate.promise;
    const both = [compare(), compare({ type: 'ApexClass', id: '01p5g00000AAAAAAA1' })];
    gate.resolve();
    const [first, second] = await Promise.all(both);
    expect(second).toEqual(first);
    expect(state.opened).toHaveLength(1);
  });

  test('on another version of a flow is a job of its own', async () => {
    const { state, compare } = openWorld();
    state.known = { key: { type: 'Flow', fullName: 'Route' }, id: '3005g00000AAAAAAA1' };
    const gate = Promise.withResolvers<void>();
    state.beforeRead = () => gate.promise;
    const ids = ['3005g00000AAAAA', '3015g00000AAAAA', '3015g00000BBBBB', '3015g00000BBBBBAA1'];
    const all = ids.map((id) => compare({ type: 'Flow', id }));
    gate.resolve();
    await Promise.all(all);
    expect(state.opened.map(({ ref }) => ref.id)).toEqual(ids.slice(0, 3));
  });

  test('of another person is a job of its own: nobody reads with another’s rights', async () => {
    const { state, compare } = openWorld();
    const gate = Promise.withResolvers<void>();
    state.beforeRead = () => gate.promise;
    const both = [compare(key, ada), compare(key, 'auth0|sam')];
    gate.resolve();
    await Promise.all(both);
    expect(state.opened).toHaveLength(2);
  });

  test('after a failure starts anew', async () => {
    const { state, compare } = openWorld();
    state.beforeRead = () => Promise.reject(new AppError('salesforce_unavailable'));
    await expect(compare()).rejects.toThrow();
    state.beforeRead = async () => {};
    expect((await compare()).verdict).toBe('differs');
  });
});
