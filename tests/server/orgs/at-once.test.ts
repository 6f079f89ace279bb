// Two things at once, and one that breaks half way: sign-ins that are both open, owners who remove each other, an org half connected.

import { type Kysely, sql } from 'kysely';
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
  const repair = await blockTable(world.db as unknown as Kysely<unknown>, 'orgs', 'INSERT');
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

test('a new name of a linked user that cannot be kept costs no token, and its job revokes that', async () => {
  const ada = await world.person('ada@acme.example');
  await world.connect(ada, 'ada.king@acme.example', integration);
  const db = await openDelegationDatabase(world.delegationDatabase);
  const repair = await blockTable(db as unknown as Kysely<unknown>, 'person_links', 'UPDATE');
  await world.ask('/user', { username: 'ada.king@acme.example', rename: 'ada.king@acme-group.example' });
  const handle = await world.openAs(ada, 'standing');
  await handle.prove('person');
  await handle.close();
  expect(world.logged()).toContain('the name of a linked user could not be kept');
  await repair();
  expect(await db.selectFrom('person_links').select('username').execute()).toEqual([
    { username: 'ada.king@acme.example' },
  ]);
  await db.destroy();
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

/** Nothing of that kind can be written there until the answer is called. */
async function blockTable(
  db: Kysely<unknown>,
  table: string,
  kind: 'INSERT' | 'UPDATE',
): Promise<() => Promise<unknown>> {
  const run = async (...statements: string[]) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  };
  if (engine === 'sqlite') {
    await run(`CREATE TRIGGER blocked BEFORE ${kind} ON ${table} BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    return () => run('DROP TRIGGER blocked');
  }
  await run(
    `CREATE FUNCTION blocked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$`,
    `CREATE TRIGGER blocked BEFORE ${kind} ON ${table} FOR EACH ROW EXECUTE FUNCTION blocked()`,
  );
  return () => run(`DROP TRIGGER blocked ON ${table}`, 'DROP FUNCTION blocked');
}
