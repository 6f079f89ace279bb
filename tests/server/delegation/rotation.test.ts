// Rotation with overlap: the old key until Salesforce takes the new one, both handled at the moment of the change, no restart.

import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeKeys } from '../../../cli/signing-keys.ts';
import { type DelegationTables, openDelegationDatabase } from '../../../server/delegation/db/database.ts';
import { everyKeyEvent } from '../../../server/delegation/db/key-events.ts';
import { type KeyRow, listKeys } from '../../../server/delegation/db/signing-keys.ts';
import { makeKeyFile } from '../../../server/delegation/keys/key-files.ts';
import { createKeyRing } from '../../../server/delegation/keys/key-ring.ts';
import { createKeyProbes } from '../../../server/delegation/keys/probe-keys.ts';
import { type KeyMaking, retire, rotate } from '../../../server/delegation/keys/rotate.ts';
import { createLog } from '../../../server/log.ts';
import { createWorld, type DelegationWorld, org, users } from './world.ts';

/** No two moments are one, so that keys have an order. */
const now = () => {
  world.clock.time += 1;
  return world.clock.time;
};
const quiet = createLog({ level: 'silent' });
let world: DelegationWorld;
let db: Kysely<DelegationTables>;
let making: KeyMaking;

beforeEach(async () => {
  world = await createWorld();
  // Another connection, as the command line has it.
  db = await openDelegationDatabase(world.config.database);
  making = { db, folder: world.config.signingKeyFolder, now };
  await world.probe('auth0|ada', users.ada, users.integration.username);
});
afterEach(async () => {
  await db.destroy();
  await world.stop();
});

async function mint(): Promise<string> {
  const { jobId } = await world.worker.openJob({ purpose: 'sync', org });
  try {
    await world.worker.mint(jobId);
    return 'granted';
  } catch (error) {
    return String((error as { reason?: string }).reason ?? (error as { code?: string }).code);
  } finally {
    await world.worker.endJob(jobId);
  }
}

const upload = (key: KeyRow) => {
  world.salesforce.app.certificate = key.certificate ?? '';
};
const statesNow = async () => (await listKeys(db)).map(({ state }) => state);
const fileOf = (key: KeyRow) => join(making.folder ?? '', key.location);
const asked = () => world.salesforce.requests.filter(({ url }) => url.endsWith('/token')).length;

