// A token by a key that stays in KMS, through the started process: the key signs, the process checks, Salesforce verifies by the certificate.

import { spawn } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createKeys } from '../../../cli/keys.ts';
import { type Kms, type StoredKey, startKms } from '../../../dev/kms/main.ts';
import { createOrgsWorld, integration, type OrgsWorld, orgId, type Serve, type Someone } from './world.ts';

const main = fileURLToPath(new URL('../../../server/delegation/main.ts', import.meta.url));
let kms: Kms;
let key: StoredKey;
let world: OrgsWorld;
let ada: Someone;
let keys: string;
let output = '';

const aws = () => ({
  AWS_ENDPOINT_URL_KMS: kms.endpoint,
  AWS_ACCESS_KEY_ID: kms.accessKeyId,
  AWS_SECRET_ACCESS_KEY: kms.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/none',
  AWS_SHARED_CREDENTIALS_FILE: '/none',
});

/** As an operator starts it, but for where Salesforce's and the issuer's names lead. */
const serve: Serve = async (config, { standIns }) => {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      ...aws(),
      CANVASBACK_ENV: 'development',
      CANVASBACK_DELEGATION_DATABASE: config.database,
      CANVASBACK_DELEGATION_SOCKET: config.socketPath,
      CANVASBACK_SIGNING_KEY: key.arn,
      CANVASBACK_AUDIT_KEY_FOLDER: config.auditKeyFolder,
      CANVASBACK_SIGNING_CERTIFICATE: config.signingCertificate,
      CANVASBACK_CALLERS: config.callersFile,
      CANVASBACK_NONCE_KEY: config.nonceKeyFile,
      CANVASBACK_PUBLIC_ORIGIN: config.publicOrigin,
      CANVASBACK_AUTH0_ISSUER: config.issuer,
      CANVASBACK_AUTH0_AUDIENCE: config.audience,
      CANVASBACK_SALESFORCE_CLIENT_ID: config.clientId,
      CANVASBACK_SALESFORCE_PROXY: standIns.proxy.url,
      HTTPS_PROXY: standIns.proxy.url,
      NODE_USE_ENV_PROXY: '1',
      NODE_EXTRA_CA_CERTS: standIns.tls.caFile,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const listening = new Promise<void>((resolve) => {
    child.stdout.on('data', (part) => {
      output += String(part);
      if (output.includes('"msg":"listening"')) resolve();
    });
  });
  await Promise.race([listening, ended]);
  if (child.exitCode !== null) throw new Error(output);
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

beforeAll(async () => {
  kms = await startKms();
  key = kms.newKey();
  for (const [name, value] of Object.entries(aws())) vi.stubEnv(name, value);
  world = await createOrgsWorld({
    makeKeys: (folder) => {
      keys = folder;
      return createKeys(folder, { kms: key.arn });
    },
    serve,
  });
  ada = await world.person('ada@acme.example');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await world?.stop();
  await kms.close();
});

test('the certificate that Salesforce has is the KMS key’s, and no key lies in a file', () => {
  expect(existsSync(join(keys, 'salesforce-app.key'))).toBe(false);
  const certificate = new X509Certificate(readFileSync(join(keys, 'salesforce-app.crt')));
  expect(certificate.checkPrivateKey(createPrivateKey(pem(key)))).toBe(true);
  expect(dirname(keys)).toBe(world.dir);
});

test('an org is connected and tokens are minted, each by one signature of KMS', async () => {
  expect(await world.connect(ada, 'ada.king@acme.example', integration)).toMatchObject({ state: 'ready' });
  const signs = () => kms.calls.filter((call) => call === 'Sign').length;
  const before = signs();
  const handle = await world.openSync();
  await handle.prove('integration');
  await handle.close();
  expect(signs()).toBe(before + 1);
  const [granted] = (await world.api.entries({ tenant: 't1', orgId })).entries;
  expect(granted).toMatchObject({ purpose: 'sync', outcome: 'granted', actingAs: integration });
  const { calls } = await world.ask<{ calls: { path: string; detail?: string; status: number }[] }>(
    '/requests',
  );
  const minted = calls.filter(({ detail }) => detail?.endsWith('jwt-bearer'));
  expect(minted.length).toBeGreaterThan(1);
  expect(new Set(minted.map(({ status }) => status))).toEqual(new Set([200]));
  expect(output).not.toContain(kms.secretAccessKey);
});

test('another KMS key’s signature does not leave the process, and Salesforce is not asked', async () => {
  kms.impostor = kms.newKey();
  const from = (await world.ask<{ calls: unknown[] }>('/requests')).calls.length;
  const handle = await world.openSync();
  await expect(handle.prove('integration')).rejects.toMatchObject({
    code: 'signing_unavailable',
    detail: 'KMS signed with another key than the one that was recorded.',
  });
  await handle.close();
  kms.impostor = undefined;
  expect((await world.ask<{ calls: unknown[] }>('/requests')).calls.length).toBe(from);
});

test('where KMS denies the signature, that is told in words and recorded, and asks Salesforce for nothing', async () => {
  kms.denied.add('Sign');
  const handle = await world.openSync();
  await expect(handle.prove('integration')).rejects.toMatchObject({
    detail: 'KMS denies this process the key.',
    action: expect.stringContaining('kms:Sign'),
    who: 'operator',
  });
  await handle.close();
  kms.denied.delete('Sign');
  const [refused] = (await world.api.entries({ tenant: 't1', orgId })).entries;
  expect(refused).toMatchObject({ outcome: 'refused', code: 'not_signed' });
});

const pem = ({ pair }: StoredKey) => pair.privateKey.export({ type: 'pkcs8', format: 'pem' });
