// The delegation service through its socket: what opens a job, what a job may do, and what is recorded of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDelegationClient } from '../../../server/delegation/client.ts';
import type { OpenJob } from '../../../server/delegation/protocol.ts';
import { Refusal } from '../../../server/delegation/refusal.ts';
import { SalesforceRefusal } from '../../../server/delegation/salesforce-errors.ts';
import { AppError } from '../../../server/errors.ts';
import { createWorld, type DelegationWorld, org, users } from './world.ts';

let world: DelegationWorld;

beforeAll(async () => {
  world = await createWorld();
  await world.probe('auth0|ada', users.ada, users.integration.username);
});
afterAll(() => world.stop());

async function noOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Refusal) return error.reason;
  if (error instanceof SalesforceRefusal) return `salesforce:${error.reason}`;
  if (error instanceof AppError) return error.code;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

const flow = { type: 'Flow', fullName: 'Invoice_Sync' };
const openCompare = async (wishes?: Parameters<DelegationWorld['proof']>[1]): Promise<OpenJob> => ({
  purpose: 'compare',
  org,
  component: flow,
  person: await world.proof('compare', wishes),
});

describe('a person’s job', () => {
  test('gives a token for the person’s own user, and its end revokes it', async () => {
    const { jobId, deadline } = await world.api.openJob(await openCompare());
    expect(deadline).toBe(world.clock.time + 60_000);
    const minted = await world.api.mint(jobId);
    expect(minted).toMatchObject({ userId: users.ada.userId, instanceUrl: `https://${org.apiHost}` });
    expect(world.salesforce.alive).toContain(minted.accessToken);
    expect(await world.api.endJob(jobId)).toEqual({ revoked: true });
    expect(world.salesforce.alive.size).toBe(0);
    expect(await noOf(world.api.mint(jobId))).toBe('job_unknown');
  });

  test('is recorded: who, as whom, why, for what, with which outcome', async () => {
    const components = [`${flow.type} ${flow.fullName}`];
    const [entry] = (await world.api.entries({ tenant: org.orgId, orgId: org.orgId, components })).entries;
    expect(entry).toMatchObject({
      who: 'auth0|ada',
      actingAs: users.ada.username,
      purpose: 'compare',
      component: 'Flow Invoice_Sync',
      outcome: 'granted',
    });
  });

  test('opens once for one proof', async () => {
    const input = await openCompare();
    const { jobId } = await world.api.openJob(input);
    expect(await noOf(world.api.openJob(input))).toBe('person_not_proven');
    await world.api.endJob(jobId);
  });

  test('stays closed to a used proof after a restart', async () => {
    const input = await openCompare();
    await world.api.openJob(input);
    await world.restart();
    expect(await noOf(world.api.openJob(input))).toBe('person_not_proven');
  });

  test('needs the proof of its own purpose’s request', async () => {
    const other = await openCompare({ path: `/v1/orgs/${org.orgId}/standing` });
    expect(await noOf(world.api.openJob(other))).toBe('proof_for_other_request');
    // The caller may say what it likes: the proof itself must be for the route.
    const lied = await openCompare({ signedPath: `/v1/orgs/${org.orgId}/standing` });
    expect(await noOf(world.api.openJob(lied))).toBe('person_not_proven');
  });

  test('needs a live request: without one the API obtains nothing', async () => {
    expect(await noOf(world.api.openJob({ purpose: 'compare', org }))).toBe('person_missing');
    const expired = await openCompare();
    world.clock.time += 700_000;
    expect(['person_not_proven', 'use_dpop_nonce']).toContain(await noOf(world.api.openJob(expired)));
  });

  test('asks for a fresh proof when the nonce is stale', async () => {
    const input = await openCompare();
    world.clock.time += 100_000;
    expect(await noOf(world.api.openJob(input))).toBe('use_dpop_nonce');
  });

  test('never acts as another person’s user', async () => {
    const sam = await openCompare({ token: { subject: 'auth0|sam' } });
    expect(await noOf(world.api.openJob(sam))).toBe('not_linked');
    const forged = { ...(await openCompare()), target: users.sam };
    expect(await noOf(world.api.openJob(forged))).toBe('target_not_expected');
    const { jobId } = await world.api.openJob(await openCompare());
    expect(await noOf(world.api.mint(jobId, { as: 'integration' }))).toBe('integration_not_allowed');
    await world.api.endJob(jobId);
  });

  test('mints nothing after its deadline, and its token is revoked then', async () => {
    const { jobId } = await world.api.openJob(await openCompare());
    await world.api.mint(jobId);
    expect(world.salesforce.alive.size).toBe(1);
    world.clock.time += 60_001;
    expect(await noOf(world.api.mint(jobId))).toBe('job_expired');
    expect(world.salesforce.alive.size).toBe(0);
  });

  test('mints again once for a dead token, then no more', async () => {
    const { jobId } = await world.api.openJob(await openCompare());
    await world.api.mint(jobId);
    await world.api.mint(jobId);
    expect(await noOf(world.api.mint(jobId))).toBe('mint_limit');
    await world.api.endJob(jobId);
    expect(world.salesforce.alive.size).toBe(0);
  });

  test('belongs to the process that opened it', async () => {
    const { jobId } = await world.api.openJob(await openCompare());
    expect(await noOf(world.worker.mint(jobId))).toBe('job_not_yours');
    expect(await noOf(world.worker.endJob(jobId))).toBe('job_not_yours');
    await world.api.endJob(jobId);
  });
});

