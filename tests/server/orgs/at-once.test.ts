// Two things at once: sign-ins that are both open, owners who remove each other.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { putMember } from '../../../server/db/members.ts';
import { AppError } from '../../../server/errors.ts';
import { createOrgsWorld, integration, type OrgsWorld, orgId, type Someone } from './world.ts';

let world: OrgsWorld;
beforeEach(async () => {
  world = await createOrgsWorld();
});
afterEach(() => world.stop());

test('of two sign-ins that are open, the older one connects the org and begins its baseline', async () => {
  const ada = await world.person('ada@acme.example');
  const older = await world.start(ada, integration);
  await world.start(ada, integration);
  const signedIn = await world.signInAt(older.authorizeUrl, 'ada.king@acme.example');
  const answer = await world.finish(ada, older.state, signedIn.searchParams.get('code') ?? '');
  expect(answer).toMatchObject({ state: 'ready', org: { orgId } });
  expect(world.baselines).toEqual([orgId]);
  const changes = await world.db
    .selectFrom('admin_log')
    .select('detail')
    .where('action', '=', 'connection.change')
    .execute();
  expect(changes.map(({ detail }) => JSON.parse(detail ?? '{}').to)).toContain('connected');
});

test('of two owners who remove each other one stays, and is told why', async () => {
  const [tenantId, subject, name] = ['t1', 'auth0|sam', 'Sam Okafor'];
  await putMember(world.db, { tenantId, subject, name, role: 'owner' }, 1);
  const ada = await world.person('ada@acme.example');
  const sam = await world.person('sam@acme.example');
  const remove = async (who: Someone, whom: string) => {
    const proof = await who.prove('/v1/members/remove');
    return world.services.removeMember({ person: who.person, member: who.member, proof, subject: whom });
  };
  const ended = await Promise.allSettled([remove(ada, 'auth0|sam'), remove(sam, 'auth0|ada')]);
  const refused = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toBeInstanceOf(AppError);
  expect((refused[0] as AppError).code).toBe('last_owner');
  const owners = (await world.services.listMembers('t1')).filter(({ role }) => role === 'owner');
  expect(owners).toHaveLength(1);
});
