// The keys of an installation: made once, readable by nobody else, and the certificate fits the key.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeys, register } from '../../cli/keys.ts';

const dir = mkdtempSync(join(tmpdir(), 'canvasback-keys-'));
const read = (name: string) => readFileSync(join(dir, name), 'utf8');

beforeAll(async () => {
  await createKeys(dir);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('keys create', () => {
  test('writes every file, the private ones for their owner alone', () => {
    expect(readdirSync(dir).sort()).toEqual([
      'api-caller.jwk',
      'callers.jwks',
      'nonce.key',
      'salesforce-app.crt',
      'salesforce-app.key',
      'worker-caller.jwk',
    ]);
    for (const name of ['api-caller.jwk', 'worker-caller.jwk', 'nonce.key', 'salesforce-app.key']) {
      expect(statSync(join(dir, name)).mode & 0o777, name).toBe(0o600);
    }
  });

  test('signs its own certificate with a 2048-bit RSA key', () => {
    const key = createPrivateKey(read('salesforce-app.key'));
    const certificate = new X509Certificate(read('salesforce-app.crt'));
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(new Date(certificate.validTo).getTime()).toBeGreaterThan(Date.now() + 700 * 24 * 3600 * 1000);
  });

  test('publishes the callers without their private part', () => {
    const { keys } = JSON.parse(read('callers.jwks')) as { keys: Record<string, string>[] };
    expect(keys.map(({ kid, alg, crv }) => [kid, alg, crv])).toEqual([
      ['api', 'ES256', 'P-256'],
      ['worker', 'ES256', 'P-256'],
    ]);
    expect(read('callers.jwks')).not.toContain('"d"');
  });

  test('a second run changes nothing', async () => {
    const before = readdirSync(dir).map((name) => read(name));
    const lines = await createKeys(dir);
    expect(lines.every((line) => line.startsWith('kept '))).toBe(true);
    expect(readdirSync(dir).map((name) => read(name))).toEqual(before);
  });

  test('is a command with a required folder', () => {
    const program = new Command();
    register(program);
    const create = program.commands[0]?.commands[0];
    expect(create?.name()).toBe('create');
    expect(create?.options[0]?.mandatory).toBe(true);
  });
});
