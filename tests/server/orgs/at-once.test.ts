// Two things at once, and one that breaks half way: sign-ins that are both open, owners who remove each other, an org half connected.

import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { putMember } from '../../../server/db/members.ts';
import { openDelegationDatabase } from '../../../server/delegation/db/database.ts';
import { AppError } from '../../../server/errors.ts';
import { engine } from '../../helpers/databases.ts';
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

test('a connecting that broke after its probe keeps the org from others for a quarter of an hour, not for ever', async () => {
  const [tenantId, subject, name] = ['t1', 'auth0|sam', 'Sam Okafor'];
  await putMember(world.db, { tenantId, subject, name, role: 'owner' }, 1);
  const ada = await world.person('ada@acme.example');
  const repair = await blockOrgs();
  await expect(world.connect(ada, 'ada.king@acme.example', integration)).rejects.toThrow();
  await repair();
  const sam = await world.person('sam@acme.example');
  const connect = () => world.connect(sam, 'sam.okafor@acme.example', integration);
  await expect(connect()).rejects.toMatchObject({ code: 'org_claimed' });
  await connectedLongAgo();
  expect(await connect()).toMatchObject({ state: 'ready' });
  // Their own link is the delegation service's as well.
  const handle = await world.openAs(sam, 'standing');
  await handle.prove('person');
  await handle.close();
});

test('an org that is in use is its claimer’s, however long ago it was connected', async () => {
  const ada = await world.person('ada@acme.example');
  await world.connect(ada, 'ada.king@acme.example', integration);
  const handle = await world.openSync();
  await handle.prove('integration');
  await handle.close();
  await connectedLongAgo();
  // The API forgot, or was taken over: the delegation service goes by what it knows itself.
  await world.db.deleteFrom('orgs').execute();
  const [tenantId, subject, name] = ['t1', 'auth0|sam', 'Sam Okafor'];
  await putMember(world.db, { tenantId, subject, name, role: 'owner' }, 1);
  const sam = await world.person('sam@acme.example');
  await expect(world.connect(sam, 'sam.okafor@acme.example', integration)).rejects.toMatchObject({
    code: 'org_claimed',
  });
});

/** The delegation service's own record becomes sixteen minutes old. */
async function connectedLongAgo(): Promise<void> {
  const db = await openDelegationDatabase(world.delegationDatabase);
  const { connected_at } = await db
    .selectFrom('connections')
    .select('connected_at')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('connections')
    .set({ connected_at: connected_at - 16 * 60_000 })
    .execute();
  await db.destroy();
}

/** No org can be added until the answer is called. */
async function blockOrgs(): Promise<() => Promise<unknown>> {
  if (engine === 'sqlite') {
    await sql`CREATE TRIGGER no_org BEFORE INSERT ON orgs BEGIN SELECT RAISE(ABORT, 'no room'); END`.execute(
      world.db,
    );
    return () => sql`DROP TRIGGER no_org`.execute(world.db);
  }
  await sql`CREATE FUNCTION no_org() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$`.execute(
    world.db,
  );
  await sql`CREATE TRIGGER no_org BEFORE INSERT ON orgs FOR EACH ROW EXECUTE FUNCTION no_org()`.execute(
    world.db,
  );
  return async () => {
    await sql`DROP TRIGGER no_org ON orgs`.execute(world.db);
    await sql`DROP FUNCTION no_org`.execute(world.db);
  };
}
