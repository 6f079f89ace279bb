// The server's certificate: refused when it cannot serve, modern protocols only, renewed without a restart.

import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate, type SecureVersion } from 'node:tls';
import { X509CertificateGenerator } from '@peculiar/x509';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followCertificate, readCertificate } from '../../../server/http/certificate.ts';
import { stubApp } from './stub-app.ts';

const folder = mkdtempSync(join(tmpdir(), 'canvasback-certificate-'));
afterAll(() => rmSync(folder, { recursive: true }));
const now = Date.now();

interface Pair {
  readonly cert: string;
  readonly key: string;
}

function pem(label: string, der: ArrayBuffer): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
}

async function make(name: string, days: number, bits?: number): Promise<Pair> {
  const algorithm = bits
    ? {
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-256',
        modulusLength: bits,
        publicExponent: new Uint8Array([1, 0, 1]),
      }
    : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${name}`,
      notBefore: new Date(now - 30 * 86_400_000),
      notAfter: new Date(now + days * 86_400_000),
      keys,
      signingAlgorithm: algorithm,
    },
    webcrypto as never,
  );
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: certificate.toString('pem'), key: pem('PRIVATE KEY', key) };
}

function store({ cert, key }: Pair, name = 'tls'): { cert: string; key: string } {
  const files = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  return files;
}

let first: Pair;
let second: Pair;
beforeAll(async () => {
  [first, second] = await Promise.all([make('first', 10), make('second', 10)]);
});

test('a pair that fits is read', () => {
  expect(readCertificate(store(first), now)).toEqual(first);
});

test('a pair that cannot serve is refused in words', async () => {
  const read = (pair: Pair) => () => readCertificate(store(pair, 'bad'), now);
  expect(read({ cert: first.cert, key: second.key })).toThrow('does not belong to the certificate');
  expect(read({ cert: 'nothing', key: first.key })).toThrow('bad.crt holds no certificate in PEM');
  expect(read({ cert: first.cert, key: 'nothing' })).toThrow('bad.key holds no private key in PEM');
  expect(read(await make('old', -1))).toThrow('expired on');
  expect(read(await make('weak', 10, 1024))).toThrow('RSA key of 1024 bits');
  expect(read(await make('fair', 10, 2048))).not.toThrow();
});

function meet(port: number, version?: SecureVersion): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    const versions = version ? { minVersion: version, maxVersion: version } : {};
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...versions }, () => {
      resolve(socket.getPeerCertificate());
      socket.end();
    });
    socket.on('error', reject);
  });
}

test('TLS 1.2 and newer only; a renewed certificate serves new connections, a broken one changes nothing', async () => {
  const { app } = stubApp({ app: { tls: first } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const files = store(first, 'live');
  let seen = Promise.withResolvers<string>();
  const stop = followCertificate(app.server as unknown as Server, files, {
    now: () => now,
    renewed: () => seen.resolve('renewed'),
    refused: () => seen.resolve('refused'),
    everyMs: 20,
  });
  try {
    expect((await meet(port, 'TLSv1.2')).subject.CN).toBe('first');
    expect((await meet(port, 'TLSv1.3')).subject.CN).toBe('first');
    await expect(meet(port, 'TLSv1.1')).rejects.toThrow();

    writeFileSync(files.cert, 'cut short');
    expect(await seen.promise).toBe('refused');
    expect((await meet(port)).subject.CN).toBe('first');

    seen = Promise.withResolvers();
    store(second, 'live');
    while ((await seen.promise) !== 'renewed') seen = Promise.withResolvers();
    expect((await meet(port)).subject.CN).toBe('second');
  } finally {
    stop();
    await app.close();
  }
});
