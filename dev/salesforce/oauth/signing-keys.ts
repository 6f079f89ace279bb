// The keys the org signs its id tokens and JWT access tokens with; they are made anew at each start.

import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Org } from '../state/org.ts';

export type SignedKind = 'id-token' | 'access-token';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  readonly publicJwk: JWK;
}

const keys = new WeakMap<Org, Record<SignedKind, Promise<SigningKey>>>();

export function signingKey(org: Org, kind: SignedKind): Promise<SigningKey> {
  return keysOf(org)[kind];
}

/** Both public keys, as `/id/keys` has them. */
export async function publicKeys(org: Org): Promise<{ keys: JWK[] }> {
  const both = await Promise.all(Object.values(keysOf(org)));
  return { keys: both.map((key) => key.publicJwk) };
}

function keysOf(org: Org): Record<SignedKind, Promise<SigningKey>> {
  const known = keys.get(org);
  if (known) return known;
  const made = {
    'id-token': makeKey('258'),
    'access-token': makeKey(`CORE_ATJWT.${org.settings.orgId.slice(0, 15)}.${org.now()}`),
  };
  keys.set(org, made);
  return made;
}

async function makeKey(kid: string): Promise<SigningKey> {
  const pair = await generateKeyPair('RS256');
  const publicJwk = { ...(await exportJWK(pair.publicKey)), kid, use: 'sig', alg: 'RS256' };
  return { kid, privateKey: pair.privateKey, publicJwk };
}
