// The steps of a sign-in through the app: authorize, the login form, redeeming the code.

import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { api, clientId, type OrgUnderTest, redirectUri } from './org-under-test.ts';

const verifier = 'v'.repeat(64);
const challenge = createHash('sha256').update(verifier).digest('base64url');

export function authorizePath(change: Record<string, string | null> = {}): string {
  const wanted: Record<string, string | null> = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...change,
  };
  const kept = Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== null);
  return `/services/oauth2/authorize?${new URLSearchParams(kept)}`;
}

/** Goes through the form; gives the last answer and the session cookie. */
export async function signIn(
  org: OrgUnderTest,
  username: string,
  password = 'canvasback',
  host = api,
  change = {},
) {
  const first = await org.call(host, authorizePath(change));
  expect(first.status).toBe(302);
  const form = await org.call(host, String(first.headers.location));
  const startURL = /name="startURL" value="([^"]*)"/.exec(form.text)?.[1]?.replace(/&amp;/g, '&') ?? '';
  const done = await org.call(host, '/', { method: 'POST', form: { un: username, pw: password, startURL } });
  if (done.status !== 302) return { answer: done, cookie: '' };
  const cookie = String(done.headers['set-cookie']).split(';')[0] ?? '';
  return { answer: await org.call(host, String(done.headers.location), { headers: { cookie } }), cookie };
}

export const answered = (location: unknown) => new URL(String(location)).searchParams;

export async function codeFor(
  org: OrgUnderTest,
  username: string,
  change: Record<string, string | null> = {},
): Promise<string> {
  const { answer } = await signIn(org, username, 'canvasback', api, change);
  return answered(answer.headers.location).get('code') ?? '';
}

export const redeem = (org: OrgUnderTest, code: string, change: Record<string, string | undefined> = {}) => {
  const form = {
    grant_type: 'authorization_code',
    code,
    client_id: clientId,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...change,
  };
  const given = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return org.call(api, '/services/oauth2/token', { method: 'POST', form: Object.fromEntries(given) });
};
