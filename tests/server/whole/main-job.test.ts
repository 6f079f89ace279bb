// The main job through every process: connect, baseline, history, compare, commit, in sync; and what is refused.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isMetadataType, type MetadataType } from '../../../core/component.ts';
import { engine } from '../../helpers/databases.ts';
import { findInMemory, keyNeedles } from '../../helpers/process-memory.ts';
import { startTestWorld, type TestWorld } from '../../helpers/world.ts';
import { createHeap, type Heap } from './memory.ts';
import { apiHost, createPerson, orgId, type Person } from './person.ts';
import { databaseSettings } from './settings.ts';

let world: TestWorld;
let heap: Heap;
let ada: Person;
let sam: Person;
let mia: Person;
const flow = { type: 'Flow', fullName: 'Route_New_Leads' } as const;

interface OrgState {
  readonly openSessions: number;
  readonly components: readonly {
    readonly type: MetadataType;
    readonly fullName: string;
    readonly id: string;
    readonly latestVersionId?: string;
  }[];
}
const state = async () => (await world.ask('GET', '/state')) as OrgState;
const component = async (fullName: string) => {
  const found = (await state()).components.find((each) => each.fullName === fullName);
  if (!found) throw new Error(`no ${fullName} in the org`);
  return found;
};

beforeAll(async () => {
  heap = createHeap();
  world = await startTestWorld({ settings: { ...(await databaseSettings()), ...heap.settings } });
  [ada, sam, mia] = await Promise.all([
    createPerson(world, 'ada@acme.example'),
    createPerson(world, 'sam@acme.example'),
    createPerson(world, 'mia@acme.example'),
  ]);
});
afterAll(async () => {
  await world?.stop();
  heap?.remove();
});

