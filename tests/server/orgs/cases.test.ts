// What happens to orgs and people: two connect at once, a refresh, a new username, a freeze, an end of membership.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listAdminEntries } from '../../../server/db/admin-log.ts';
import { findLink } from '../../../server/db/links.ts';
import { findMember, putMember } from '../../../server/db/members.ts';
import { AppError } from '../../../server/errors.ts';
import {
  apiHost,
  createOrgsWorld,
  handleOrg,
  integration,
  type OrgsWorld,
  orgId,
  type Someone,
} from './world.ts';

let world: OrgsWorld;
let ada: Someone;
let sam: Someone;
let mia: Someone;
const org = { ...handleOrg, tenantId: 't1', name: 'Acme' };

beforeAll(async () => {
  world = await createOrgsWorld();
  await putMember(world.db, { tenantId: 't1', subject: 'auth0|sam', name: 'Sam Okafor', role: 'owner' }, 1);
  ada = await world.person('ada@acme.example');
  sam = await world.person('sam@acme.example');
  mia = await world.person('mia@acme.example');
});
afterAll(() => world.stop());
beforeEach(() =>
  world.ask('/fault', { assigned: {}, without: {}, inactive: [], frozen: [], appBlocked: false }),
);

async function errorOf(attempt: Promise<unknown>): Promise<AppError> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  if (error instanceof AppError) return error;
  throw new Error(`expected a refusal, got ${JSON.stringify(error)}`);
}
const status = (subject: string) => world.services.orgStatus({ subject, apiHost });
async function prove(someone: Someone, of: { orgId: string } = org) {
  const proof = await someone.prove(`/v1/orgs/${of.orgId}/standing`);
  return world.services.proveStanding({ person: someone.person, org: { ...org, ...of }, proof });
}
const changes = async (of: string, person: string) =>
  (await listAdminEntries(world.db, of))
    .filter(({ action, detail }) => action === 'connection.change' && detail?.person === person)
    .map(({ detail }) => `${detail?.from} → ${detail?.to}`)
    .reverse();

test('two owners who connect at once are both linked, and the org has one baseline', async () => {
  const [first, second] = await Promise.all([world.start(ada, integration), world.start(sam, integration)]);
  const [one, two] = [
    await world.signInAt(first.authorizeUrl, 'ada.king@acme.example'),
    await world.signInAt(second.authorizeUrl, 'sam.okafor@acme.example'),
  ];
  const codeIn = (url: URL) => url.searchParams.get('code') ?? '';
  const done = await Promise.all([
    world.finish(ada, first.state, codeIn(one)),
    world.finish(sam, second.state, codeIn(two)),
  ]);
  expect(done.map(({ state }) => state)).toEqual(['ready', 'ready']);
  expect(world.baselines).toEqual([orgId]);
  expect(await world.db.selectFrom('orgs').select('org_id').execute()).toHaveLength(1);
});

describe('each change of a connection is in the administrative log', () => {
  test('of a link, a lock, a revocation, a block, and the way back', async () => {
    await world.ask('/fault', { without: { 'mia.lindqvist@acme.example': ['ViewSetup'] } });
    await world.connect(mia, 'mia.lindqvist@acme.example');
    await world.ask('/fault', { without: {} });
    await prove(mia);
    await world.ask('/fault', { assigned: { 'mia.lindqvist@acme.example': false } });
    expect((await prove(mia)).state).toBe('locked');
    await world.ask('/fault', { assigned: {}, appBlocked: true });
    expect((await prove(mia)).state).toBe('blocked');
    await world.ask('/fault', { appBlocked: false });
    expect((await prove(mia)).state).toBe('ready');
    await prove(mia);
    expect(await changes(orgId, 'auth0|mia')).toEqual([
      'invited → signing_in',
      'signing_in → probing',
      'probing → locked',
      'locked → connected',
      'connected → revoked',
      'revoked → blocked',
      'blocked → connected',
    ]);
  });

  test('of a sign-in that failed, was refused, or was left alone; who is linked keeps their link', async () => {
    const fresh = await world.start(ada);
    expect((await status('auth0|ada')).state).toBe('ready');
    const refused = { state: fresh.state, error: 'OAUTH_APP_ACCESS_DENIED', description: 'x' };
    expect(await world.services.connectRefused({ person: ada.person, ...refused })).toEqual({
      what: 'This Salesforce user is not assigned to the app.',
      fix: 'Ask your Salesforce admin to assign you the app’s permission set.',
      who: 'salesforce_admin',
    });
    const again = world.services.connectRefused({ person: ada.person, ...refused });
    expect((await errorOf(again)).code).toBe('connect_state_invalid');
    expect((await status('auth0|ada')).state).toBe('ready');
    expect((await changes(orgId, 'auth0|ada')).at(-1)).toBe('probing → connected');
  });
});

