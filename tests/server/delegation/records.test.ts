// No record, no token: the service with a log that cannot be written, and with one that a crash left open.

import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../server/db/database.ts';
import { delegationStore } from '../../../server/delegation/db/database.ts';
import { AppError } from '../../../server/errors.ts';
import { engine } from '../../helpers/databases.ts';
import { rowsOf } from '../db/catalog.ts';
import { createWorld, type DelegationWorld, org, users } from './world.ts';

let world: DelegationWorld;

beforeAll(async () => {
  world = await createWorld();
  await world.probe('auth0|ada', users.ada, users.integration.username);
});
afterAll(() => world.stop());

type Anything = Record<string, Record<string, unknown>>;

/** Opens the service's database beside it. */
async function inDatabase<T>(use: (db: Kysely<Anything>) => Promise<T>): Promise<T> {
  const db = await openStore<Anything>(world.config.database, delegationStore);
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}

/** From now on, records of this kind cannot be written. */
async function block(kind: 'intent' | 'outcome' | 'refusal'): Promise<() => Promise<void>> {
  const run = (...statements: string[]) =>
    inDatabase(async (db) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
    });
  if (engine === 'sqlite') {
    await run(`CREATE TRIGGER no_${kind} BEFORE INSERT ON audit_entries WHEN NEW.kind = '${kind}'
      BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    return () => run(`DROP TRIGGER no_${kind}`);
  }
  await run(
    `CREATE FUNCTION no_${kind}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$`,
    `CREATE TRIGGER no_${kind} BEFORE INSERT ON audit_entries FOR EACH ROW WHEN (NEW.kind = '${kind}')
      EXECUTE FUNCTION no_${kind}()`,
  );
  return () => run(`DROP TRIGGER no_${kind} ON audit_entries`, `DROP FUNCTION no_${kind}`);
}

/** From now on, nothing of a connection can be changed. */
async function blockConnections(): Promise<() => Promise<void>> {
  const run = (...statements: string[]) =>
    inDatabase(async (db) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
    });
  if (engine === 'sqlite') {
    await run(
      `CREATE TRIGGER no_change BEFORE UPDATE ON connections BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    return () => run('DROP TRIGGER no_change');
  }
  await run(
    `CREATE FUNCTION no_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$`,
    'CREATE TRIGGER no_change BEFORE UPDATE ON connections FOR EACH ROW EXECUTE FUNCTION no_change()',
  );
  return () => run('DROP TRIGGER no_change ON connections', 'DROP FUNCTION no_change');
}

async function open(): Promise<string> {
  const person = await world.proof('compare');
  return (await world.api.openJob({ purpose: 'compare', org, person })).jobId;
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.code : `no refusal: ${JSON.stringify(error)}`;
}
const asked = () => world.salesforce.requests.filter(({ url }) => url.endsWith('/token')).length;

test('a token after whose record something else cannot be written does not leave, and the end of its job revokes it', async () => {
  await inDatabase((db) => db.updateTable('connections').set({ state: 'blocked' }).execute());
  const { jobId } = await world.api.openJob({
    ...{ purpose: 'standing', org, person: await world.proof('standing') },
  });
  const unblock = await blockConnections();
  try {
    expect(await codeOf(world.api.mint(jobId))).toBe('internal');
    expect(world.salesforce.alive.size).toBe(1);
    expect(await world.api.endJob(jobId)).toMatchObject({ revoked: true });
    expect(world.salesforce.alive.size).toBe(0);
  } finally {
    await unblock();
    await inDatabase((db) => db.updateTable('connections').set({ state: 'connected' }).execute());
  }
});

describe('a log that cannot be written', () => {
  test('before Salesforce is asked: it is not asked', async () => {
    const jobId = await open();
    const before = asked();
    const unblock = await block('intent');
    try {
      expect(await codeOf(world.api.mint(jobId))).toBe('audit_unavailable');
      expect(asked()).toBe(before);
    } finally {
      await unblock();
    }
    await world.api.endJob(jobId);
  });

  test('after Salesforce answered: the token is revoked and does not leave', async () => {
    const jobId = await open();
    const before = asked();
    const unblock = await block('outcome');
    try {
      expect(await codeOf(world.api.mint(jobId))).toBe('audit_unavailable');
      expect(asked()).toBe(before + 1);
      expect(world.salesforce.alive.size).toBe(0);
    } finally {
      await unblock();
    }
    const [entry] = (await world.api.entries({ tenant: org.orgId, orgId: org.orgId })).entries;
    expect(entry?.outcome).toBe('pending');
    await world.api.endJob(jobId);
  });

  test('for a refusal: it is not told without its record', async () => {
    const unblock = await block('refusal');
    try {
      expect(await codeOf(world.api.openJob({ purpose: 'sync', org }))).toBe('audit_unavailable');
    } finally {
      await unblock();
    }
  });
});

/** In a database that others may share, a young attempt may be one of theirs: until it is old, it is left to them. */
async function restartLater(): Promise<void> {
  if (engine === 'postgres') {
    await world.restart();
    const [entry] = (await world.api.entries({ tenant: org.orgId, orgId: org.orgId })).entries;
    expect(entry?.outcome).toBe('pending');
    world.clock.time += 2 * 60_000;
  }
  await world.restart();
}

describe('a crash', () => {
  test('between intent and outcome leaves an attempt that the next start calls unknown', async () => {
    await restartLater();
    const [entry] = (await world.api.entries({ tenant: org.orgId, orgId: org.orgId })).entries;
    expect(entry).toMatchObject({ outcome: 'unknown', who: 'auth0|ada' });
    expect(entry?.reason).toContain('stopped before');
  });

  test('while Salesforce is being asked, too', async () => {
    const jobId = await open();
    let reached = () => {};
    const arrived = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const usual = world.salesforce.answer;
    world.salesforce.answer = () => {
      reached();
      return new Promise(() => {});
    };
    const minting = codeOf(world.api.mint(jobId));
    await arrived;
    await restartLater();
    world.salesforce.answer = usual;
    expect(await minting).toBe('delegation_unavailable');
    const [entry] = (await world.api.entries({ tenant: org.orgId, orgId: org.orgId })).entries;
    expect(entry?.outcome).toBe('unknown');
  });
});

test('the database holds no token, no proof and no key', async () => {
  const jobId = await open();
  await world.api.mint(jobId);
  const stored = JSON.stringify(await inDatabase(rowsOf));
  await world.api.endJob(jobId);
  expect(stored).toContain('auth0|ada');
  expect(world.salesforce.given.length).toBeGreaterThan(2);
  for (const token of world.salesforce.given) expect(stored).not.toContain(token);
  expect(stored).not.toMatch(/eyJ[\w-]+\.|PRIVATE KEY|00D5g000004XyZa!/);
});
