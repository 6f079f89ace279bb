// The signed statement that asks Salesforce for a token in a user's name (JWT bearer, RS256).

import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { SigningKey } from './signing-key.ts';

export interface AssertionFacts {
  /** The app's consumer key. */
  readonly clientId: string;
  readonly username: string;
  /** The connection's login address. */
  readonly audience: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Salesforce accepts three minutes at most by its documents. */
const lifeSeconds = 150;

export async function signAssertion(
  key: SigningKey,
  { clientId, username, audience, now }: AssertionFacts,
): Promise<string> {
  const claims = {
    iss: clientId,
    sub: username,
    aud: audience,
    exp: Math.floor(now / 1000) + lifeSeconds,
    jti: randomUUID(),
  };
  const signed = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
  const signature = await key.sign(Buffer.from(signed, 'ascii'));
  return `${signed}.${Buffer.from(signature).toString('base64url')}`;
}

const encode = (part: object) => Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