describe('a user', () => {
  const linked = (subject: string) => findLink(world.db, { orgId, subject });

  test('who was renamed is found by their id once, and keeps the new name', async () => {
    const before = (await world.api.entries({ tenant: 't1', orgId })).total;
    await world.ask('/user', {
      username: 'sam.okafor@acme.example',
      rename: 'sam.okafor@acme-group.example',
    });
    expect(await prove(sam)).toMatchObject({
      state: 'ready',
      you: { username: 'sam.okafor@acme-group.example' },
    });
    const entries = (await world.api.entries({ tenant: 't1', orgId })).entries.slice(0, -before || undefined);
    // The old name, the lookup as the integration user, the new name.
    expect(entries.map(({ actingAs, outcome }) => [actingAs, outcome]).reverse()).toEqual([
      ['sam.okafor@acme.example', 'refused'],
      [integration, 'granted'],
      ['sam.okafor@acme-group.example', 'granted'],
    ]);
    await prove(sam);
    expect((await world.api.entries({ tenant: 't1', orgId })).total).toBe(before + 4);
  });

  test('whose old name somebody else has now is not mistaken for them', async () => {
    await world.ask('/user', { username: 'sam.okafor@acme-group.example', rename: 'sam.new@acme.example' });
    await world.ask('/user', {
      username: 'nora.haddad@acme.example',
      rename: 'sam.okafor@acme-group.example',
    });
    expect((await errorOf(prove(sam))).code).toBe('identity_mismatch');
    expect((await linked('auth0|sam'))?.state).toBe('locked');
    await world.ask('/user', {
      username: 'sam.okafor@acme-group.example',
      rename: 'nora.haddad@acme.example',
    });
    expect((await prove(sam)).state).toBe('ready');
  });

  test.each(['frozen', 'inactive'])(
    'who is %s loses access at once, and has it again afterwards',
    async (how) => {
      await world.ask('/fault', { [how]: ['ada.king@acme.example'] });
      const answer = await prove(ada);
      expect(answer.state).toBe('locked');
      expect(answer.reason).toMatch(/deactivated.*activate the user/);
      expect((await linked('auth0|ada'))?.state).toBe('revoked');
      await world.ask('/fault', { [how]: [] });
      expect((await prove(ada)).state).toBe('ready');
    },
  );
});

describe('leaving', () => {
  test('a person unlinks their own Salesforce user, and may link again', async () => {
    const at = `/v1/orgs/${orgId}/unlink`;
    const proof = await mia.prove(at);
    const answer = await world.services.unlink({ person: mia.person, org, proof });
    expect(answer.state).toBe('not_linked');
    expect((await changes(orgId, 'auth0|mia')).at(-1)).toBe('connected → disconnected');
    expect((await errorOf(world.openAs(mia, 'standing'))).code).toBe('not_linked');
    expect((await world.connect(mia, 'mia.lindqvist@acme.example')).state).toBe('ready');
  });

  test('an owner removes a member: no membership, no link, no token', async () => {
    const remove = async (who: Someone, subject: string) => {
      const proof = await who.prove('/v1/members/remove');
      return world.services.removeMember({ person: who.person, member: who.member, proof, subject });
    };
    expect((await errorOf(remove(mia, 'auth0|ada'))).code).toBe('forbidden');
    expect((await errorOf(remove(ada, 'auth0|nobody'))).code).toBe('not_found');
    expect(await remove(ada, 'auth0|mia')).toEqual({ unlinked: 1 });
    expect(await findMember(world.db, 'auth0|mia')).toBeUndefined();
    expect((await status('auth0|mia')).state).toBe('not_member');
    expect((await errorOf(world.openAs(mia, 'standing'))).code).toBe('not_linked');
    expect((await changes(orgId, 'auth0|mia')).at(-1)).toBe('connected → disconnected');
    expect(await remove(ada, 'auth0|sam')).toEqual({ unlinked: 1 });
    expect((await errorOf(remove(ada, 'auth0|ada'))).code).toBe('last_owner');
    expect((await world.services.listMembers('t1')).map(({ subject }) => subject)).toEqual(['auth0|ada']);
  });
});

describe('an org that was refreshed', () => {
  let newId = '';

  test('is told as such: nothing is read, and nothing of the old is lost', async () => {
    newId = (await world.ask<{ orgId: string }>('/refresh', {})).orgId;
    expect(newId).not.toBe(orgId);
    const answer = await prove(ada);
    expect(answer).toMatchObject({ state: 'blocked', replaced: true });
    expect(answer.reason).toContain('refreshed');
    expect(world.logged()).toContain('"alarm":"identity_mismatch"');
    expect((await errorOf(world.connect(ada, 'ada.king@acme.example'))).code).toBe('org_replaced');
  });

  test('an owner connects it anew; the old one stays, without its address', async () => {
    const { authorizeUrl, state } = await world.start(ada, integration, apiHost, true);
    const signedIn = await world.signInAt(authorizeUrl, 'ada.king@acme.example');
    const answer = await world.finish(ada, state, signedIn.searchParams.get('code') ?? '');
    expect(answer).toMatchObject({ state: 'ready', org: { orgId: newId, state: 'connected' } });
    expect(world.baselines).toEqual([orgId, newId]);
    const orgs = await world.services.listOrgs({ tenantId: 't1', subject: 'auth0|ada', role: 'owner' });
    expect(orgs.map((one) => [one.orgId, one.state]).sort()).toEqual(
      [
        [orgId, 'replaced'],
        [newId, 'connected'],
      ].sort(),
    );
    expect((await changes(orgId, 'auth0|ada')).filter((one) => one.endsWith('disconnected'))).toEqual([
      'connected → disconnected',
    ]);
    expect((await prove(ada, { orgId: newId })).state).toBe('ready');
  });
});
