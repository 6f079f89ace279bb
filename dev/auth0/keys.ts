// The tenant's signing key and cookie secret, kept on disk so that a restart does not invalidate tokens.

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

export interface TenantKeys {
  readonly jwk: JWK & { readonly kid: string };
  readonly cookieSecret: string;
}

export async function ensureTenantKeys(dataDir: string): Promise<TenantKeys> {
  const file = join(dataDir, 'auth0', 'keys.json');
  const kept = readKept(file);
  if (kept) return kept;
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const kid = randomBytes(12).toString('base64url');
  const keys: TenantKeys = {
    jwk: { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' },
    cookieSecret: randomBytes(32).toString('base64url'),
  };
  mkdirSync(join(dataDir, 'auth0'), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(keys, null, 2), { mode: 0o600 });
  chmodSync(file, 0o600);
  return keys;
}

/** Keys cut off by a crash are made anew: they only sign tokens of ten minutes. */
function readKept(file: string): TenantKeys | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const keys = JSON.parse(readFileSync(file, 'utf8')) as TenantKeys;
    return keys.jwk.kid && keys.cookieSecret ? keys : undefined;
  } catch {
    return undefined;
  }
}
