// Who signed in at Salesforce is proven to the delegation service, not told to it: every id token that proves less is refused.

import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenJob } from '../../../server/delegation/protocol.ts';
import { Refusal } from '../../../server/delegation/refusal.ts';
import { AppError } from '../../../server/errors.ts';
import { createWorld, type DelegationWorld, org, type SignInWishes, users } from './world.ts';

let world: DelegationWorld;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const subject = 'auth0|ada';

async function open(wishes?: SignInWishes, more: Partial<OpenJob> = {}): Promise<string> {
  const person = await world.proof('probe', { token: { subject } });
  const signIn = await world.signIn(subject, users.ada, wishes);
  const input: OpenJob = { purpose: 'probe', org, person, target: users.ada, signIn, ...more };
  return world.api.openJob(input).then(
    async ({ jobId }) => {
      await world.api.endJob(jobId);
      return 'opened';
    },
    (error: unknown) => {
      if (error instanceof Refusal) return `${error.reason}: ${error.detail}`;
      return error instanceof AppError ? error.code : String(error);
    },
  );
}

const seconds = () => Math.floor(world.clock.time / 1000);

test('an id token of this org, app, person and user opens a probe', async () => {
  expect(await open()).toBe('opened');
});

describe('refused, and recorded', () => {
  const holds = 'sign_in_not_proven: Salesforce’s statement of who signed in does not hold.';
  const another = 'sign_in_not_proven: Another Salesforce user signed in.';
  const somebody = 'sign_in_not_proven: The sign-in at Salesforce was begun by somebody else.';
  const sub = (orgId: string, userId: string, host = 'login.salesforce.com') => ({
    claims: { sub: `https://${host}/id/${orgId}/${userId}` },
  });
  const cases: [string, () => SignInWishes | Promise<SignInWishes>, string][] = [
    ['signed with another key', async () => ({ key: (await generateKeyPair('RS256')).privateKey }), holds],
    ['with an unknown kid', () => ({ header: { kid: 'other' } }), holds],
    ['of another org’s address', () => ({ claims: { iss: 'https://evil.my.salesforce.com' } }), holds],
    ['for another app', () => ({ claims: { aud: 'another' } }), holds],
    ['expired', () => ({ claims: { iat: seconds() - 300, exp: seconds() - 180 } }), holds],
    ['issued long ago', () => ({ claims: { iat: seconds() - 3600, exp: seconds() + 3600 } }), holds],
    ['without a nonce', () => ({ claims: { nonce: undefined } }), holds],
    ['without a subject', () => ({ claims: { sub: undefined } }), holds],
    ['of another user', () => sub(org.orgId, users.sam.userId), another],
    ['of another org', () => sub('00D5g000009OtherEAK', users.ada.userId), another],
    [
      'with a subject that only ends alike',
      () => sub(org.orgId, users.ada.userId, 'login.salesforce.com/x'),
      another,
    ],
    ['begun with another nonce', () => ({ claims: { nonce: 'n' } }), somebody],
  ];
  test.each(cases)('%s', async (_, wishes, expected) => {
    expect(await open(await wishes())).toBe(expected);
    const [entry] = (await world.api.entries({ tenant: org.orgId, orgId: org.orgId })).entries;
    expect(entry).toMatchObject({ who: subject, outcome: 'refused', actingAs: users.ada.username });
  });

  test('none at all', async () => {
    expect(await open({}, { signIn: undefined })).toMatch(/^sign_in_not_proven/);
  });

  test('begun by another person, or by the same person with another key', async () => {
    const signIn = await world.signIn('auth0|eve', users.ada);
    expect(await open({}, { signIn })).toBe(somebody);
    const { state, idToken } = await world.signIn(subject, users.ada);
    expect(await open({}, { signIn: { idToken, state: `${state}x` } })).toBe(somebody);
  });

  test('used before, also across a restart', async () => {
    const signIn = await world.signIn(subject, users.ada);
    expect(await open({}, { signIn })).toBe('opened');
    await world.restart();
    expect(await open({}, { signIn })).toBe('sign_in_not_proven: The sign-in was already used.');
  });
});

test.each([
  ['an error page', () => new Response('<html>', { status: 503 })],
  ['no key set', () => Response.json({ keys: 'none' })],
  ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } })],
])('keys that come as %s open nothing', async (_, keys) => {
  const usual = world.salesforce.keys;
  world.salesforce.keys = keys;
  expect(await open()).toMatch(/^salesforce_(?:unavailable|error)$/);
  world.salesforce.keys = usual;
  expect(await open()).toBe('opened');
});

test('no log line holds an id token', async () => {
  expect(await open()).toBe('opened');
  expect(world.logged()).not.toMatch(/eyJ[\w-]{20}/);
});
