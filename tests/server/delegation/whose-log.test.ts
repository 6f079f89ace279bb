// Whose log an attempt goes to: of whom the org is connected for, whatever the caller says; only of others the caller is believed.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDelegationDatabase } from '../../../server/delegation/db/database.ts';
import { createWorld, type DelegationWorld, org, users } from './world.ts';

let world: DelegationWorld;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const { orgId } = org;
const sizeOf = async (tenant: string) => (await world.api.logGrowth({ tenant, from: 0 })).size;
const purposesIn = async (tenant: string) =>
  (await world.api.entries({ tenant, orgId })).entries.map(({ purpose, provable }) => [purpose, provable]);

async function probe(tenant: string): Promise<void> {
  const [person, signIn] = [await world.proof('probe'), await world.signIn('auth0|ada', users.ada)];
  const integrationUsername = users.integration.username;
  const { jobId } = await world.api.openJob({
    ...{ purpose: 'probe', org, tenant, person, target: users.ada, signIn, integrationUsername },
  });
  await world.api.mint(jobId, { as: 'person' });
  await world.api.mint(jobId, { as: 'integration' });
  await world.api.endJob(jobId);
}

async function compare(tenant: string): Promise<void> {
  const { jobId } = await world.api.openJob({
    ...{ purpose: 'compare', org, tenant, person: await world.proof('compare') },
  });
  await world.api.mint(jobId);
  await world.api.endJob(jobId);
}

test('of an org that nobody has connected yet, it is the log of the tenant that the caller names', async () => {
  await probe('acme');
  expect(await purposesIn('acme')).toEqual([
    ['probe', true],
    ['probe', true],
  ]);
  expect(await sizeOf('acme')).toBe(4);
});

test('of a connected org it is the log it was connected for: no caller leads an attempt past it', async () => {
  const before = await sizeOf('acme');
  await compare('rival');
  expect((await purposesIn('acme'))[0]).toEqual(['compare', true]);
  expect(await sizeOf('acme')).toBe(before + 2);
  expect(await sizeOf('rival')).toBe(0);
});

test('an org that was connected before tenants had logs is the first’s that is named for it, for good', async () => {
  const db = await openDelegationDatabase(world.config.database);
  await db.updateTable('connections').set({ tenant: null }).execute();
  await compare('first');
  await compare('second');
  const { tenant } = await db.selectFrom('connections').select('tenant').executeTakeFirstOrThrow();
  await db.destroy();
  expect(tenant).toBe('first');
  expect([await sizeOf('first'), await sizeOf('second')]).toEqual([4, 0]);
});
