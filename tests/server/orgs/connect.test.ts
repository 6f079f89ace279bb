// Connecting an org by Salesforce's own sign-in, against the stand-ins: who may, what it proves, what it refuses.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listAdminEntries } from '../../../server/db/admin-log.ts';
import { putMember } from '../../../server/db/members.ts';
import { AppError } from '../../../server/errors.ts';
import {
  apiHost,
  createOrgsWorld,
  integration,
  type OrgsWorld,
  orgId,
  redirectUri,
  type Someone,
} from './world.ts';

let world: OrgsWorld;
let ada: Someone;
let sam: Someone;
let mia: Someone;
let zoe: Someone;

interface Call {
  method: string;
  path: string;
  host: string;
  status: number;
  /** Hash of the token it gave or came with. */
  token?: string;
}

beforeAll(async () => {
  world = await createOrgsWorld();
  ada = await world.person('ada@acme.example');
  sam = await world.person('sam@acme.example');
  mia = await world.person('mia@acme.example');
  zoe = await world.person('zoe@else.example');
});
afterAll(() => world.stop());
beforeEach(() => world.ask('/fault', { assigned: {}, without: {}, inactive: [], appBlocked: false }));

async function refusalOf(attempt: Promise<unknown>): Promise<AppError> {
  const error = await attempt.then(
    (value) => value,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError))
    throw new Error(`expected a refusal, got ${JSON.stringify(error)} ${error}`);
  return error;
}
const codeOf = async (attempt: Promise<unknown>) => (await refusalOf(attempt)).code;

describe('starting', () => {
  test('asks for identity only, with PKCE, at the org’s own address', async () => {
    const started = await world.start(ada, integration);
    const url = new URL(started.authorizeUrl);
    expect(url.host).toBe(apiHost);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      scope: 'openid',
      response_type: 'code',
      code_challenge_method: 'S256',
      prompt: 'login',
      redirect_uri: redirectUri,
      state: started.state,
    });
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  });

  test.each([
    ['an address of nobody', 'evil.example'],
    ['a look-alike', 'acme.my.salesforce.com.evil.example'],
    ['an IP address', '127.0.0.1'],
    ['a login host', 'login.salesforce.com'],
  ])('refuses %s', async (_, host) => {
    expect(await codeOf(world.start(ada, integration, host))).toBe('invalid_request');
  });

  test('refuses a redirect address that is not listed', async () => {
    const { person, member } = ada;
    const start = { person, member, apiHost, redirectUri: 'https://evil.example/salesforce' };
    expect(await codeOf(world.services.connectStart(start))).toBe('invalid_request');
  });

  test('needs membership, an owner for a new org, and a username to run as', async () => {
    expect(await codeOf(world.start(zoe, integration))).toBe('not_a_member');
    expect(await codeOf(world.start(sam, integration))).toBe('forbidden');
    expect(await codeOf(world.start(ada))).toBe('integration_user_invalid');
    expect(await codeOf(world.start(ada, 'not a username'))).toBe('integration_user_invalid');
  });
});

describe('before anybody is connected', () => {
  test('the status tells nothing is connected', async () => {
    const of = (someone: Someone) => world.services.orgStatus({ subject: someone.person.subject, apiHost });
    expect(await of(ada)).toEqual({ apiHost, state: 'not_connected' });
    expect(await of(zoe)).toEqual({ apiHost, state: 'not_member' });
  });

  test('a person without Customize Application cannot claim the org', async () => {
    await world.ask('/fault', { without: { 'ada.king@acme.example': ['CustomizeApplication'] } });
    const refusal = await refusalOf(world.connect(ada, 'ada.king@acme.example', integration));
    expect(refusal.code).toBe('permission_missing');
    expect(refusal.detail).toContain('Customize Application');
    const { subject } = ada.person;
    expect(await world.services.orgStatus({ subject, apiHost })).toEqual({ apiHost, state: 'not_connected' });
  });

  test('an integration user who is not assigned to the app is refused, with the reason', async () => {
    await world.ask('/fault', { assigned: { [integration]: false } });
    const refusal = await refusalOf(world.connect(ada, 'ada.king@acme.example', integration));
    expect(refusal.code).toBe('integration_user_invalid');
    expect(refusal.detail).toMatch(/^integration@acme\.example: /);
    expect(refusal.action).toContain('permission set');
  });

  test('a user who is not assigned comes back from Salesforce with its error', async () => {
    const { authorizeUrl } = await world.start(ada, integration);
    const answer = await world.signInAt(authorizeUrl, 'guest.user@acme.example');
    expect(answer.searchParams.get('error')).toBe('OAUTH_APP_ACCESS_DENIED');
    expect(answer.searchParams.has('code')).toBe(false);
  });

  test('a state works for its own person and key only, and is not used up by others', async () => {
    const { authorizeUrl, state } = await world.start(ada, integration);
    const answer = await world.signInAt(authorizeUrl, 'ada.king@acme.example');
    const code = answer.searchParams.get('code') ?? '';
    // Another person, and the same person with another key.
    expect(await codeOf(world.finish(sam, state, code))).toBe('connect_state_invalid');
    expect(await codeOf(world.finish(await world.person('ada@acme.example'), state, code))).toBe(
      'connect_state_invalid',
    );
    expect(await codeOf(world.finish(ada, 'invented', code))).toBe('connect_state_invalid');
    await expect(world.finish(ada, state, code)).resolves.toMatchObject({ state: 'ready' });
  });
});

