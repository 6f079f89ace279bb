// What the service refuses to start with: open keys, weak keys, one user for two processes, a taken socket.

import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Kms, pss, type StoredKey, startKms } from '../../../dev/kms/main.ts';
import { createDelegationClient } from '../../../server/delegation/client.ts';
import { readDelegationConfig } from '../../../server/delegation/config.ts';
import { loadSigningKey } from '../../../server/delegation/signing-key.ts';
import { startDelegation } from '../../../server/delegation/start.ts';
import { createLog } from '../../../server/log.ts';
import { createWorld, type DelegationWorld } from './world.ts';

const dir = mkdtempSync(join(tmpdir(), 'cb-key-'));
let world: DelegationWorld;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await world.stop();
  rmSync(dir, { recursive: true });
});

function keyFile(bits: number, mode: number): string {
  const file = join(dir, `${bits}-${mode.toString(8)}.key`);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  chmodSync(file, mode);
  return file;
}

describe('the signing key', () => {
  test('loads when its owner alone can read it', async () => {
    const key = loadSigningKey(keyFile(2048, 0o600));
    expect(key.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(await key.sign(new Uint8Array(8))).toHaveLength(256);
    expect(loadSigningKey(keyFile(2048, 0o400)).fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([0o640, 0o604, 0o660, 0o644])('is refused with mode %o, saying what to type', (mode) => {
    expect(() => loadSigningKey(keyFile(2048, mode))).toThrow(/open to others .*chmod 600/);
  });

  test('is refused when short, absent or no key', () => {
    expect(() => loadSigningKey(keyFile(1024, 0o600))).toThrow(/2048 bits/);
    expect(() => loadSigningKey(join(dir, 'none.key'))).toThrow(/cannot be read \(ENOENT\).*keys create/);
    const text = join(dir, 'text.key');
    writeFileSync(text, 'hello', { mode: 0o600 });
    expect(() => loadSigningKey(text)).toThrow(/not a private key in PEM form/);
    const curve = join(dir, 'curve.key');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(curve, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    expect(() => loadSigningKey(curve)).toThrow(/must be an RSA key/);
  });
});

const settings = {
  CANVASBACK_ENV: 'development',
  CANVASBACK_DELEGATION_DATA: '/data',
  CANVASBACK_DELEGATION_SOCKET: '/run/d.sock',
  CANVASBACK_SIGNING_KEY: '/keys/k',
  CANVASBACK_CALLERS: '/keys/c',
  CANVASBACK_NONCE_KEY: '/keys/n',
  CANVASBACK_PUBLIC_ORIGIN: 'https://api.example',
  CANVASBACK_AUTH0_ISSUER: 'https://tenant.example/',
  CANVASBACK_AUTH0_AUDIENCE: 'https://api.example',
  CANVASBACK_SALESFORCE_CLIENT_ID: 'client',
};

describe('the settings', () => {
  test('are read, and each missing one is named', () => {
    expect(readDelegationConfig(settings)).toMatchObject({ clientId: 'client', production: false });
    expect(() => readDelegationConfig({ ...settings, CANVASBACK_SIGNING_KEY: ' ' })).toThrow(
      'CANVASBACK_SIGNING_KEY is not set.',
    );
    expect(() =>
      readDelegationConfig({ ...settings, CANVASBACK_AUTH0_ISSUER: 'http://tenant.example/' }),
    ).toThrow(/https address/);
    const withProxy = { ...settings, CANVASBACK_SALESFORCE_PROXY: 'http://127.0.0.1:7780' };
    expect(readDelegationConfig(withProxy).salesforceProxy).toBe('http://127.0.0.1:7780');
    expect(() => readDelegationConfig({ ...withProxy, CANVASBACK_ENV: 'production' })).toThrow(
      /CANVASBACK_SALESFORCE_PROXY is for development only/,
    );
    expect(() => readDelegationConfig({ ...settings, CANVASBACK_ENV: 'prod' })).toThrow(
      /development or production/,
    );
  });

  test('mean production unless they say development', () => {
    for (const CANVASBACK_ENV of [undefined, '', ' ']) {
      expect(() => readDelegationConfig({ ...settings, CANVASBACK_ENV }, 1000)).toThrow(/CANVASBACK_API_UID/);
    }
  });

  test('in production need a user for each process', () => {
    const production = { ...settings, CANVASBACK_ENV: 'production' };
    expect(() => readDelegationConfig(production, 1000)).toThrow(/CANVASBACK_API_UID/);
    expect(() => readDelegationConfig({ ...production, CANVASBACK_API_UID: '1000' }, 1000)).toThrow(
      /as user 1000, as the API does/,
    );
    const users = (api: string, worker: string) =>
      readDelegationConfig({ ...production, CANVASBACK_API_UID: api, CANVASBACK_WORKER_UID: worker }, 1000);
    expect(() => users('1001', '1000')).toThrow(/as user 1000, as the worker does/);
    expect(() => users('1001', 'x')).toThrow(/CANVASBACK_WORKER_UID must be the numeric user id/);
    expect(() => users('1001', '1001')).toThrow(/are one user/);
    expect(users('1001', '1002').production).toBe(true);
  });
});

describe('the socket', () => {
  const deps = { fetch: globalThis.fetch, now: Date.now, log: createLog({ level: 'silent' }) };

  test('lies in a folder that others cannot enter', () => {
    expect(statSync(dirname(world.config.socketPath)).mode & 0o777).toBe(0o750);
    expect(statSync(world.config.socketPath).mode & 0o777).toBe(0o660);
  });

  test('is not taken from a living service', async () => {
    const second = { ...world.config, database: join(dir, 'second', 'delegation.sqlite') };
    await expect(startDelegation(second, deps)).rejects.toThrow(/already listens/);
    expect(await world.api.health()).toBe(true);
  });

  test('closes an open folder, and removes a dead one’s leftover only', async () => {
    const folder = join(dir, 'open');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    const socketPath = join(folder, 'd.sock');
    writeFileSync(socketPath, 'not a socket');
    const config = { ...world.config, database: join(dir, 'third', 'delegation.sqlite'), socketPath };
    await expect(startDelegation(config, deps)).rejects.toThrow(/is not a socket/);
    expect(statSync(folder).mode & 0o777).toBe(0o750);
    rmSync(socketPath);
    const running = await startDelegation(config, deps);
    await running.stop();
  });

  test('a client without a service is told so', async () => {
    const client = createDelegationClient({
      socketPath: join(dir, 'none.sock'),
      callerKey: world.callerKey('api'),
    });
    expect(await client.health()).toBe(false);
    await expect(client.entries({ tenant: 'acme', orgId: '00D5g000004XyZaEAK' })).rejects.toMatchObject({
      code: 'delegation_unavailable',
    });
  });
});

describe('the process', () => {
  const main = fileURLToPath(new URL('../../../server/delegation/main.ts', import.meta.url));

  test('starts from its environment, answers, and stops on SIGTERM', async () => {
    const { config } = world;
    const socketPath = join(dir, 'p', 'd.sock');
    const child = spawn(process.execPath, [main], {
      env: {
        ...settings,
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        CANVASBACK_DELEGATION_DATA: join(dir, 'process'),
        CANVASBACK_DELEGATION_SOCKET: socketPath,
        CANVASBACK_SIGNING_KEY: config.signingKey,
        CANVASBACK_AUDIT_KEY_FOLDER: config.auditKeyFolder,
        CANVASBACK_CALLERS: config.callersFile,
        CANVASBACK_NONCE_KEY: config.nonceKeyFile,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let complained = '';
    child.stderr.on('data', (part) => {
      complained += String(part);
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let output = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (part) => {
        output += String(part);
        if (output.includes('"msg":"listening"')) resolve();
      });
      child.once('exit', () => reject(new Error(output)));
    });
    expect(output).toContain('development: the API runs as the same user');
    const client = createDelegationClient({ socketPath, callerKey: world.callerKey('api') });
    expect(await client.health()).toBe(true);
    expect(await client.entries({ tenant: 'acme', orgId: '00D5g000004XyZaEAK' })).toEqual({
      entries: [],
      total: 0,
      matching: 0,
      leftOut: 0,
    });
    // This signal opens the inspector of other Node processes, and with it their memory.
    child.kill('SIGUSR1');
    await expect.poll(() => output).toContain('SIGUSR1 is ignored');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(complained).not.toContain('Debugger');
  });

  describe('on a key in KMS', () => {
    let kms: Kms;
    let key: StoredKey;
    beforeAll(async () => {
      kms = await startKms();
      key = kms.newKey();
    });
    afterAll(() => kms.close());

    /** Resolves when it listens, or has ended. */
    async function start(name: string, changes: Record<string, string> = {}) {
      const { config } = world;
      const socketPath = join(dir, name, 'd.sock');
      const child = spawn(process.execPath, [main], {
        env: {
          ...settings,
          PATH: process.env.PATH,
          NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
          CANVASBACK_DELEGATION_DATA: join(dir, `${name}-data`),
          CANVASBACK_DELEGATION_SOCKET: socketPath,
          CANVASBACK_SIGNING_KEY: key.arn,
          CANVASBACK_AUDIT_KEY_FOLDER: config.auditKeyFolder,
          CANVASBACK_CALLERS: config.callersFile,
          CANVASBACK_NONCE_KEY: config.nonceKeyFile,
          AWS_ENDPOINT_URL_KMS: kms.endpoint,
          AWS_ACCESS_KEY_ID: kms.accessKeyId,
          AWS_SECRET_ACCESS_KEY: kms.secretAccessKey,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_CONFIG_FILE: '/none',
          AWS_SHARED_CREDENTIALS_FILE: '/none',
          ...changes,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const listening = new Promise<void>((resolve) => {
        child.stdout.on('data', (part) => {
          output += String(part);
          if (output.includes('"msg":"listening"')) resolve();
        });
      });
      await Promise.race([listening, ended]);
      return { child, ended, socketPath, output: () => output };
    }

    test('asks for the public key alone, signed, and has no key of its own', async () => {
      kms.calls.length = 0;
      const { child, ended, socketPath, output } = await start('kms');
      expect(output()).toContain('"msg":"listening"');
      const client = createDelegationClient({ socketPath, callerKey: world.callerKey('api') });
      const app = await client.app({ apiHost: 'acme.my.salesforce.com', subject: 'auth0|ada' });
      client.close();
      expect(app.publicKey).toBe(key.pair.publicKey.export({ type: 'spki', format: 'pem' }));
      expect(kms.calls).toEqual(['GetPublicKey']);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(output()).not.toContain(kms.secretAccessKey);
    });

    test.each([
      ['unsigned by a known secret', { AWS_SECRET_ACCESS_KEY: 'else' }, /how the request was signed/],
      ['for a key of another id', { CANVASBACK_SIGNING_KEY: 'other' }, /does not have this key/],
      [
        'for a key that makes no RSA signatures',
        { CANVASBACK_SIGNING_KEY: 'curve' },
        /not for RSA signatures \(ECC_NIST_P256, SIGN_VERIFY\).*RSA_2048 or larger with usage SIGN_VERIFY/,
      ],
      [
        'for a key that encrypts',
        { CANVASBACK_SIGNING_KEY: 'encrypts' },
        /not for RSA signatures \(RSA_2048, ENCRYPT_DECRYPT\)/,
      ],
      [
        'for a key that signs by PSS alone',
        { CANVASBACK_SIGNING_KEY: 'pss' },
        /does not sign by RSASSA_PKCS1_V1_5_SHA_256, which Salesforce asks for, but by RSASSA_PSS_SHA_256/,
      ],
      ['for a symmetric key', { CANVASBACK_SIGNING_KEY: 'symmetric' }, /has no public key/],
    ])('does not start when it asks %s, and says what to do', async (_, changes, said) => {
      const arns: Record<string, string> = {
        other: key.arn.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000'),
        curve: kms.newKey({ spec: 'ECC_NIST_P256' }).arn,
        encrypts: kms.newKey({ usage: 'ENCRYPT_DECRYPT' }).arn,
        pss: kms.newKey({ algorithms: pss }).arn,
        symmetric: kms.newKey({ spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT' }).arn,
      };
      const filled = Object.entries(changes).map(([name, value]) => [name, arns[value] ?? value]);
      const { child, ended, output } = await start('kms-refused', Object.fromEntries(filled));
      // Where it did start all the same, that shows in how it ends.
      child.kill('SIGTERM');
      expect(await ended).toBe(1);
      expect(output()).toMatch(said);
      expect(output()).not.toContain(kms.secretAccessKey);
    });
  });

  test('says in one line why it cannot start', async () => {
    const child = spawn(process.execPath, [main], { env: {}, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (part) => {
      output += String(part);
    });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1);
    expect(output).toContain('CANVASBACK_SIGNING_KEY is not set.');
  });
});
