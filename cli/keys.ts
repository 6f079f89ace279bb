// `canvasback keys create`: the keys of one installation, made once and never overwritten.

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import type { Command } from 'commander';
import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose';
import { isKmsArn, openKmsKey } from '../server/delegation/kms-key.ts';
import { makeCertificate } from '../server/delegation/make-certificate.ts';
import { loadSigningKey } from '../server/delegation/signing-key.ts';
import { registerSigningKeys } from './signing-keys.ts';

/** The processes that may speak to the delegation service, each with a key of its own. */
const callers = ['api', 'worker'] as const;

export function register(program: Command): void {
  const keys = program.command('keys').description('keys of this installation');
  keys
    .command('create')
    .description('Create the signing key with its certificate, the caller keys and the nonce key')
    .requiredOption('--dir <folder>', 'where the keys are kept')
    .option('--kms <arn>', 'the signing key is this one in AWS KMS: make its certificate, and no key file')
    .action(async ({ dir, kms }: { dir: string; kms?: string }) => {
      for (const line of await createKeys(resolve(dir), { kms })) process.stdout.write(`${line}\n`);
    });
  registerSigningKeys(keys);
}

export interface CreateOptions {
  /** ARN of a key in AWS KMS. */
  readonly kms?: string | undefined;
  readonly now?: Date;
}

/** Makes what is missing and leaves the rest alone; answers with one line for each file. */
export async function createKeys(
  dir: string,
  { kms, now = new Date() }: CreateOptions = {},
): Promise<string[]> {
  if (kms !== undefined && !isKmsArn(kms)) throw new Error(`${kms} is not the ARN of a key in AWS KMS.`);
  if (kms !== undefined && existsSync(join(dir, 'salesforce-app.key'))) {
    throw new Error(
      `${dir} holds a signing key in a file already: choose another folder, or rotate to the key in KMS.`,
    );
  }
  if (
    kms === undefined &&
    existsSync(join(dir, 'salesforce-app.crt')) &&
    !existsSync(join(dir, 'salesforce-app.key'))
  ) {
    throw new Error(
      `${dir} holds the certificate of a key that is not there. Is that key in KMS? Name it: --kms ARN.`,
    );
  }
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lines: string[] = [];
  const keep = (name: string) => existsSync(join(dir, name));
  const write = (name: string, text: string, mode: number) => {
    const file = join(dir, name);
    writeFileSync(file, text, { mode, flag: 'wx' });
    chmodSync(file, mode);
    lines.push(`created ${name}`);
  };

  if (kms !== undefined) lines.push(`in KMS ${kms}`);
  else if (keep('salesforce-app.key')) lines.push('kept salesforce-app.key');
  else write('salesforce-app.key', await newSigningKey(), 0o600);
  if (keep('salesforce-app.crt')) lines.push('kept salesforce-app.crt');
  else {
    const key = kms === undefined ? loadSigningKey(join(dir, 'salesforce-app.key')) : await openKmsKey(kms);
    write('salesforce-app.crt', await makeCertificate(key, now), 0o644);
  }

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

async function newCallerKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}

function publicPart(dir: string, kid: string): JWK {
  const { d: _private, ...open } = JSON.parse(read(dir, `${kid}-caller.jwk`)) as JWK;
  return open;
}
