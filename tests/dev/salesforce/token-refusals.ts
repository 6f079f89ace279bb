// How each refusal of the token, revoke and introspect endpoints is brought about, by the row it has in the published table.

import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'vitest';
import { type AssertionChange, api, clientId, login, type OrgUnderTest } from './org-under-test.ts';
import { inJson, type Refusal, under } from './refusal-readers.ts';
import { codeFor, redeem, signIn } from './sign-in-steps.ts';

/** Several refusals when one row speaks for several flows. */
export type Producer = (org: OrgUnderTest) => Promise<Refusal | readonly Refusal[]>;

const ada = 'ada.king@acme.example';
const otherKey = String(
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
);
const documented = { wording: 'documented' };

/** A mint with one thing wrong. */
const mint =
  (change: AssertionChange, fault: Record<string, unknown> = {}): Producer =>
  (org) =>
    under(org, { fault }, async () => inJson(await org.bearer(change)));

/** A code redeemed with one thing wrong. */
const code =
  (
    change: Record<string, string | undefined>,
    set: { fault?: Record<string, unknown>; app?: Record<string, unknown> } = {},
  ): Producer =>
  async (org) => {
    const good = await codeFor(org, ada);
    return under(org, set, async () => inJson(await redeem(org, good, change)));
  };

export async function refreshTokenOf(org: OrgUnderTest): Promise<string> {
  const given = await redeem(org, await codeFor(org, ada, { scope: 'openid api refresh_token' }));
  return given.json().refresh_token;
}

export const refresh = (org: OrgUnderTest, token: string, change: Record<string, string> = {}) =>
  org.call(api, '/services/oauth2/token', {
    method: 'POST',
    form: { grant_type: 'refresh_token', refresh_token: token, client_id: clientId, ...change },
  });

export const revoke = (org: OrgUnderTest, token: string) =>
  org.call(api, '/services/oauth2/revoke', { method: 'POST', form: { token } });

