// Access tokens: opaque and JWT, how long each lives, what takes them, and what can be learned of them.

import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api, clientId, login, type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';
import { under } from './refusal-readers.ts';
import { codeFor, redeem, signIn } from './sign-in-steps.ts';

const ada = 'ada.king@acme.example';

let org: OrgUnderTest;
beforeAll(async () => {
  org = await startOrgUnderTest({ app: { secret: 'right' } });
});
afterAll(() => org.stop());

const works = async (token: string) => (await org.query('SELECT Id FROM ApexClass', token)).status;
const later = <T>(minutes: number, act: () => Promise<T>) =>
  under(org, { fault: { clockOffset: minutes * 60_000 } }, act);
const jwtOf = () => under(org, { app: { tokenFormat: 'jwt' } }, () => org.mint());
const introspect = async (token: string) => {
  const form = { token, client_id: clientId, client_secret: 'right' };
  return (await org.call(api, '/services/oauth2/introspect', { method: 'POST', form })).json();
};

describe('a JWT access token', () => {
  test('is signed by a key the org publishes, and says whose it is and for what', async () => {
    const token = await jwtOf();
    const keys = createLocalJWKSet((await org.call(login, '/id/keys')).json());
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: `https://${api}`,
      audience: `https://${api}`,
      algorithms: ['RS256'],
    });
    expect(protectedHeader).toEqual({
      tnk: 'core/eu48/00D5g000004XyZaEAK',
      ver: '1.0',
      kid: expect.stringMatching(/^CORE_ATJWT\.00D5g000004XyZa\.\d{13}$/),
      tty: 'sfdc-core-token',
      typ: 'JWT',
      alg: 'RS256',
    });
    expect(payload).toMatchObject({
      scp: 'openid api',
      sub: expect.stringMatching(/^uid:005\w{15}$/),
      mty: 'oauth',
      client_id: clientId,
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(30 * 60);
  });

  test('comes by every grant while the app is set so', async () => {
    await under(org, { app: { tokenFormat: 'jwt' } }, async () => {
      const code = await codeFor(org, ada, { scope: 'api refresh_token' });
      const { access_token, refresh_token } = (await redeem(org, code)).json();
      const form = { grant_type: 'refresh_token', refresh_token, client_id: clientId };
      const renewed = (await org.call(api, '/services/oauth2/token', { method: 'POST', form })).json();
      for (const token of [access_token, renewed.access_token]) {
        expect(token).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
        expect(await works(token)).toBe(200);
      }
      expect(refresh_token).toMatch(/^5Aep861/);
    });
  });

  test('is taken by REST, Tooling and userinfo, not by the SOAP API', async () => {
    const token = await jwtOf();
    const headers = { authorization: `Bearer ${token}` };
    const info = await org.call(api, '/services/oauth2/userinfo', { headers });
    expect([await works(token), info.json().preferred_username]).toEqual([200, ada]);
    expect((await org.query('SELECT Id FROM User', token, '')).status).toBe(200);
    const soap = await org.soap('<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>', {
      token,
    });
    expect([soap.status, soap.text]).toEqual([500, expect.stringContaining('sf:INVALID_SESSION_ID')]);
    const opaque = await org.soap('<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>');
    expect(opaque.status).toBe(200);
  });

  test('ends at its own hour though it is used, and an opaque one lives on', async () => {
    const jwt = await under(org, { app: { tokenFormat: 'jwt', tokenMinutes: 150 } }, () => org.mint());
    const opaque = await org.mint();
    expect([await works(jwt), await works(opaque)]).toEqual([200, 200]);
    expect(await later(100, async () => [await works(jwt), await works(opaque)])).toEqual([200, 200]);
    expect(await later(151, async () => [await works(jwt), await works(opaque)])).toEqual([401, 200]);
  });

  test('is refused when anything in it was changed', async () => {
    const token = await jwtOf();
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, scp: 'full' })).toString('base64url');
    expect(await works(`${header}.${changed}.${signature}`)).toBe(401);
    expect(await works(`${header}.${payload}.`)).toBe(401);
  });
});

describe('introspection', () => {
  test('tells what a token is until it is revoked, and the same of a JWT', async () => {
    for (const token of [await org.mint(), await jwtOf()]) {
      const now = Math.floor(Date.now() / 1000);
      const told = await introspect(token);
      expect(told).toEqual({
        active: true,
        scope: 'openid api',
        client_id: clientId,
        username: ada,
        sub: expect.stringMatching(/^https:\/\/login\.salesforce\.com\/id\/00D5g000004XyZaEAK\/005\w{15}$/),
        token_type: 'access_token',
        exp: expect.any(Number),
        iat: expect.any(Number),
        nbf: told.iat,
      });
      expect(told.exp).toBeGreaterThan(now);
      await org.call(api, `/services/oauth2/revoke?${new URLSearchParams({ token })}`);
      expect(await introspect(token)).toEqual({ active: false });
    }
  });

  test('is no use of the token: its idle time runs on', async () => {
    const token = await org.mint();
    await later(100, () => introspect(token));
    expect(await later(121, () => works(token))).toBe(401);
  });

  test('tells of a browser’s session only where the app may look at all tokens', async () => {
    const { cookie } = await signIn(org, ada);
    const sid = decodeURIComponent(cookie.replace('sid=', ''));
    expect(await introspect(sid)).toEqual({ active: false });
    const told = await under(org, { app: { introspectAll: true } }, () => introspect(sid));
    expect(told).toMatchObject({ active: true, username: ada });
  });

  test.each([
    ['no secret', {}],
    ['a wrong secret', { client_secret: 'wrong' }],
    ['an assertion nobody signed', { client_assertion: 'a.b.c' }],
  ])('is refused with %s', async (_, change) => {
    const form = { token: await org.mint(), client_id: clientId, ...change };
    const answer = await org.call(api, '/services/oauth2/introspect', { method: 'POST', form });
    expect([answer.status, answer.json()]).toEqual([
      401,
      { error: 'invalid_client', error_description: 'invalid client credentials' },
    ]);
  });
});

describe('revocation', () => {
  test('answers a script with a call of its function', async () => {
    const token = await org.mint();
    const path = `/services/oauth2/revoke?${new URLSearchParams({ token, callback: 'done' })}`;
    const [first, second] = [await org.call(api, path), await org.call(api, path)];
    expect([first.status, first.text]).toEqual([200, 'done({});']);
    expect([second.status, second.text]).toEqual([200, 'done({"error":"invalid_token"});']);
    const other = await org.mint();
    const odd = `/services/oauth2/revoke?${new URLSearchParams({ token: other, callback: 'a(1);b' })}`;
    expect((await org.call(api, odd)).text).toBe('');
  });
});