describe('from connecting to in sync', () => {
  test('before an org is connected there is nothing, and nothing can be asked', async () => {
    expect(await ada.call('orgs.list', {})).toEqual({ orgs: [] });
    expect(await ada.call('orgs.status', { apiHost })).toEqual({ apiHost, state: 'not_connected' });
    await expect(ada.call('history.list', { orgId, ...flow })).rejects.toThrow('org_not_connected');
  });

  test('a person who belongs to no account is told so, and learns nothing else', async () => {
    const zoe = await createPerson(world, 'zoe@else.example');
    expect(await zoe.call('orgs.status', { apiHost })).toEqual({ apiHost, state: 'not_member' });
    await expect(zoe.connect('ada.king@acme.example', 'integration@acme.example')).rejects.toThrow(
      'not_a_member',
    );
  });

  test('an owner connects by Salesforce’s own sign-in; the same answer does not work twice', async () => {
    const answer = await ada.signInToSalesforce('ada.king@acme.example', 'integration@acme.example');
    const status = await ada.call('orgs.connectFinish', answer);
    expect(status).toMatchObject({ state: 'ready', you: { name: 'Ada King' }, org: { orgId, name: 'Acme' } });
    await expect(ada.call('orgs.connectFinish', answer)).rejects.toThrow('connect_state_invalid');
  });

  test('the baseline stamps what has history and commits nothing', async () => {
    const { job } = await ada.until('orgs.status', { apiHost }, (status) => status.job?.state === 'done');
    const { length } = (await state()).components.filter(({ type }) => isMetadataType(type));
    expect(job).toMatchObject({ kind: 'baseline', done: length, total: length });
    expect(length).toBeGreaterThanOrEqual(150);
    expect(job?.problem).toBeUndefined();
    const { versions } = await ada.call('history.list', { orgId, ...flow });
    expect(new Set(versions.map(({ origin }) => origin))).toEqual(new Set(['imported']));
  });

  test('each type’s history opens by the id that Setup’s address carries', async () => {
    const { components } = await state();
    const types = ['ApexClass', 'CustomField', 'Flow', 'Layout', 'LightningComponentBundle'] as const;
    for (const type of [...types, 'PermissionSet', 'Profile', 'ValidationRule'] as const) {
      const one = components.find((each) => each.type === type);
      const ids = [one?.id, one?.id.slice(0, 15), type === 'Flow' ? one?.latestVersionId : undefined];
      for (const id of ids.filter((each) => each !== undefined)) {
        const found = await ada.call('history.list', { orgId, type, id });
        expect(found.component).toMatchObject({ type, fullName: one?.fullName });
        expect(found.total).toBeGreaterThan(0);
      }
    }
  });

  test('versions come newest first, each with its text', async () => {
    const { versions } = await ada.call('history.list', { orgId, ...flow });
    const numbers = versions.map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => numbers.length - index));
    const [newest, before] = await Promise.all(
      versions.slice(0, 2).map(({ revision }) => ada.call('history.source', { orgId, ...flow, revision })),
    );
    expect(newest?.files[0]?.text).toContain('<Flow');
    expect(newest?.files).not.toEqual(before?.files);
  });

  test('one click finds the edit that nobody committed, reads it and ends its token', async () => {
    const open = (await state()).openSessions;
    const compared = await ada.call('compare.live', { orgId, ...flow });
    expect(compared).toMatchObject({
      verdict: 'differs',
      liveAuthor: { certainty: 'certain', evidence: 'Salesforce’s LastModifiedBy' },
      which: expect.stringMatching(/^active version \d+$/),
    });
    expect(compared.changes).toBeGreaterThan(0);
    expect(compared.cost.requests).toBeLessThanOrEqual(2);
    await expect.poll(async () => (await state()).openSessions).toBe(open);
    const live = await ada.call('history.source', { orgId, ...flow, revision: compared.liveRevision ?? '' });
    expect(live.files[0]?.name).toBe('Route_New_Leads.flow-meta.xml');
    expect((await ada.call('components.find', { orgId, ...flow })).component?.state).toBe('drifted');
  });

  test('two clicks at once are one job', async () => {
    const before = (await ada.call('audit.list', { orgId })).total;
    const [first, second] = await Promise.all([
      ada.call('compare.live', { orgId, ...flow }),
      ada.call('compare.live', { orgId, ...flow }),
    ]);
    expect(second.compareId).toBe(first.compareId);
    expect((await ada.call('audit.list', { orgId })).total).toBe(before + 1);
  });

  test('committed as read; then the same comparison says in sync', async () => {
    const { compareId, liveAuthor } = await ada.call('compare.live', { orgId, ...flow });
    const { version } = await ada.call('compare.commit', {
      orgId,
      compareId,
      message: 'Kept from production',
    });
    expect(version).toMatchObject({
      origin: 'captured',
      message: 'Kept from production',
      author: { name: liveAuthor?.name },
    });
    expect((await ada.call('compare.commit', { orgId, compareId })).version).toEqual(version);
    const { versions, component: known } = await ada.call('history.list', { orgId, ...flow });
    expect(versions[0]).toEqual({ ...version, previous: versions[1]?.revision });
    expect(known?.state).toBe('in_sync');
    expect(await ada.call('compare.live', { orgId, ...flow })).toMatchObject({
      verdict: 'in_sync',
      changes: 0,
    });
  });

  test('a class and a permission set that nobody touched are in sync, noise and all', async () => {
    const { components } = await state();
    for (const type of ['ApexClass', 'PermissionSet'] as const) {
      const one = components.find((each) => each.type === type);
      const compared = await ada.call('compare.live', { orgId, type, id: one?.id });
      expect(compared).toMatchObject({ verdict: 'in_sync', fullName: one?.fullName, changes: 0 });
    }
  });

  test('the access log names who asked for what', async () => {
    const { entries } = await ada.call('audit.list', { orgId });
    expect(entries[0]).toMatchObject({
      who: 'Ada King',
      actingAs: 'ada.king@acme.example',
      purpose: 'compare',
      outcome: 'granted',
    });
    expect(entries.find(({ purpose }) => purpose === 'sync')).toMatchObject({
      who: 'Canvasback in the background',
      actingAs: 'integration@acme.example',
    });
  });
});

