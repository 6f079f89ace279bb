// Whoever has the API's process has its key and its socket: without a live request of a person it obtains no token at all.

import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { delegationAudience, type OpenJob } from '../../../server/delegation/protocol.ts';
import { createWorld, type DelegationWorld, org, users } from './world.ts';

let world: DelegationWorld;
beforeAll(async () => {
  world = await createWorld();
  // Everything is in place: a person who is linked, and an integration user.
  await world.probe('auth0|ada', users.ada, users.integration.username);
});
afterAll(() => world.stop());

const reasonOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'granted',
    (error: { reason?: unknown; code?: unknown }) => error.reason ?? error.code,
  );

/** Tokens that Salesforce has given while `work` went on. */
async function given(work: () => Promise<void>): Promise<number> {
  const before = world.salesforce.given.length;
  await work();
  return world.salesforce.given.length - before;
}

describe('the API’s process with all its rights but no live request', () => {
  test.each<[OpenJob['purpose'], string]>([
    ['compare', 'person_missing'],
    ['standing', 'person_missing'],
    ['probe', 'person_missing'],
    ['sync', 'purpose_not_for_caller'],
    ['reconcile', 'purpose_not_for_caller'],
  ])('opens no job for %s: no person’s token, and no integration user’s', async (purpose, reason) => {
    const granted = await given(async () => {
      expect(await reasonOf(world.api.openJob({ purpose, org }))).toBe(reason);
      const target = { target: users.ada, integrationUsername: users.integration.username };
      expect(await reasonOf(world.api.openJob({ purpose, org, ...target }))).toBe(reason);
    });
    expect(granted).toBe(0);
  });

  test('gets nothing under a job that the worker has open', async () => {
    const { jobId } = await world.worker.openJob({ purpose: 'sync', org });
    const granted = await given(async () => {
      expect(await reasonOf(world.api.mint(jobId))).toBe('job_not_yours');
      expect(await reasonOf(world.api.mint(jobId, { as: 'integration' }))).toBe('job_not_yours');
      expect(await reasonOf(world.api.endJob(jobId))).toBe('job_not_yours');
    });
    expect(granted).toBe(0);
    await world.worker.endJob(jobId);
  });

  test('cannot speak as the worker: its own key signs for nobody else', async () => {
    const { d: _, ...shared } = world.callerKey('api');
    expect(shared.kid).toBe('api');
    const key = await importJWK(world.callerKey('api'), 'ES256');
    const speak = async (kid: string, name: string): Promise<number> => {
      const issued = Date.now() / 1000;
      const assertion = await new SignJWT({ iat: issued, exp: issued + 50 })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(name)
        .setSubject(name)
        .setAudience(delegationAudience)
        .setJti(randomUUID())
        .sign(key);
      return post('/jobs', assertion, { purpose: 'sync', org });
    };
    const granted = await given(async () => {
      expect(await speak('worker', 'worker')).toBe(401);
      expect(await speak('api', 'worker')).toBe(401);
    });
    expect(granted).toBe(0);
  });

  test('is in the log with each attempt', async () => {
    const { entries } = await world.api.entries({ tenant: org.orgId, orgId: org.orgId });
    const refused = entries.filter(({ outcome }) => outcome === 'refused');
    expect(refused.length).toBeGreaterThanOrEqual(8);
    expect(new Set(refused.map(({ purpose }) => purpose))).toEqual(
      new Set(['compare', 'standing', 'probe', 'sync', 'reconcile']),
    );
  });
});

test('the worker acts as the integration user only, and for nothing but background work', async () => {
  for (const purpose of ['compare', 'standing', 'probe'] as const) {
    const person = await world.proof(purpose);
    expect(await reasonOf(world.worker.openJob({ purpose, org, person }))).toBe('purpose_not_for_caller');
  }
  const { jobId } = await world.worker.openJob({ purpose: 'sync', org });
  expect((await world.worker.mint(jobId)).userId).toBe(users.integration.userId);
  expect(await reasonOf(world.worker.mint(jobId, { as: 'person' }))).toBe('person_missing');
  await world.worker.endJob(jobId);
});

function post(path: string, assertion: string, body: unknown): Promise<number> {
  const { socketPath } = world.config;
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${assertion}`, 'content-type': 'application/json' };
    request({ method: 'POST', path, socketPath, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end(JSON.stringify(body));
  });
}
