// A client that proves itself by a signed assertion, and every way in which one proves nothing.

import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureTls } from '../../../dev/tls.ts';
import { api, clientId, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
let ours: string;
let theirs: string;
beforeAll(async () => {
  org = await startOrgUnderTest();
  ours = readFileSync(join(org.dir, 'tls', 'leaf.key'), 'utf8');
  theirs = (await ensureTls(join(org.dir, 'other'))).key;
});
afterAll(() => org.stop());

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const now = () => Math.floor(Date.now() / 1000);

interface Change {
  readonly claims?: Record<string, unknown>;
  readonly alg?: string;
  readonly theirKey?: boolean;
  readonly type?: string;
}

async function introspected(change: Change = {}) {
  const { alg = 'RS256', type = assertionType, theirKey = false } = change;
  const claims = { iss: clientId, sub: clientId, aud: `https://${api}`, exp: now() + 60, ...change.claims };
  const key = createPrivateKey(theirKey ? theirs : ours);
  const assertion = await new SignJWT(claims).setProtectedHeader({ alg }).sign(key);
  const form = { token: await org.mint(), client_assertion: assertion, client_assertion_type: type };
  return org.call(api, '/services/oauth2/introspect', { method: 'POST', form });
}

describe('a client assertion', () => {
  test.each([
    ['the org’s domain', `https://${api}`],
    ['the login host', 'https://login.salesforce.com'],
    ['the token endpoint', 'https://login.salesforce.com/services/oauth2/token'],
  ])('proves the app when it is made for %s', async (_, aud) => {
    expect((await introspected({ claims: { aud } })).json()).toMatchObject({ active: true });
  });

  test.each<[string, Change]>([
    ['another client issued it', { claims: { iss: '3MVG9other' } }],
    ['it speaks for another', { claims: { sub: '3MVG9other' } }],
    ['it speaks for a user', { claims: { sub: 'ada.king@acme.example' } }],
    ['it has ended', { claims: { exp: now() - 1 } }],
    ['it never ends', { claims: { exp: undefined } }],
    ['it is for another server', { claims: { aud: 'https://evil.example' } }],
    ['it is for the login host of sandboxes', { claims: { aud: 'https://test.salesforce.com' } }],
    ['another key signed it', { theirKey: true }],
    ['it is signed in another way', { alg: 'PS256' }],
    ['it is called something else', { type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }],
  ])('proves nothing when %s', async (_, change) => {
    const answer = await introspected(change);
    expect([answer.status, answer.json()]).toEqual([
      401,
      { error: 'invalid_client', error_description: 'invalid client credentials' },
    ]);
  });
});
