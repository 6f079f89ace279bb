// kill -9 at any step of a rotation, in the command and in the service: what is left is usable, and goes on.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DelegationDatabase, openDelegationDatabase } from '../../../server/delegation/db/database.ts';
import { listKeys } from '../../../server/delegation/db/signing-keys.ts';
import { loadSigningKey } from '../../../server/delegation/signing-key.ts';
import { createWorld, type DelegationWorld, org, users } from './world.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let world: DelegationWorld;
let db: DelegationDatabase;
let folder: string;

beforeAll(async () => {
  world = await createWorld();
  db = await openDelegationDatabase(world.config.database);
  folder = world.config.signingKeyFolder ?? '';
  await world.probe('auth0|ada', users.ada, users.integration.username);
});
afterAll(async () => {
  await db.destroy();
  await world.stop();
});

/** Dies at the nth call of those that change a file for good. */
const dying = (nth: number) => `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  let left = ${nth};
  for (const name of ['fsyncSync', 'renameSync', 'unlinkSync']) {
    const real = fs[name];
    fs[name] = (...args) => {
      if ((left -= 1) === 0) process.kill(process.pid, 'SIGKILL');
      return real(...args);
    };
  }
  syncBuiltinESMExports();`;

function run(nth: number, ...script: string[]): Promise<NodeJS.Signals | number | null> {
  const { config } = world;
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(dying(nth))}`, ...script],
    {
      cwd: root,
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        CANVASBACK_ENV: 'development',
        CANVASBACK_DELEGATION_DATABASE: config.database,
        CANVASBACK_DELEGATION_SOCKET: join(world.dir, 'other', 'd.sock'),
        CANVASBACK_SIGNING_KEY: config.signingKey,
        CANVASBACK_SIGNING_KEY_FOLDER: folder,
        CANVASBACK_AUDIT_KEY_FOLDER: config.auditKeyFolder,
        CANVASBACK_CALLERS: config.callersFile,
        CANVASBACK_NONCE_KEY: config.nonceKeyFile,
        CANVASBACK_PUBLIC_ORIGIN: config.publicOrigin,
        CANVASBACK_AUTH0_ISSUER: config.issuer,
        CANVASBACK_AUTH0_AUDIENCE: config.audience,
        CANVASBACK_SALESFORCE_CLIENT_ID: config.clientId,
      },
    },
  );
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
}

async function mint(): Promise<void> {
  const { jobId } = await world.worker.openJob({ purpose: 'sync', org });
  await world.worker.mint(jobId);
  await world.worker.endJob(jobId);
}

async function states(): Promise<string[]> {
  const rows = await listKeys(db);
  for (const row of rows.filter(({ state, apiHost }) => state !== 'retired' && apiHost === '')) {
    const file = row.location.startsWith('/') ? row.location : join(folder, row.location);
    expect(loadSigningKey(file).fingerprint).toBe(row.fingerprint);
  }
  return rows.map(({ state }) => state).sort();
}

describe('kill -9', () => {
  test.each([2, 3])('in the command, at its step %i: no half key is ever used', async (nth) => {
    expect(await run(nth, 'cli/main.ts', 'keys', 'rotate')).toBe('SIGKILL');
    expect(await states()).toEqual(['in_use']);
    await mint();
  });

  test('in the service, while it destroys the old key: the next start ends it', async () => {
    expect(await run(99, 'cli/main.ts', 'keys', 'rotate')).toBe(0);
    const next = (await listKeys(db)).find(({ state }) => state === 'next');
    const [inUse] = await listKeys(db, { states: ['in_use'] });
    // As the row says it a moment before the file goes.
    await db
      .updateTable('signing_keys')
      .set({ state: 'retired' })
      .where('id', '=', inUse?.id ?? '')
      .execute();
    await db
      .updateTable('signing_keys')
      .set({ state: 'in_use' })
      .where('id', '=', next?.id ?? '')
      .execute();
    expect(await run(2, 'server/delegation/main.ts')).toBe('SIGKILL');
    // It has another name by now, and is not removed.
    expect(existsSync(world.config.signingKey)).toBe(false);
    expect(existsSync(`${world.config.signingKey}.retired`)).toBe(true);
    await world.restart();
    world.salesforce.app.certificate = next?.certificate ?? '';
    await mint();
    expect(await states()).toEqual(['in_use', 'retired']);
    expect(existsSync(`${world.config.signingKey}.retired`)).toBe(false);
    expect((await listKeys(db)).find(({ state }) => state === 'retired')?.destroyedAt).toBeDefined();
  });
});