export const tokenRefusals: Readonly<Record<string, Producer>> = {
  "jwt-bearer | invalid_grant | user hasn't approved this consumer": mint({}, { appMode: 'self-authorize' }),
  'jwt-bearer | invalid_app_access | user is not admin approved to access this app': mint({
    claims: { sub: 'guest.user@acme.example' },
  }),
  'jwt-bearer | invalid_grant | audience is invalid': mint({
    claims: { aud: 'https://test.salesforce.com' },
  }),
  'jwt-bearer | invalid_grant | Audience validation failed': mint(
    { claims: { aud: 'https://test.salesforce.com' } },
    documented,
  ),
  'jwt-bearer | invalid_grant | invalid assertion': mint({ key: otherKey }),
  'jwt-bearer | invalid_grant | expired authorization code': async (org) => {
    const now = Math.floor(Date.now() / 1000);
    return [
      inJson(await org.bearer({ claims: { exp: now - 1 } })),
      inJson(await org.bearer({ claims: { exp: now + 600 } })),
    ];
  },
  'jwt-bearer | invalid_client_id | client identifier invalid': async (org) => [
    inJson(await org.bearer({ claims: { iss: '3MVG9other' } })),
    inJson(await org.bearer({ host: 'test.salesforce.com' })),
  ],
  'jwt-bearer | invalid_client | invalid client credentials': mint({ form: { client_secret: 'guess' } }),
  'jwt-bearer | app_not_found | External client app is not installed in this org': mint(
    {},
    { appUninstalled: true },
  ),
  'jwt-bearer | invalid_grant | user is locked': mint({}, { locked: [ada] }),
  'jwt-bearer | invalid_grant | user not found': mint({ claims: { sub: 'nobody@acme.example' } }, documented),
  'jwt-bearer | invalid_grant | inactive user': mint({}, { inactive: [ada] }),
  'jwt-bearer | inactive_user | user is inactive': mint({}, { inactive: [ada], ...documented }),
  'jwt-bearer | inactive_org | organization is inactive': mint({}, { orgInactive: true }),
  'jwt-bearer | invalid_grant | ip restricted or invalid login hours': mint({}, { loginHours: true }),
  'jwt-bearer | invalid_grant | ip restricted': mint({}, { ipRestricted: true }),
  'jwt-bearer | invalid_request | refresh_token scope is required and the connected app should be installed and preauthorized.':
    (org) => under(org, { app: { scopes: ['openid', 'api'] } }, async () => inJson(await org.bearer())),
  'jwt-bearer | rate_limit_exceeded | login rate exceeded': (org) =>
    under(org, { fault: { loginsPerHour: 2, clockOffset: 86_400_000 } }, async () => {
      const exp = Math.floor(Date.now() / 1000) + 86_400 + 100;
      const login = () => org.bearer({ claims: { exp, sub: 'leo.marin@acme.example' } });
      expect([(await login()).status, (await login()).status]).toEqual([200, 200]);
      return inJson(await login());
    }),
  'jwt-bearer | unsupported_grant_type | grant type not supported': mint({
    form: { grant_type: 'jwt-bearer' },
  }),
  'jwt-bearer | invalid_scope | the requested scope is invalid, unknown, or malformed': mint({
    form: { scope: 'api full' },
  }),
  'any | OAUTH_APP_BLOCKED | this app is blocked by admin': async (org) => {
    const good = await codeFor(org, ada);
    const token = await refreshTokenOf(org);
    return under(org, { fault: { appBlocked: true } }, async () => [
      inJson(await org.bearer()),
      inJson(await redeem(org, good)),
      inJson(await refresh(org, token)),
    ]);
  },
  'authorization-code | invalid_grant | expired authorization code': async (org) => {
    const used = await codeFor(org, ada);
    expect((await redeem(org, used)).status).toBe(200);
    const old = await codeFor(org, ada);
    return [
      inJson(await redeem(org, used)),
      await under(org, { fault: { clockOffset: 16 * 60_000 } }, async () => inJson(await redeem(org, old))),
    ];
  },
  'authorization-code | invalid_grant | invalid authorization code': code({ code: 'aPrxnone' }),
  'authorization-code | redirect_uri_mismatch | redirect_uri must match configuration': code({
    redirect_uri: 'https://x.example/',
  }),
  'authorization-code | redirect_uri_missing | redirect_uri not provided': code({ redirect_uri: undefined }),
  'authorization-code | invalid_client | invalid client credentials': code(
    { client_secret: 'guess' },
    { app: { secret: 'right', secretForCode: true } },
  ),
  'authorization-code | invalid_client_credentials | client credentials are invalid': code(
    { client_secret: 'guess' },
    { app: { secret: 'right', secretForCode: true }, fault: documented },
  ),
  'authorization-code | invalid_grant | invalid code verifier': async (org) => [
    ...[await code({ code_verifier: 'w'.repeat(64) })(org)].flat(),
    ...[await code({ code_verifier: undefined })(org)].flat(),
  ],
  'refresh-token | invalid_grant | expired access/refresh token': async (org) => {
    const revoked = await refreshTokenOf(org);
    expect((await revoke(org, revoked)).status).toBe(200);
    return under(org, { app: { refreshDays: 1, refreshRotation: true } }, async () => {
      const old = await refreshTokenOf(org);
      const rotated = await refreshTokenOf(org);
      expect((await refresh(org, rotated)).status).toBe(200);
      return [
        inJson(await refresh(org, revoked)),
        inJson(await refresh(org, rotated)),
        await under(org, { fault: { clockOffset: 86_500_000 } }, async () => inJson(await refresh(org, old))),
      ];
    });
  },
  'refresh-token | invalid_grant | authentication failure': async (org) => {
    const token = await refreshTokenOf(org);
    return under(org, { fault: { authenticationFailure: true } }, async () =>
      inJson(await refresh(org, token)),
    );
  },
  'revoke | unsupported_token_type | this token type is not supported': async (org) => {
    const { cookie } = await signIn(org, ada);
    return inJson(await revoke(org, decodeURIComponent(cookie.replace('sid=', ''))));
  },
  'revoke | invalid_token | invalid token: <token>': async (org) => {
    const token = await org.mint();
    expect((await revoke(org, token)).status).toBe(200);
    const refusal = inJson(await revoke(org, token));
    return { ...refusal, description: String(refusal.description).replace(token, '<token>') };
  },
  'introspect | invalid_client | invalid client credentials': async (org) =>
    inJson(
      await org.call(login, '/services/oauth2/introspect', {
        method: 'POST',
        form: { token: await org.mint(), client_id: clientId },
      }),
    ),
  'introspect | null | null': (org) =>
    under(org, { app: { secret: 'right' } }, async () => {
      const form = { token: 'unknown', client_id: clientId, client_secret: 'right' };
      const answer = await org.call(login, '/services/oauth2/introspect', { method: 'POST', form });
      expect(answer.json()).toEqual({ active: false });
      return { status: answer.status, error: null, description: null, delivery: 'json' };
    }),
};
