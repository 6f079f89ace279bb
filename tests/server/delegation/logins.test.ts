// What the worker is told of an org's logins: whose, when and through which app, of connected orgs, and nothing of who asked.

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Refusal } from '../../../server/delegation/refusal.ts';
import { clientId, createWorld, type DelegationWorld, org, users } from './world.ts';

let world: DelegationWorld;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const reasonOf = (attempt: Promise<unknown>) => attempt.catch((error: Refusal) => error.reason);
const loginsFrom = (from = 0) => world.worker.logins({ orgId: org.orgId, from });

test('of an org that was never probed, nothing', async () => {
  expect(await reasonOf(loginsFrom())).toBe('org_unknown');
});

test('every login of people and of our own work, refused ones too', async () => {
  await world.probe('auth0|ada', users.ada, users.integration.username);
  const { jobId } = await world.worker.openJob({ purpose: 'reconcile', org });
  await world.worker.mint(jobId);
  await world.worker.endJob(jobId);
  world.salesforce.approved.delete(users.ada.username);
  const person = await world.proof('compare', { token: { subject: 'auth0|ada' } });
  const compare = await world.api.openJob({
    ...{ purpose: 'compare', org, person },
    component: { type: 'Flow', fullName: 'Secret_Plans' },
  });
  await world.api.mint(compare.jobId).catch(() => undefined);
  const answer = await loginsFrom();
  const login = (userId: string, outcome: string) => ({
    ...{ id: expect.any(String), userId, clientId, outcome },
    ...{ askedAt: expect.any(Number), endedAt: expect.any(Number) },
  });
  const ofWorker = login(users.integration.userId, 'granted');
  expect(answer.since).toBe(0);
  expect(answer.more).toBe(false);
  // At one moment of this clock all of them; the lookup of the name that was refused is a login as well.
  const byOutcome = answer.logins.toSorted((one, other) => (one.outcome < other.outcome ? -1 : 1));
  expect(byOutcome).toEqual(
    expect.arrayContaining([
      login(users.ada.userId, 'granted'),
      ofWorker,
      login(users.ada.userId, 'refused'),
    ]),
  );
  expect(byOutcome.map(({ outcome }) => outcome)).toEqual([
    ...['granted', 'granted', 'granted', 'granted', 'refused'],
  ]);
  for (const told of ['auth0|ada', 'Secret_Plans', 'compare', users.ada.username])
    expect(JSON.stringify(answer)).not.toContain(told);
});

test('the API is told none of it', async () => {
  expect(await reasonOf(world.api.logins({ orgId: org.orgId, from: 0 }))).toBe('purpose_not_for_caller');
});

test('of a time on, and page by page', async () => {
  const { logins } = await loginsFrom();
  const [first, second] = logins;
  const rest = await world.worker.logins({
    orgId: org.orgId,
    from: 0,
    after: { askedAt: first?.askedAt ?? 0, id: first?.id ?? '' },
  });
  expect(rest.logins[0]).toEqual(second);
  expect((await loginsFrom(world.clock.time + 1)).logins).toEqual([]);
});
