// A renamed integration user: refused once, looked up by user id with the next person's own token, and right from then on.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAdminEntries } from '../../../server/db/admin-log.ts';
import { apiHost, createOrgsWorld, handleOrg, type OrgsWorld, orgId, type Someone } from './world.ts';

let world: OrgsWorld;
let ada: Someone;
let sam: Someone;
/** The org's integration user, who is also a person's: what it is called now. */
let called = 'sam.okafor@acme.example';

beforeAll(async () => {
  world = await createOrgsWorld();
  ada = await world.person('ada@acme.example');
  sam = await world.person('sam@acme.example');
  await world.connect(ada, 'ada.king@acme.example', called);
});
afterAll(() => world.stop());

const rename = async (to: string) => {
  await world.ask('/user', { username: called, rename: to });
  called = to;
};
async function prove(someone: Someone) {
  const proof = await someone.prove(`/v1/orgs/${orgId}/standing`);
  const org = { ...handleOrg, tenantId: 't1', name: 'Acme' };
  return world.services.proveStanding({ person: someone.person, org, proof });
}
/** As the worker: granted, or Salesforce's refusal in our words. */
async function sync(): Promise<string> {
  const handle = await world.openSync();
  try {
    await handle.prove('integration');
    return 'granted';
  } catch (error) {
    return String((error as { reason?: string }).reason ?? (error as { code?: string }).code);
  } finally {
    await handle.close();
  }
}
/** Both servers' clocks, so much ahead. */
const later = async (ms: number) => {
  world.clock.offset = ms;
  await world.ask('/clock', { offset: ms });
};
const lookups = () => world.asked.filter((line) => /SELECT%20Username%20FROM%20User/.test(line)).length;
const newest = async () => (await world.api.entries({ tenant: 't1', orgId })).entries[0];
const shown = async () => (await world.services.orgStatus({ subject: 'auth0|ada', apiHost })).org;
const renames = async () =>
  (await listAdminEntries(world.db, orgId))
    .filter(({ action }) => action === 'org.integration_renamed')
    .map(({ subject, detail }) => [subject, detail?.before, detail?.username])
    .reverse();

test('nothing is looked up while the name is good', async () => {
  expect(await sync()).toBe('granted');
  expect((await prove(ada)).state).toBe('ready');
  expect(lookups()).toBe(0);
});

test('is found by its id with the token of the next person who asks for standing; then background work goes on', async () => {
  const old = called;
  await rename('integration@acme-group.example');
  expect(await sync()).toBe('not_approved');
  expect((await newest())?.actingAs).toBe(old);
  expect(await sync()).toBe('not_approved');

  expect(await prove(ada)).toMatchObject({ state: 'ready' });
  expect(lookups()).toBe(1);
  // One token, and its record names whom it was for as well.
  expect(await newest()).toMatchObject({
    who: 'auth0|ada',
    actingAs: 'ada.king@acme.example',
    component: expect.stringMatching(/^User 005\w{15}$/),
  });
  expect(await sync()).toBe('granted');
  expect((await newest())?.actingAs).toBe(called);
  expect((await shown())?.integrationUser).toBe(called);
  expect(await renames()).toEqual([['auth0|ada', old, called]]);
  await prove(ada);
  expect(lookups()).toBe(1);
});

test('no other purpose’s token is used for it, and who is told nothing looks again after five minutes', async () => {
  await rename('integration@acme.example.org');
  expect(await sync()).toBe('not_approved');
  const compare = await world.openAs(ada, 'compare');
  await compare.prove('person');
  await compare.close();
  expect(lookups()).toBe(1);

  const path = '/services/data/v66.0/query*';
  await world.ask('/fault/rule', { fault: 'unknown-exception', surface: 'rest', path, count: 1 });
  // The lookup fails; the token that the person asked for is theirs all the same.
  expect((await prove(ada)).state).toBe('ready');
  expect(lookups()).toBe(2);
  expect(await sync()).toBe('not_approved');
  await prove(ada);
  expect(lookups()).toBe(2);
  await later(5 * 60_000);
  await prove(ada);
  expect(lookups()).toBe(3);
  expect(await sync()).toBe('granted');
  await later(0);
});

test('a user who kept the name and lost the app is none: one lookup, nothing renamed', async () => {
  const before = [await renames(), lookups()] as const;
  await world.ask('/fault', { appMode: 'self-authorize' });
  expect(await sync()).toBe('not_approved');
  await world.ask('/fault', { appMode: 'admin-approved' });
  for (let turn = 0; turn < 2; turn += 1) await prove(ada);
  expect([await renames(), lookups()]).toEqual([before[0], before[1] + 1]);
});

test('whose old name somebody else has now is not mistaken for them, and is found as well', async () => {
  const old = called;
  await rename('integration@elsewhere.example');
  await world.ask('/user', { username: 'nora.haddad@acme.example', rename: old });
  expect(await sync()).toBe('identity_mismatch');
  await prove(ada);
  expect(await sync()).toBe('granted');
  expect((await newest())?.actingAs).toBe(called);
});

test('who is also a person’s own user is found by another’s token, for both', async () => {
  await world.connect(sam, called);
  expect((await prove(sam)).state).toBe('ready');
  await rename('sam@acme.example');
  expect((await prove(sam)).state).toBe('locked');
  expect((await prove(ada)).state).toBe('ready');
  expect(await sync()).toBe('granted');
  expect(await prove(sam)).toMatchObject({ state: 'ready', you: { username: called } });
});

test('or by signing in anew: Salesforce’s token for that very user proves the name', async () => {
  const before = lookups();
  await rename('sam.okafor@acme.example');
  expect(await sync()).toBe('not_approved');
  await world.connect(sam, called);
  expect(await sync()).toBe('granted');
  expect((await shown())?.integrationUser).toBe(called);
  expect((await renames()).at(-1)?.[0]).toBe('auth0|sam');
  expect(lookups()).toBe(before);
});