describe('a rotation', () => {
  test('keeps the old key until the certificate is exchanged, then moves within one mint and destroys it', async () => {
    const first = (await listKeys(db))[0];
    const next = await rotate(making, { apiHost: '' });
    expect(statSync(fileOf(next)).mode & 0o777).toBe(0o600);
    expect(await mint()).toBe('granted');
    expect(await statesNow()).toEqual(['in_use', 'next']);

    upload(next);
    const before = asked();
    expect(await mint()).toBe('granted');
    expect(asked() - before).toBe(2);
    expect(await statesNow()).toEqual(['retired', 'in_use']);
    expect(existsSync(world.config.signingKey)).toBe(false);

    const again = asked();
    expect(await mint()).toBe('granted');
    expect(asked() - again).toBe(1);
    const told = (await everyKeyEvent(db)).map(({ key_id, event, by }) => [
      key_id === first?.id ? 'old' : 'new',
      event,
      by,
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['old', 'made', 'operator'],
        ['new', 'made', 'operator'],
        ['new', 'accepted', 'service'],
        ['old', 'retired', 'service'],
        ['new', 'in_use', 'service'],
        ['old', 'destroyed', 'service'],
      ]),
    );
    await expect(db.deleteFrom('key_events').execute()).rejects.toThrow(/stays recorded/);
  });

  test('the attempt that the old key was refused in is recorded like any other', async () => {
    upload(await rotate(making, { apiHost: '' }));
    await mint();
    const [granted, refused] = (await world.api.entries({ tenant: org.orgId, orgId: org.orgId })).entries;
    expect(granted).toMatchObject({ purpose: 'sync', outcome: 'granted' });
    expect(refused).toMatchObject({ purpose: 'sync', outcome: 'refused' });
    expect(refused?.reason).toMatch(/did not accept the signature/);
  });

  test('an app that knows neither certificate is told of in the words of the first, and nothing moves', async () => {
    const other = await rotate(making, { apiHost: '' });
    await retire(making, other.fingerprint.slice(0, 12));
    await rotate(making, { apiHost: '' });
    upload(other);
    expect(await mint()).toBe('certificate');
    expect(await statesNow()).toEqual(['in_use', 'retired', 'next']);
  });

  test('a next key that is right, for a user who is not assigned, tells of the user', async () => {
    upload(await rotate(making, { apiHost: '' }));
    world.salesforce.approved.delete(users.integration.username);
    expect(await mint()).toBe('not_approved');
  });

  test('goes on after a restart, whose setting names the key that is gone', async () => {
    const next = await rotate(making, { apiHost: '' });
    upload(next);
    await mint();
    await world.restart();
    expect(await mint()).toBe('granted');
    expect((await world.api.app({ apiHost: org.apiHost, subject: 'auth0|ada' })).fingerprint).toBe(
      next.fingerprint,
    );
  });

  test('is one at a time, also when two are begun at once', async () => {
    const both = await Promise.allSettled([rotate(making, { apiHost: '' }), rotate(making, { apiHost: '' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await statesNow()).toEqual(['in_use', 'next']);
    expect(readdirSync(making.folder ?? '')).toHaveLength(1);
    await expect(rotate(making, { apiHost: '' })).rejects.toThrow(/A next key waits since/);
    await expect(rotate(making, { apiHost: org.apiHost })).rejects.toThrow(/no key of its own/);
  });

  test('is shown: keys, their states and ends, and which org is waited for', async () => {
    const next = await rotate(making, { apiHost: '' });
    const lines = await describeKeys(db, now(), true);
    expect(lines[0]).toMatch(
      /^[0-9a-f]{16} {2}in use {2}installation {2}certificate ends \d{4}-\d\d-\d\d {2}\//,
    );
    expect(lines[1]).toContain(`${next.fingerprint.slice(0, 16)}  next  installation  certificate ends`);
    expect(lines[2]).toBe(`${next.fingerprint.slice(0, 16)}  waits for ${org.apiHost}`);
    expect(lines.join('\n')).toMatch(/made {2}by operator {2}next/);
    expect(lines.join('\n')).not.toContain('PRIVATE');
  });

  test('can be ended at once, and a key that is the only one stays', async () => {
    const [inUse] = await listKeys(db);
    await expect(retire(making, inUse?.fingerprint ?? '')).rejects.toThrow(/only key there is/);
    await expect(retire(making, 'ffff')).rejects.toThrow(/does not name one key/);
    const next = await rotate(making, { apiHost: '' });
    await retire(making, inUse?.fingerprint ?? '');
    expect(await mint()).toBe('certificate');
    upload(next);
    expect(await mint()).toBe('granted');
  });
});

describe('the service itself', () => {
  const ring = () => createKeyRing({ db, folder: making.folder, now: () => world.clock.time, log: quiet });

  test('tries the next key after ten minutes, then ever more seldom, and moves when it is taken', async () => {
    const next = await rotate(making, { apiHost: '' });
    const tries: string[] = [];
    let knows = false;
    const probes = createKeyProbes({
      db,
      ring: ring(),
      clientId: 'client',
      mint: async ({ signingKey }, { attempt, user }) => {
        tries.push(`${signingKey.fingerprint === next.fingerprint} ${attempt.purpose} ${user.username}`);
        if (!knows) throw new Error('not yet');
        return { accessToken: 'probe', userId: users.integration.userId };
      },
      revoke: async ({ token }) => tries.push(`revoked ${token}`) > 0,
      now: () => world.clock.time,
      log: quiet,
    });
    const waiting = async (minutes: number) => {
      world.clock.time += minutes * 60_000;
      await probes.run();
      return tries.splice(0);
    };
    const one = `true probe ${users.integration.username}`;
    expect(await waiting(9)).toEqual([]);
    expect(await waiting(1)).toEqual([one]);
    expect(await waiting(19)).toEqual([]);
    expect(await waiting(1)).toEqual([one]);
    expect(await waiting(39)).toEqual([]);
    knows = true;
    expect(await waiting(1)).toEqual([one, 'revoked probe']);
    expect(await statesNow()).toEqual(['retired', 'in_use']);
    expect(await waiting(600)).toEqual([]);
  });

  test('finishes what a kill left: a retired file, and what there is of one', async () => {
    upload(await rotate(making, { apiHost: '' }));
    await db.updateTable('signing_keys').set({ state: 'retired' }).where('state', '=', 'in_use').execute();
    await db.updateTable('signing_keys').set({ state: 'in_use' }).where('state', '=', 'next').execute();
    const half = join(making.folder ?? '', 'half.key.tmp');
    writeFileSync(half, 'half of a key');
    expect(existsSync(world.config.signingKey)).toBe(true);
    await world.restart();
    expect(existsSync(world.config.signingKey)).toBe(false);
    expect(await mint()).toBe('granted');
    // It may be of a command that is at work this moment.
    expect(existsSync(half)).toBe(true);
    utimesSync(half, 1, 1);
    await ring().settle();
    expect(existsSync(half)).toBe(false);
    expect(readdirSync(making.folder ?? '')).toHaveLength(1);
  });

  test('a whole key that the database does not name stays, and the operator is told once', async () => {
    const folder = making.folder ?? '';
    await makeKeyFile(folder, 'other.key');
    const file = join(folder, 'other.key');
    utimesSync(file, 1, 1);
    await world.restart();
    await ring().settle();
    expect(existsSync(file)).toBe(true);
    expect(world.logged().split('the database names no such key')).toHaveLength(2);
  });

  test('a key file that others can read is not used, and the other key is', async () => {
    const next = await rotate(making, { apiHost: '' });
    upload(next);
    chmodSync(fileOf(next), 0o640);
    expect(await mint()).toBe('certificate');
    expect(world.logged()).toContain('is open to others');
    chmodSync(fileOf(next), 0o600);
    expect(await mint()).toBe('granted');
  });

  test('another key in the place of a recorded one is not used', async () => {
    const next = await rotate(making, { apiHost: '' });
    rmSync(fileOf(next));
    await makeKeyFile(making.folder ?? '', next.location);
    upload(next);
    expect(await mint()).toBe('certificate');
    expect(world.logged()).toContain('holds another key than the one that was recorded');
  });

  test('speaks of a certificate that ends within thirty days', async () => {
    await world.restart();
    expect(world.logged()).not.toContain('a certificate ends soon');
    const [key] = await listKeys(db);
    world.clock.time = (key?.endsAt ?? 0) - 29 * 24 * 3_600_000;
    await world.restart();
    expect(world.logged()).toContain('a certificate ends soon: rotate the key');
  });

  test('leaves a key that came to lie at a destroyed one’s path alone', async () => {
    upload(await rotate(making, { apiHost: '' }));
    await mint();
    const other = await rotate(making, { apiHost: '' });
    writeFileSync(world.config.signingKey, readFileSync(fileOf(other)), { mode: 0o600 });
    await ring().settle();
    expect(existsSync(world.config.signingKey)).toBe(true);
  });
});