describe('a second person', () => {
  test('of the account sees the org, and nothing of it before linking their own user', async () => {
    expect(await sam.call('orgs.status', { apiHost })).toMatchObject({ state: 'not_linked', org: { orgId } });
    await expect(sam.call('history.list', { orgId, ...flow })).rejects.toThrow('not_linked');
    await expect(sam.call('compare.live', { orgId, ...flow })).rejects.toThrow('not_linked');
  });

  test('links by the same sign-in, without naming anyone, and compares as themselves', async () => {
    expect(await sam.connect('sam.okafor@acme.example')).toMatchObject({ state: 'ready' });
    await sam.call('compare.live', { orgId, ...flow });
    const { entries } = await sam.call('audit.list', { orgId });
    expect(entries[0]).toMatchObject({ who: 'Sam Okafor', actingAs: 'sam.okafor@acme.example' });
  });

  test('cannot commit another’s comparison; a viewer cannot commit at all', async () => {
    const name = { type: 'ApexClass', fullName: 'LeadRouter' } as const;
    const text = 'public class LeadRouter { /* changed in production */ }';
    await world.ask('POST', '/edit', { ...name, files: { content: text }, by: 'leo.marin@acme.example' });
    const { compareId } = await ada.call('compare.live', { orgId, ...name });
    await expect(sam.call('compare.commit', { orgId, compareId })).rejects.toThrow('compare_expired');
    await mia.connect('mia.lindqvist@acme.example');
    const own = await mia.call('compare.live', { orgId, ...name }).catch((error: Error) => error);
    if (own instanceof Error) expect(own.message).toMatch(/permission_missing/);
    else
      await expect(mia.call('compare.commit', { orgId, compareId: own.compareId })).rejects.toThrow(
        'forbidden',
      );
    expect((await ada.call('compare.commit', { orgId, compareId })).version.author.name).toBe('Leo Marin');
  });

  test('who asks Salesforce anew keeps standing; who was deactivated there loses it at once', async () => {
    expect(await sam.call('orgs.standing', { orgId })).toMatchObject({ state: 'ready' });
    await world.ask('POST', '/fault', { inactive: ['sam.okafor@acme.example'] });
    const locked = await sam.call('orgs.standing', { orgId });
    expect(locked.state).toBe('locked');
    expect(locked.reason).toBeTruthy();
    await expect(sam.call('history.list', { orgId, ...flow })).rejects.toThrow('no_standing');
    // A comparison tells of the last committed version, also of a component that Salesforce does not show.
    const never = { type: 'Flow', fullName: 'No_Such_Flow' } as const;
    for (const ref of [flow, never]) {
      await expect(sam.call('compare.live', { orgId, ...ref })).rejects.toThrow('no_standing');
    }
    await world.ask('POST', '/fault', { inactive: [] });
    expect(await sam.call('orgs.standing', { orgId })).toMatchObject({ state: 'ready' });
  });
});

