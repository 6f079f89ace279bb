// Recognizes what must never be found lying about: tokens, assertions and private keys, by their form.

import { createHash } from 'node:crypto';

export type SecretKind =
  | 'Salesforce token'
  | 'client assertion'
  | 'Auth0 access token'
  | 'Auth0 id token'
  | 'private key';

export interface Secret {
  readonly kind: SecretKind;
  /** Enough to find it again, too little to use it. */
  readonly hint: string;
}

const salesforceToken = /00D[0-9A-Za-z]{12,15}![0-9A-Za-z._]{20,}/g;
const jwt = /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}/g;
const pem = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[\s\\nr]{0,4}[A-Za-z0-9+/]{20,}/g;
const jwkPart = /\\?"d\\?"\s*:\s*\\?"[\w-]{40,}\\?"/g;

export function findSecrets(text: string): Secret[] {
  return [
    ...matches(text, salesforceToken, () => 'Salesforce token'),
    ...matches(text, jwt, kindOfJwt),
    ...matches(text, pem, () => 'private key'),
    ...matches(text, jwkPart, () => 'private key'),
  ];
}

function matches(text: string, pattern: RegExp, kindOf: (found: string) => SecretKind | undefined): Secret[] {
  return [...text.matchAll(pattern)].flatMap(([found]) => {
    const kind = kindOf(found);
    return kind ? [{ kind, hint: hintOf(found) }] : [];
  });
}

/** DPoP proofs are no secrets: they are made for one request and worthless without their key. */
function kindOfJwt(token: string): SecretKind | undefined {
  const [header, claims] = token.split('.').slice(0, 2).map(readPart);
  if (!header || !claims || header.typ === 'dpop+jwt') return undefined;
  if (header.typ === 'at+jwt') return 'Auth0 access token';
  if (typeof claims.iss === 'string' && claims.iss.includes('auth0.com')) return 'Auth0 id token';
  return 'client assertion';
}

function readPart(part: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function hintOf(found: string): string {
  const digest = createHash('sha256').update(found).digest('hex').slice(0, 12);
  return `${found.slice(0, 8)}… (${found.length} characters, sha256 ${digest})`;
}