describe('connected', () => {
  test('the org has a name, its integration user, and its baseline was begun once', async () => {
    const status = await world.services.orgStatus({ subject: 'auth0|ada', apiHost });
    expect(status).toMatchObject({
      state: 'ready',
      you: { name: 'Ada King', username: 'ada.king@acme.example' },
      org: { orgId, name: 'Acme', kind: 'production', integrationUser: integration, connectedBy: 'Ada King' },
    });
    const minutes = (Date.parse(status.standingUntil ?? '') - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThanOrEqual(15);
    expect(world.baselines).toEqual([orgId]);
    expect(
      await world.services.listOrgs({ tenantId: 't1', subject: 'auth0|ada', role: 'owner' }),
    ).toHaveLength(1);
    const actions = (await listAdminEntries(world.db, orgId)).map(({ action }) => action);
    expect(actions).toEqual(['connection.change', 'user.link', 'org.connect']);
  });

  test('every token of the sign-in and of the probe is revoked', async () => {
    const { calls } = await world.ask<{ calls: Call[] }>('/requests');
    const tokensAt = (path: string) =>
      new Set(calls.filter((call) => call.path === path && call.status === 200).map(({ token }) => token));
    const given = tokensAt('/services/oauth2/token');
    // At least one of the sign-in, one of the person's probe and one of the integration user's.
    expect(given.size).toBeGreaterThanOrEqual(3);
    expect(tokensAt('/services/oauth2/revoke')).toEqual(given);
  });

  test('the tokens of a sign-in whose id token does not hold are revoked as well', async () => {
    const open = async () => (await world.ask<{ openSessions: number }>('/state')).openSessions;
    const { authorizeUrl, state } = await world.start(ada);
    const answer = await world.signInAt(authorizeUrl, 'ada.king@acme.example');
    const before = await open();
    await world.db
      .updateTable('connect_attempts')
      .set({ nonce: 'another' })
      .where('state', '=', state)
      .execute();
    const finished = world.finish(ada, state, answer.searchParams.get('code') ?? '');
    expect(await codeOf(finished)).toBe('salesforce_error');
    expect(await open()).toBe(before);
  });

  test('the log tells of the probe', async () => {
    const { entries } = await world.api.entries({ tenant: 't1', orgId });
    expect(entries.filter(({ purpose, outcome }) => purpose === 'probe' && outcome === 'granted')).toEqual([
      expect.objectContaining({ who: 'auth0|ada', actingAs: integration }),
      expect.objectContaining({ who: 'auth0|ada', actingAs: 'ada.king@acme.example' }),
      expect.objectContaining({ who: 'auth0|ada', actingAs: 'ada.king@acme.example' }),
      expect.objectContaining({ who: 'auth0|ada', actingAs: 'ada.king@acme.example' }),
    ]);
  });

  test('an answer works once', async () => {
    const { authorizeUrl, state } = await world.start(ada);
    const answer = await world.signInAt(authorizeUrl, 'ada.king@acme.example');
    const code = answer.searchParams.get('code') ?? '';
    await world.finish(ada, state, code);
    expect(await codeOf(world.finish(ada, state, code))).toBe('connect_state_invalid');
    // The code itself is dead too, whatever state it is sent with.
    const again = await world.start(ada);
    const refusal = await refusalOf(world.finish(ada, again.state, code));
    expect(refusal.code).toBe('connect_denied');
    expect(refusal.detail).toContain('used before');
    expect(refusal.detail).not.toContain(code);
  });

  test('an answer works for ten minutes', async () => {
    const { authorizeUrl, state } = await world.start(ada);
    const answer = await world.signInAt(authorizeUrl, 'ada.king@acme.example');
    world.clock.offset = 10 * 60_000 + 1;
    try {
      expect(await codeOf(world.finish(ada, state, answer.searchParams.get('code') ?? ''))).toBe(
        'connect_state_invalid',
      );
    } finally {
      world.clock.offset = 0;
    }
  });

  test('a victim who follows an attacker’s link links nothing', async () => {
    // Sam begins and sends Mia the address; she signs in; the answer ends in her extension, under her session.
    const { authorizeUrl, state } = await world.start(sam);
    const answer = await world.signInAt(authorizeUrl, 'mia.lindqvist@acme.example');
    expect(await codeOf(world.finish(mia, state, answer.searchParams.get('code') ?? ''))).toBe(
      'connect_state_invalid',
    );
    expect(await world.services.orgStatus({ subject: 'auth0|mia', apiHost })).toMatchObject({
      state: 'not_linked',
    });
  });

  test('a second person links only, as their own user, whatever integration user they name', async () => {
    const status = await world.connect(sam, 'sam.okafor@acme.example', 'sam.okafor@acme.example');
    expect(status).toMatchObject({ state: 'ready', you: { username: 'sam.okafor@acme.example' } });
    expect(status.org?.integrationUser).toBe(integration);
    expect(world.baselines).toEqual([orgId]);
  });

  test('a Salesforce user whom somebody has linked is nobody else’s', async () => {
    const refusal = await refusalOf(world.connect(mia, 'sam.okafor@acme.example'));
    expect(refusal.code).toBe('user_linked');
    expect(refusal.detail).toContain('sam.okafor@acme.example');
    expect(await world.services.orgStatus({ subject: 'auth0|mia', apiHost })).toMatchObject({
      state: 'not_linked',
    });
    // Their own again is no second link.
    await expect(world.connect(sam, 'sam.okafor@acme.example')).resolves.toMatchObject({ state: 'ready' });
  });

  test('a person without View Setup is linked and locked, with the reason', async () => {
    await world.ask('/fault', { without: { 'mia.lindqvist@acme.example': ['ViewSetup'] } });
    const status = await world.connect(mia, 'mia.lindqvist@acme.example');
    expect(status.state).toBe('locked');
    expect(status.reason).toContain('View Setup and Configuration');
  });

  test('another tenant cannot claim it, and the owner can see the attempt', async () => {
    await putMember(world.db, { tenantId: 't2', subject: 'auth0|zoe', name: 'Zoe Novak', role: 'owner' }, 1);
    const rival = await world.person('zoe@else.example');
    expect(await codeOf(world.start(rival, integration))).toBe('org_claimed');
    const [latest] = await listAdminEntries(world.db, orgId);
    expect(latest).toMatchObject({
      action: 'org.claim_refused',
      subject: 'auth0|zoe',
      detail: { tenant: 'Rival' },
    });
    // Nor by an address that is not known yet: what counts is the org that answers.
    await world.db.updateTable('orgs').set({ api_host: 'old.my.salesforce.com' }).execute();
    try {
      expect(await codeOf(world.connect(rival, 'leo.marin@acme.example', integration))).toBe('org_claimed');
    } finally {
      await world.db.updateTable('orgs').set({ api_host: apiHost }).execute();
    }
    expect(await world.services.listOrgs({ tenantId: 't2', subject: 'auth0|zoe', role: 'owner' })).toEqual(
      [],
    );
    expect(await world.services.orgStatus({ subject: 'auth0|zoe', apiHost })).toEqual({
      apiHost,
      state: 'not_member',
    });
  });

  test('Salesforce down is said as such, and the sign-in can be begun anew', async () => {
    const { authorizeUrl, state } = await world.start(ada);
    const answer = await world.signInAt(authorizeUrl, 'ada.king@acme.example');
    await world.ask('/fault', { down: '503' });
    try {
      expect(await codeOf(world.finish(ada, state, answer.searchParams.get('code') ?? ''))).toBe(
        'salesforce_unavailable',
      );
    } finally {
      await world.ask('/fault', { down: 'no' });
    }
    await expect(world.connect(ada, 'ada.king@acme.example')).resolves.toMatchObject({ state: 'ready' });
  });

  test('no log line holds a code, a verifier, a token or a proof', () => {
    const logged = world.logged();
    expect(logged).toContain('"salesforce"');
    expect(logged).not.toMatch(/00D5g000004XyZa!|aPrx|eyJ[\w-]{20}/);
  });
});
