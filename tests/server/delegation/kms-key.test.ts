// A signing key in AWS KMS, through AWS's own client: what it signs, and each way in which KMS says no, in words.

import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createKeys } from '../../../cli/keys.ts';
import { type Kms, type StoredKey, startKms } from '../../../dev/kms/main.ts';
import { openKmsKey } from '../../../server/delegation/kms-key.ts';
import { AppError } from '../../../server/errors.ts';

let kms: Kms;
let key: StoredKey;

beforeAll(async () => {
  kms = await startKms();
  key = kms.newKey();
});
afterAll(() => kms.close());
beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', kms.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', kms.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', kms.secretAccessKey);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/none');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/none');
  kms.calls.length = 0;
});
afterEach(() => {
  vi.unstubAllEnvs();
  kms.denied.clear();
  Object.assign(kms, { throttle: 0, delay: 0, impostor: undefined });
  key.state = 'Enabled';
});

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected a refusal, got ${String(error)}`);
  expect(error).toMatchObject({ code: 'signing_unavailable', who: 'operator' });
  expect(`${error.detail} ${error.action}`).not.toContain(kms.secretAccessKey);
  return error;
}

describe('a key in KMS', () => {
  test('signs what its public key verifies, however long it is', async () => {
    const signer = await openKmsKey(key.arn);
    for (const length of [1, 200, 50_000]) {
      const data = Buffer.alloc(length, 'x');
      expect(verify('sha256', data, createPublicKey(signer.publicKey), await signer.sign(data))).toBe(true);
    }
    expect(kms.calls).toEqual(['GetPublicKey', 'Sign', 'Sign', 'Sign']);
  });

  test('is not asked for its public key when that is recorded', async () => {
    const { publicKey, fingerprint } = await openKmsKey(key.arn);
    kms.calls.length = 0;
    const again = await openKmsKey(key.arn, { known: publicKey });
    expect(again.fingerprint).toBe(fingerprint);
    expect(kms.calls).toEqual([]);
  });

  test('a moment of too many requests passes unseen, a long one is told', async () => {
    const signer = await openKmsKey(key.arn);
    kms.throttle = 2;
    expect(await signer.sign(Buffer.from('x'))).toHaveLength(256);
    kms.throttle = 99;
    expect((await refusal(signer.sign(Buffer.from('x')))).detail).toMatch(/too many requests/);
  });

  test('an alias that leads to another key since then is noticed', async () => {
    const alias = kms.alias('canvasback', key);
    const signer = await openKmsKey(alias);
    kms.alias('canvasback', kms.newKey());
    expect((await refusal(signer.sign(Buffer.from('x')))).detail).toMatch(/another key than the one/);
  });

  test('an answer with another key’s signature is refused', async () => {
    const signer = await openKmsKey(key.arn);
    kms.impostor = kms.newKey();
    expect((await refusal(signer.sign(Buffer.from('x')))).detail).toMatch(/another key than the one/);
  });

  test('one that does not answer is waited for no longer than was said', async () => {
    const signer = await openKmsKey(key.arn, { patienceMs: 500 });
    kms.delay = 60_000;
    const began = Date.now();
    expect((await refusal(signer.sign(Buffer.from('x')))).detail).toMatch(
      /eu-central-1 did not answer in time/,
    );
    expect(Date.now() - began).toBeLessThan(3000);
  });
});

describe('KMS’s no, in words', () => {
  const cases: [string, RegExp, () => void][] = [
    ['access denied', /denies this process the key/, () => kms.denied.add('Sign')],
    ['disabled', /disabled in KMS/, () => Object.assign(key, { state: 'Disabled' })],
    ['to be deleted', /awaiting its deletion/, () => Object.assign(key, { state: 'PendingDeletion' })],
    [
      'credentials it does not know',
      /does not know these AWS/,
      () => vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDOTHER'),
    ],
    ['a wrong secret', /how the request was signed/, () => vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong')],
    ['no server there', /did not answer/, () => vi.stubEnv('AWS_ENDPOINT_URL_KMS', 'http://127.0.0.1:9')],
  ];
  test.each(cases)('%s', async (_, words, make) => {
    const { publicKey } = await openKmsKey(key.arn);
    make();
    const signer = await openKmsKey(key.arn, { known: publicKey });
    expect((await refusal(signer.sign(Buffer.from('x')))).detail).toMatch(words);
  });

  test('no credentials at all', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    expect((await refusal(openKmsKey(key.arn))).detail).toMatch(/no AWS credentials/);
  });

  test('a key of another region, another kind, or none', async () => {
    const elsewhere = key.arn.replace('eu-central-1', 'us-east-1');
    expect((await refusal(openKmsKey(elsewhere))).detail).toMatch(/how the request was signed/);
    const gone = key.arn.replace(/[0-9a-f]{12}$/, '000000000000');
    expect((await refusal(openKmsKey(gone))).detail).toMatch(/does not have this key/);
    for (const wishes of [{ spec: 'ECC_NIST_P256' }, { usage: 'ENCRYPT_DECRYPT' }] as const) {
      expect((await refusal(openKmsKey(kms.newKey(wishes).arn))).detail).toMatch(/not for RSA signatures/);
    }
    expect((await refusal(openKmsKey('arn:aws:s3:::bucket'))).detail).toMatch(/not the ARN/);
  });
});

describe('keys create --kms', () => {
  test('makes a certificate that the key in KMS signed, and no key file', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'cb-kms-'));
    try {
      expect(await createKeys(dir, { kms: key.arn })).toContain('created salesforce-app.crt');
      expect(existsSync(join(dir, 'salesforce-app.key'))).toBe(false);
      const certificate = new X509Certificate(readFileSync(join(dir, 'salesforce-app.crt')));
      expect(certificate.verify(key.pair.publicKey)).toBe(true);
      expect(certificate.checkPrivateKey(key.pair.privateKey)).toBe(true);
      await expect(createKeys(dir)).rejects.toThrow(/certificate of a key that is not there/);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