describe('what can go wrong', () => {
  test('a component deleted live is said to be gone, by id and by name, and its history stays', async () => {
    const { id, type, fullName } = await component('InvoiceSyncTest');
    await world.ask('POST', '/delete', { type, fullName });
    for (const ref of [{ id }, { fullName }]) {
      const gone = await ada.call('compare.live', { orgId, type, ...ref });
      expect(gone).toMatchObject({ verdict: 'deleted_live', fullName, base: { kind: expect.any(String) } });
      expect(gone.liveRevision).toBeUndefined();
    }
    const { component: known, total } = await ada.call('history.list', { orgId, type, fullName });
    expect(known?.state).toBe('deleted');
    expect(total).toBeGreaterThan(0);
  });

  test('Salesforce down: the comparison says so, and works when it is back', async () => {
    await world.ask('POST', '/fault', { down: '503' });
    await expect(ada.call('compare.live', { orgId, ...flow })).rejects.toThrow('salesforce_unavailable');
    await world.ask('POST', '/fault', { down: 'no' });
    expect((await ada.call('compare.live', { orgId, ...flow })).verdict).toBe('in_sync');
    expect((await ada.call('orgs.status', { apiHost })).state).toBe('ready');
  });

  test('the delegation service away: said so, and nothing asked of Salesforce', async () => {
    await world.parts.delegation.stop();
    await world.ask('POST', '/requests/clear');
    await expect(ada.call('compare.live', { orgId, ...flow })).rejects.toThrow('delegation_unavailable');
    expect(await world.ask('GET', '/requests')).toEqual({ calls: [] });
    expect((await ada.call('history.list', { orgId, ...flow })).total).toBeGreaterThan(0);
    const ready = await world.fetch('https://api.canvasback.test/readyz');
    expect(await ready.json()).toMatchObject({ ok: false, database: true, delegation: false });
    await world.parts.delegation.start();
    expect((await ada.call('compare.live', { orgId, ...flow })).verdict).toBe('in_sync');
  });

  test.each([
    ['while the token is minted', 150, ['/services/oauth2/token', '/services/oauth2/revoke']],
    ['while the flow is read', 450, ['/services/oauth2/token', 'query', 'query', '/services/oauth2/revoke']],
  ])(
    'a click whose window was closed %s asks nothing more and leaves no token behind',
    async (_, ms, asked) => {
      const open = (await state()).openSessions;
      await world.ask('POST', '/fault', { slow: 300 });
      const url = `https://api.canvasback.test/v1/orgs/${orgId}/compare`;
      const { headers: known } = await world.fetch('https://api.canvasback.test/healthz');
      const nonce = known.get('dpop-nonce') ?? '';
      const proof = await ada.signedIn.prove({ method: 'POST', url, nonce });
      await world.ask('POST', '/requests/clear');
      const calls = async () =>
        ((await world.ask('GET', '/requests')) as { calls: { path: string }[] }).calls;
      const gone = new AbortController();
      const left = world.fetch(url, {
        method: 'POST',
        headers: { ...proof, 'content-type': 'application/json' },
        body: JSON.stringify(flow),
        signal: gone.signal,
      });
      left.catch(() => {});
      await expect.poll(async () => (await calls()).length, { interval: 10 }).toBeGreaterThan(0);
      setTimeout(() => gone.abort(), ms);
      await expect(left).rejects.toThrow();
      const paths = async () => (await calls()).map(({ path }) => path.replace(/^.*\/query$/, 'query'));
      await expect.poll(paths, { timeout: 5_000 }).toEqual(asked);
      await expect.poll(async () => (await state()).openSessions, { timeout: 5_000 }).toBe(open);
      await world.ask('POST', '/fault', { slow: 0 });
    },
  );

  test('a comparison under way is finished before the API stops', async () => {
    await world.ask('POST', '/fault', { slow: 400 });
    const compared = ada.call('compare.live', { orgId, ...flow });
    await new Promise((resolve) => setTimeout(resolve, 250));
    const stopping = Date.now();
    await world.parts.api.stop();
    expect(Date.now() - stopping).toBeLessThan(5_000);
    expect((await compared).verdict).toBe('in_sync');
    await world.ask('POST', '/fault', { slow: 0 });
    await world.parts.api.start();
  });

  test('the API started again: sessions, links and history are as they were', async () => {
    await world.restart('api');
    expect(await ada.call('orgs.status', { apiHost })).toMatchObject({
      state: 'ready',
      job: { state: 'done' },
    });
    expect((await ada.call('compare.live', { orgId, ...flow })).verdict).toBe('in_sync');
  });

  test('a request that was used before a restart does not work after it', async () => {
    const url = 'https://api.canvasback.test/v1/session';
    const nonce = (await world.fetch(url)).headers.get('dpop-nonce') ?? '';
    const headers = { ...(await ada.signedIn.prove({ method: 'GET', url, nonce })) };
    expect((await world.fetch(url, { headers })).status).toBe(200);
    await world.restart('api');
    const again = await world.fetch(url, { headers });
    // In memory all is forgotten, so proofs from before are not taken; a database remembers them.
    const code = engine === 'sqlite' ? 'use_dpop_nonce' : 'not_authenticated';
    expect(await again.json()).toMatchObject({ status: 401, code });
  });

  test('a session that was ended opens nothing any more', async () => {
    await mia.call('session.end', {});
    await expect(mia.call('session.get', {})).rejects.toThrow('not_authenticated');
    await expect(ada.call('session.get', {})).resolves.toBeDefined();
  });
});

// Where /proc shows a process's memory to its parent; the database's engine makes no difference to it.
describe.runIf(process.platform === 'linux' && engine === 'sqlite')('in memory', () => {
  test('the signing key is in the delegation service alone, and there not as it lies in the file', async () => {
    const needles = keyNeedles(readFileSync(world.layout.signingKey, 'utf8'));
    const inDelegation = (await findInMemory(world.parts.delegation.pid ?? 0, needles)).found;
    // The numbers are there, or it could not sign: the search can find them.
    for (const number of ['d', 'p', 'q']) {
      expect(
        inDelegation.filter((what) => what.startsWith(`${number}, `)),
        number,
      ).not.toEqual([]);
    }
    expect(inDelegation.filter((what) => /PEM|base64url/.test(what))).toEqual([]);
    const inApi = await findInMemory(world.parts.api.pid ?? 0, needles);
    expect(inApi.readBytes).toBeGreaterThan(30_000_000);
    expect(inApi.found).toEqual([]);
  });

  test('a Salesforce token is in the API’s heap while it is used, and within a minute no more', async () => {
    const tokens = () => heap.tokensOf(world.parts.api.pid ?? 0);
    await world.ask('POST', '/fault', { slow: 3000 });
    const compared = ada.call('compare.live', { orgId, ...flow });
    // The mint is the first slow answer; the row that is read with the token is the second.
    await new Promise((resolve) => setTimeout(resolve, 4500));
    const during = await tokens();
    await world.ask('POST', '/fault', { slow: 0 });
    await compared;
    expect(during).not.toEqual([]);
    const end = Date.now() + 55_000;
    let after = await tokens();
    while (after.length > 0 && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      after = await tokens();
    }
    expect(after).toEqual([]);
  });
});