describe('background work', () => {
  test('runs as the integration user for half an hour', async () => {
    const { jobId, deadline } = await world.worker.openJob({ purpose: 'sync', org });
    expect(deadline).toBe(world.clock.time + 30 * 60_000);
    expect(await world.worker.mint(jobId)).toMatchObject({ userId: users.integration.userId });
    await world.worker.endJob(jobId);
  });

  test('is for the worker alone', async () => {
    expect(await noOf(world.api.openJob({ purpose: 'sync', org }))).toBe('purpose_not_for_caller');
    expect(await noOf(world.worker.openJob(await openCompare()))).toBe('purpose_not_for_caller');
    const withPerson = { purpose: 'sync' as const, org, person: await world.proof('compare') };
    expect(await noOf(world.worker.openJob(withPerson))).toBe('person_not_expected');
  });

  test('cannot read the log', async () => {
    expect(await noOf(world.worker.entries({ tenant: org.orgId, orgId: org.orgId }))).toBe(
      'purpose_not_for_caller',
    );
  });
});

describe('a probe', () => {
  test('that is told of an app that is blocked closes the org to nobody: it may have asked by another app', async () => {
    const usual = world.salesforce.answer;
    const blocked = { error: 'OAUTH_APP_BLOCKED', error_description: 'this app is blocked by admin' };
    world.salesforce.answer = () => Response.json(blocked, { status: 400 });
    try {
      expect(await noOf(world.probe('auth0|ada', users.ada, users.integration.username))).toBe(
        'salesforce:app_blocked',
      );
    } finally {
      world.salesforce.answer = usual;
    }
    const { jobId } = await world.api.openJob(await openCompare());
    expect(await world.api.mint(jobId)).toMatchObject({ userId: users.ada.userId });
    await world.api.endJob(jobId);
  });

  test('links the person only after Salesforce confirmed the user', async () => {
    const person = await world.proof('probe', { token: { subject: 'auth0|sam' } });
    const signIn = await world.signIn('auth0|sam', users.sam);
    const { jobId } = await world.api.openJob({ purpose: 'probe', org, person, target: users.sam, signIn });
    expect(await noOf(world.api.openJob(await openCompare({ token: { subject: 'auth0|sam' } })))).toBe(
      'not_linked',
    );
    await world.api.mint(jobId, { as: 'person' });
    await world.api.endJob(jobId);
    const { jobId: compare } = await world.api.openJob(
      await openCompare({ token: { subject: 'auth0|sam' } }),
    );
    expect(await world.api.mint(compare)).toMatchObject({ userId: users.sam.userId });
    await world.api.endJob(compare);
  });

  test('does not link a user who is not assigned to the app', async () => {
    const person = await world.proof('probe', { token: { subject: 'auth0|mia' } });
    const target = { userId: '0055g000001GuesAAW', username: 'guest.user@acme.example' };
    const signIn = await world.signIn('auth0|mia', target);
    const { jobId } = await world.api.openJob({ purpose: 'probe', org, person, target, signIn });
    expect(await noOf(world.api.mint(jobId))).toBe('salesforce:not_approved');
    expect(await noOf(world.api.openJob(await openCompare({ token: { subject: 'auth0|mia' } })))).toBe(
      'not_linked',
    );
    const [entry] = (await world.api.entries({ tenant: org.orgId, orgId: org.orgId })).entries;
    expect(entry?.outcome).toBe('refused');
  });

  test('does not take a user whom another person has linked, not even when both come at once', async () => {
    expect(await noOf(world.probe('auth0|mia', users.ada))).toBe('user_linked');
    const [entry] = (await world.api.entries({ tenant: org.orgId, orgId: org.orgId })).entries;
    expect(entry).toMatchObject({ who: 'auth0|mia', actingAs: users.ada.username, outcome: 'refused' });
    const open = async (subject: string) => {
      const person = await world.proof('probe', { token: { subject } });
      const signIn = await world.signIn(subject, users.integration);
      const input = { purpose: 'probe', org, person, target: users.integration, signIn } as const;
      return (await world.api.openJob(input)).jobId;
    };
    const [first, second] = [await open('auth0|mia'), await open('auth0|leo')];
    await world.api.mint(first);
    expect(await noOf(world.api.mint(second))).toBe('user_linked');
    await world.api.endJob(first);
    expect(world.salesforce.alive.size).toBe(0);
    const asMia = await openCompare({ token: { subject: 'auth0|mia' } });
    const { jobId } = await world.api.openJob(asMia);
    expect(await world.api.mint(jobId)).toMatchObject({ userId: users.integration.userId });
    await world.api.endJob(jobId);
  });

  test('cannot exchange the integration user of another person’s connection', async () => {
    const attempt = world.probe('auth0|sam', users.sam, users.sam.username);
    expect(await noOf(attempt)).toBe('integration_claimed');
  });

  test('refuses addresses that are not Salesforce’s', async () => {
    for (const apiHost of ['169.254.169.254', 'acme.my.salesforce.com.evil.example', 'localhost']) {
      const person = await world.proof('probe');
      const input = { purpose: 'probe' as const, org: { ...org, apiHost }, person, target: users.ada };
      expect(await noOf(world.api.openJob(input))).toBe('host_not_allowed');
    }
  });
});

