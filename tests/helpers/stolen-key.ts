// What a thief of the signing key does: asks Salesforce for tokens with it, from a place of their own, past our service.

import { readFileSync } from 'node:fs';
import { importPKCS8, SignJWT } from 'jose';

export interface Theft {
  readonly fetch: typeof globalThis.fetch;
  /** PEM file. */
  readonly keyFile: string;
  readonly clientId: string;
  readonly apiHost: string;
  readonly username: string;
  /** Where it seems to come from. */
  readonly address?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The status of Salesforce's answer. */
export async function useStolenKey(theft: Theft): Promise<number> {
  const { fetch, keyFile, clientId, apiHost, username, address, now } = theft;
  const key = await importPKCS8(readFileSync(keyFile, 'utf8'), 'RS256');
  const assertion = await new SignJWT({ iss: clientId, sub: username, aud: 'https://login.salesforce.com' })
    .setProtectedHeader({ alg: 'RS256' })
    .setExpirationTime(Math.floor(now / 1000) + 120)
    .sign(key);
  const answer = await fetch(`https://${apiHost}/services/oauth2/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(address === undefined ? {} : { 'x-stand-in-address': address }),
    },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    }).toString(),
  });
  await answer.body?.cancel();
  return answer.status;
}
