// Forgetting through the socket: only at a person's own live request, only what that request names, and tokens die first.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Forget } from '../../../server/delegation/protocol.ts';
import { Refusal } from '../../../server/delegation/refusal.ts';
import { AppError } from '../../../server/errors.ts';
import { createWorld, type DelegationWorld, org, users } from './world.ts';

let world: DelegationWorld;
const { orgId } = org;
const paths = {
  org: `/v1/orgs/${orgId}/disconnect`,
  link: `/v1/orgs/${orgId}/unlink`,
  member: '/v1/members/remove',
  session: '/v1/session/end',
};

beforeAll(async () => {
  world = await createWorld();
  await world.probe('auth0|ada', users.ada, users.integration.username);
  await world.probe('auth0|sam', users.sam);
});
afterAll(() => world.stop());

async function noOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  if (error instanceof Refusal) return error.reason;
  if (error instanceof AppError) return error.code;
  throw new Error(`expected a refusal, got ${JSON.stringify(error)}`);
}

async function forget(
  what: Forget['what'],
  { who = 'auth0|ada', subject, path = paths[what] }: { who?: string; subject?: string; path?: string } = {},
): Promise<{ revoked: boolean }> {
  const person = await world.proof('standing', { token: { subject: who }, path });
  const named = subject === undefined ? {} : { subject };
  return world.api.forget({ what, person, ...(what === 'member' ? named : { orgId }) });
}

const openCompare = async (who: string) =>
  world.api.openJob({
    purpose: 'compare',
    org,
    person: await world.proof('compare', { token: { subject: who } }),
  });

test('needs the proof of the request that asks for it, and that once', async () => {
  expect(await noOf(forget('org', { path: paths.link }))).toBe('proof_for_other_request');
  const person = await world.proof('standing', { path: paths.org, signedPath: paths.link });
  expect(await noOf(world.api.forget({ what: 'org', orgId, person }))).toBe('not_authenticated');
  const once = await world.proof('standing', { token: { subject: 'auth0|zoe' }, path: paths.org });
  expect(await noOf(world.api.forget({ what: 'org', orgId, person: once }))).toBe('not_connected_by');
  expect(await noOf(world.api.forget({ what: 'org', orgId, person: once }))).toBe('not_authenticated');
  const worker = await world.proof('standing', { path: paths.org });
  expect(await noOf(world.worker.forget({ what: 'org', orgId, person: worker }))).toBe(
    'purpose_not_for_caller',
  );
});

test('a link goes with the tokens of its jobs, and nobody else’s', async () => {
  const [ada, sam] = [await openCompare('auth0|ada'), await openCompare('auth0|sam')];
  await world.api.mint(ada.jobId);
  const { accessToken } = await world.api.mint(sam.jobId);
  expect(await forget('link')).toEqual({ revoked: true });
  expect([...world.salesforce.alive]).toEqual([accessToken]);
  expect(await noOf(world.api.mint(ada.jobId))).toBe('job_unknown');
  expect(await noOf(openCompare('auth0|ada'))).toBe('not_linked');
  await world.api.endJob(sam.jobId);
});

test('a member who is removed loses every link; an org forgotten twice is forgotten', async () => {
  expect(await noOf(forget('member'))).toBe('forget_incomplete');
  await forget('member', { subject: 'auth0|sam' });
  expect(await noOf(openCompare('auth0|sam'))).toBe('not_linked');
  // Who connected it may end it without being linked any more.
  expect(await forget('org')).toEqual({ revoked: true });
  expect(await forget('org')).toEqual({ revoked: true });
  expect(await noOf(openCompare('auth0|sam'))).toBe('org_unknown');
  expect((await world.api.entries({ tenant: org.orgId, orgId })).total).toBeGreaterThan(4);
});

test('a session that is signed out ends its own jobs and opens none any more, also after a restart', async () => {
  const token = { subject: 'auth0|mia' };
  await world.probe('auth0|mia', users.ada, users.integration.username);
  const [kept, gone] = [
    await world.auth.token(world.client, token),
    await world.auth.token(world.client, token),
  ];
  const open = async (accessToken: string) =>
    world.api.openJob({ purpose: 'compare', org, person: await world.proof('compare', { accessToken }) });
  const [mine, other] = [await open(gone), await open(kept)];
  await world.api.mint(mine.jobId);
  // Another request's proof signs nobody out, and a worker asks for no such thing.
  const wrong = await world.proof('compare', { accessToken: gone });
  expect(await noOf(world.api.forget({ what: 'session', person: wrong }))).toBe('proof_for_other_request');
  const end = () => world.proof('compare', { accessToken: gone, path: paths.session });
  expect(await noOf(world.worker.forget({ what: 'session', person: await end() }))).toBe(
    'purpose_not_for_caller',
  );

  expect(await world.api.forget({ what: 'session', person: await end() })).toEqual({ revoked: true });
  expect(world.salesforce.alive.size).toBe(0);
  expect(await noOf(world.api.mint(mine.jobId))).toBe('job_unknown');
  expect(await noOf(open(gone))).toBe('person_not_proven');
  await world.restart();
  expect(await noOf(open(gone))).toBe('person_not_proven');
  expect((await world.api.mint((await open(kept)).jobId)).userId).toBe(users.ada.userId);
  expect(other.jobId).not.toBe(mine.jobId);
  const { entries } = await world.api.entries({ tenant: org.orgId, orgId });
  const [refused] = entries.filter(({ outcome }) => outcome === 'refused');
  expect(refused?.reason).toBe('This session was signed out.');
});

test('the certificate is the public one of the key that signs', async () => {
  const { certificate, publicKey, fingerprint } = await world.api.app({
    apiHost: org.apiHost,
    subject: 'auth0|ada',
  });
  expect(certificate).toMatch(/^-----BEGIN CERTIFICATE-----/);
  expect(publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  expect(JSON.stringify([certificate, publicKey, fingerprint])).not.toContain('PRIVATE');
});
