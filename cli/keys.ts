// `canvasback keys create`: the keys of one installation, made once and never overwritten.

import 'reflect-metadata';
import { Buffer } from 'node:buffer';
import { randomBytes, webcrypto } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import * as x509 from '@peculiar/x509';
import type { Command } from 'commander';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK } from 'jose';

/** The processes that may speak to the delegation service, each with a key of its own. */
const callers = ['api', 'worker'] as const;
const yearMs = 365 * 24 * 3600 * 1000;

export function register(program: Command): void {
  const keys = program.command('keys').description('keys of this installation');
  keys
    .command('create')
    .description('Create the signing key with its certificate, the caller keys and the nonce key')
    .requiredOption('--dir <folder>', 'where the keys are kept')
    .action(async ({ dir }: { dir: string }) => {
      for (const line of await createKeys(resolve(dir))) process.stdout.write(`${line}\n`);
    });
}

/** Makes what is missing and leaves the rest alone; answers with one line for each file. */
export async function createKeys(dir: string, now = new Date()): Promise<string[]> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lines: string[] = [];
  const keep = (name: string) => existsSync(join(dir, name));
  const write = (name: string, text: string, mode: number) => {
    const file = join(dir, name);
    writeFileSync(file, text, { mode, flag: 'wx' });
    chmodSync(file, mode);
    lines.push(`created ${name}`);
  };

  if (keep('salesforce-app.key')) lines.push('kept salesforce-app.key');
  else write('salesforce-app.key', await newSigningKey(), 0o600);
  if (keep('salesforce-app.crt')) lines.push('kept salesforce-app.crt');
  else write('salesforce-app.crt', await selfSigned(read(dir, 'salesforce-app.key'), now), 0o644);

  for (const kid of callers) {
    const name = `${kid}-caller.jwk`;
    if (keep(name)) lines.push(`kept ${name}`);
    else write(name, `${JSON.stringify(await newCallerKey(kid), null, 2)}\n`, 0o600);
  }
  const set = `${JSON.stringify({ keys: callers.map((kid) => publicPart(dir, kid)) }, null, 2)}\n`;
  if (keep('callers.jwks') && read(dir, 'callers.jwks') === set) lines.push('kept callers.jwks');
  else {
    writeFileSync(join(dir, 'callers.jwks'), set, { mode: 0o644 });
    lines.push('created callers.jwks');
  }
  if (keep('nonce.key')) lines.push('kept nonce.key');
  else write('nonce.key', `${randomBytes(32).toString('base64url')}\n`, 0o600);
  return lines;
}

const read = (dir: string, name: string) => readFileSync(join(dir, name), 'utf8');

async function newSigningKey(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  return `${(await exportPKCS8(privateKey)).trim()}\n`;
}

/** What the admin uploads to the Salesforce app; two years, as Salesforce shows its expiry. */
async function selfSigned(pem: string, now: Date): Promise<string> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const privateKey = await importPKCS8(pem, 'RS256', { extractable: true });
  const { kty, n, e } = await exportJWK(privateKey);
  const publicKey = await webcrypto.subtle.importKey(
    'jwk',
    { kty, n, e } as webcrypto.JsonWebKey,
    algorithm,
    true,
    ['verify'],
  );
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: Buffer.concat([Buffer.from([1]), randomBytes(15)]).toString('hex'),
    name: 'CN=Canvasback Salesforce app',
    notBefore: new Date(now.getTime() - 5 * 60_000),
    notAfter: new Date(now.getTime() + 2 * yearMs),
    keys: { privateKey, publicKey },
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    ],
  });
  return `${certificate.toString('pem').trim()}\n`;
}

async function newCallerKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}

function publicPart(dir: string, kid: string): JWK {
  const { d: _private, ...open } = JSON.parse(read(dir, `${kid}-caller.jwk`)) as JWK;
  return open;
}
