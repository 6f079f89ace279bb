// Another user of the machine reads neither the signing key nor the database, and cannot reach the socket.

import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engine } from '../../helpers/databases.ts';
import { createWorld, type DelegationWorld } from './world.ts';

/** The usual number of `nobody`: any user that is not this one. */
const other = 65_534;
let world: DelegationWorld;

/** Only root may start a process as somebody else. */
describe.runIf(process.getuid?.() === 0)('another user', () => {
  beforeAll(async () => {
    world = await createWorld();
    // The way there is open, so that what follows is the work of the files' own modes.
    for (const folder of [world.dir, dirname(world.config.signingKey)]) chmodSync(folder, 0o755);
  });
  afterAll(() => world.stop());

  const read = (file: string) => spawnSync('cat', [file], { uid: other, gid: other, encoding: 'utf8' });

  test('reads what is public', () => {
    expect(read(world.config.callersFile).stdout).toContain('"keys"');
  });

  test.each([
    ['the signing key', () => world.config.signingKey] as const,
    ['the nonce key', () => world.config.nonceKeyFile] as const,
    // On a PostgreSQL server it is no file; postgres/roles.test.ts holds who reads it there.
    ...(engine === 'sqlite' ? [['the database', () => world.config.database] as const] : []),
  ])('does not read %s', (_, file) => {
    const { status, stdout, stderr } = read(file());
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('denied');
  });

  test('does not reach the socket', () => {
    const script = `require('node:net').connect(${JSON.stringify(world.config.socketPath)})
      .on('connect', () => console.log('connected'))
      .on('error', (error) => console.log(error.code))
      .on('connect', () => process.exit())`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], {
      uid: other,
      gid: other,
      cwd: '/',
      encoding: 'utf8',
      env: {},
    });
    expect(stdout.trim()).toBe('EACCES');
  });
});