describe('callers', () => {
  test('an unknown key is refused and nothing is recorded', async () => {
    const before = await world.api.entries({ tenant: org.orgId, orgId: org.orgId });
    const stolenName = { ...world.callerKey('worker'), kid: 'api' };
    const stranger = createDelegationClient({
      socketPath: world.config.socketPath,
      callerKey: stolenName,
      now: () => world.clock.time,
    });
    expect(await noOf(stranger.openJob(await openCompare()))).toBe('caller_unknown');
    expect(await world.api.entries({ tenant: org.orgId, orgId: org.orgId })).toEqual(before);
  });
});

describe('one token for two jobs', () => {
  test('is revoked when its last job ends', async () => {
    const same = '00D5g000004XyZa!shared.token';
    const usual = world.salesforce.answer;
    world.salesforce.answer = (granted) => {
      world.salesforce.alive.add(same);
      return Response.json({ ...granted, access_token: same });
    };
    const open = async () => (await world.api.openJob(await openCompare())).jobId;
    const [first, second] = [await open(), await open()];
    await world.api.mint(first);
    await world.api.mint(second);
    world.salesforce.answer = usual;
    await world.api.endJob(first);
    expect(world.salesforce.alive).toContain(same);
    await world.api.endJob(second);
    expect(world.salesforce.alive).not.toContain(same);
    world.salesforce.alive.clear();
  });
});

test('a stop revokes what is still held', async () => {
  const { jobId } = await world.api.openJob(await openCompare());
  await world.api.mint(jobId);
  expect(world.salesforce.alive.size).toBe(1);
  await world.restart();
  expect(world.salesforce.alive.size).toBe(0);
});

test('no log line holds a token, an assertion or a proof', () => {
  const logged = world.logged();
  expect(logged).toContain('"listening"');
  expect(world.salesforce.given.length).toBeGreaterThan(5);
  for (const token of world.salesforce.given) expect(logged).not.toContain(token);
  expect(logged).not.toMatch(/eyJ[\w-]{20}/);
  expect(logged).not.toContain('secret.');
});
