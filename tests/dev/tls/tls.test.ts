// The local certificate: its names, its chain, and when it is made anew.

import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureTls, type LocalTls, publicKeyHash } from '../../../dev/tls.ts';

const day = 86_400_000;
let dir: string;
let tls: LocalTls;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'canvasback-tls-'));
  tls = await ensureTls(dir);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('the local certificate', () => {
  test.each([
    'acme.my.salesforce.com',
    'acme--uat.sandbox.my.salesforce.com',
    'acme.lightning.force.com',
    'acme--uat.sandbox.lightning.force.com',
    'acme.my.salesforce-setup.com',
    'acme--uat.sandbox.my.salesforce-setup.com',
    'acme--c.vf.force.com',
    'acme.builder.salesforce-experience.com',
    'acme--uat.sandbox.live-preview.salesforce-experience.com',
    'acme.develop.my.salesforce.com',
    'login.salesforce.com',
    'test.salesforce.com',
    'canvasback-dev.eu.auth0.com',
    'api.canvasback.test',
    'localhost',
  ])('answers for %s', (name) => {
    expect(new X509Certificate(tls.cert).checkHost(name)).toBeDefined();
  });

  test('answers for the loopback address and for no other name', () => {
    const leaf = new X509Certificate(tls.cert);
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(leaf.checkHost('example.com')).toBeUndefined();
    expect(leaf.checkHost('salesforce.com')).toBeUndefined();
    expect(leaf.checkHost('a.b.my.salesforce.com')).toBeUndefined();
  });

  test('is a 2048-bit RSA leaf signed by the authority beside it', () => {
    const leaf = new X509Certificate(tls.cert);
    const ca = new X509Certificate(tls.ca);
    expect(leaf.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(leaf.verify(ca.publicKey)).toBe(true);
    expect([leaf.ca, ca.ca]).toEqual([false, true]);
  });

  test('carries a handshake for a client that trusts the authority alone', async () => {
    const server = createServer({ cert: tls.cert, key: tls.key }, (_, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ask = (options: object) =>
      new Promise<string>((resolve, reject) => {
        const call = request({ host: '127.0.0.1', port, agent: false, ...options }, (response) => {
          response.on('data', (chunk) => resolve(String(chunk)));
        });
        call.on('error', reject);
        call.end();
      });
    await expect(ask({ servername: 'acme.my.salesforce.com', ca: tls.ca })).resolves.toBe('hello');
    await expect(ask({ servername: 'example.com', ca: tls.ca })).rejects.toThrow(/altnames/);
    await expect(ask({ servername: 'acme.my.salesforce.com' })).rejects.toThrow(/certificate/);
    server.close();
  });

  test('keeps its key from other users', () => {
    expect(statSync(tls.keyFile).mode & 0o777).toBe(0o600);
  });

  test('is kept while it is valid and made anew when it ends soon', async () => {
    expect((await ensureTls(dir)).cert).toBe(tls.cert);
    const later = await ensureTls(dir, { now: () => Date.now() + 360 * day });
    expect(later.cert).not.toBe(tls.cert);
    expect(later.spki).toBe(publicKeyHash(later.cert));
    expect(later.spki).not.toBe(tls.spki);
    tls = later;
  });

  test('is made anew when a file of it is damaged', async () => {
    writeFileSync(tls.certFile, 'not a certificate');
    const repaired = await ensureTls(dir);
    expect(new X509Certificate(repaired.cert).checkHost('localhost')).toBe('localhost');
  });
});
