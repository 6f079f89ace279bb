// The token endpoint: DPoP with a nonce, PKCE, codes that work once, and Auth0's words for each refusal.

import { exportJWK, SignJWT } from 'jose';
import { generateKeyPair } from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultExtensionId } from '../../../dev/auth0/tenant.ts';
import { clientId, issuer } from '../../../dev/auth0.ts';
import { callback } from '../../helpers/sign-in.ts';
import { type Fixture, home, startFixture, verifier } from './fixture.ts';

const tokenUrl = `${issuer}oauth/token`;

let world: Fixture;
beforeAll(async () => {
  world = await startFixture();
});
afterAll(() => world.stop());

async function createProver() {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const { kty, crv, x, y } = await exportJWK(publicKey);
  return (claims: Record<string, unknown>) =>
    new SignJWT({ htm: 'POST', htu: tokenUrl, jti: crypto.randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } as never })
      .setIssuedAt()
      .sign(privateKey);
}

async function currentNonce(): Promise<string> {
  const prove = await createProver();
  const answer = await redeem('none', await prove({}));
  return answer.headers.get('dpop-nonce') ?? '';
}

function redeem(code: string, dpop?: string, changes: Record<string, string> = {}, headers = {}) {
  const body = {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: callback,
    code,
    ...changes,
  };
  return world.fetch(tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(dpop ? { dpop } : {}), ...headers },
    body: new URLSearchParams({ code_verifier: verifier, ...body }).toString(),
  });
}

async function told(response: Response) {
  return { status: response.status, ...((await response.json()) as object) };
}

describe('the token endpoint', () => {
  test('asks for a nonce first, and gives it', async () => {
    const prove = await createProver();
    const browsing = await world.signedIn();
    const code = await world.freshCode(browsing);
    const first = await redeem(code, await prove({}));
    expect(await told(first)).toEqual({
      status: 400,
      error: 'use_dpop_nonce',
      error_description: 'Authorization server requires nonce in DPoP proof',
    });
    const nonce = first.headers.get('dpop-nonce') ?? '';
    const second = await redeem(code, await prove({ nonce }));
    expect(await told(second)).toMatchObject({ status: 200, token_type: 'DPoP', expires_in: 600 });
  });

  test('refuses a made-up nonce', async () => {
    const prove = await createProver();
    const answer = await redeem(
      await world.freshCode(await world.signedIn()),
      await prove({ nonce: 'made-up' }),
    );
    expect(await told(answer)).toMatchObject({ status: 400, error: 'use_dpop_nonce' });
  });

  test('refuses a request without a proof', async () => {
    const answer = await redeem(await world.freshCode(await world.signedIn()));
    expect(await told(answer)).toMatchObject({ status: 400, error: 'invalid_request' });
  });

  test.each([
    ['another address', { htu: 'https://evil.example/oauth/token' }],
    ['another method', { htm: 'GET' }],
  ])('refuses a proof for %s', async (_, claims) => {
    const prove = await createProver();
    const answer = await redeem(
      await world.freshCode(await world.signedIn()),
      await prove({ nonce: await currentNonce(), ...claims }),
    );
    expect(await told(answer)).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
  });

  test('refuses a proof used before', async () => {
    const prove = await createProver();
    const browsing = await world.signedIn();
    const proof = await prove({ nonce: await currentNonce() });
    expect((await redeem(await world.freshCode(browsing), proof)).status).toBe(200);
    expect(await told(await redeem(await world.freshCode(browsing), proof))).toMatchObject({
      error: 'invalid_grant',
    });
  });

  test.each([
    ['a made-up code', 'made-up', {}, 'Invalid authorization code'],
    ['a wrong verifier', undefined, { code_verifier: 'w'.repeat(64) }, 'Failed to verify code verifier'],
    ['another callback', undefined, { redirect_uri: `${home}/other` }, 'Invalid authorization code'],
  ])('refuses %s', async (_, code, changes, description) => {
    const prove = await createProver();
    const proof = await prove({ nonce: await currentNonce() });
    const answer = await redeem(code ?? (await world.freshCode(await world.signedIn())), proof, changes);
    expect(await told(answer)).toEqual({
      status: 403,
      error: 'invalid_grant',
      error_description: description,
    });
  });

  test('answers a code only once', async () => {
    const prove = await createProver();
    const nonce = await currentNonce();
    const code = await world.freshCode(await world.signedIn());
    expect((await redeem(code, await prove({ nonce }))).status).toBe(200);
    const again = await redeem(code, await prove({ nonce }));
    expect(await told(again)).toMatchObject({ status: 403, error_description: 'Invalid authorization code' });
  });

  test('takes JSON as well as a form', async () => {
    const prove = await createProver();
    const dpop = await prove({ nonce: await currentNonce() });
    const code = await world.freshCode(await world.signedIn());
    const body = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: callback, code };
    const answer = await world.fetch(tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', dpop },
      body: JSON.stringify({ ...body, code_verifier: verifier }),
    });
    expect(await told(answer)).toMatchObject({ status: 200, token_type: 'DPoP' });
  });

  test.each(['refresh_token', 'client_credentials', 'password'])(
    'does not offer the %s grant',
    async (grant) => {
      const prove = await createProver();
      const answer = await redeem('none', await prove({ nonce: await currentNonce() }), {
        grant_type: grant,
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        error: expect.stringMatching(/unsupported_grant_type|unauthorized_client/),
      });
    },
  );

  test('lets the extension’s origin read the answer, and no other', async () => {
    const prove = await createProver();
    const browsing = await world.signedIn();
    const ask = async (origin: string) =>
      redeem(await world.freshCode(browsing), await prove({ nonce: await currentNonce() }), {}, { origin });
    const ours = await ask(`chrome-extension://${defaultExtensionId}`);
    expect(ours.status).toBe(200);
    expect(ours.headers.get('access-control-allow-origin')).toBe(`chrome-extension://${defaultExtensionId}`);
    expect(ours.headers.get('access-control-expose-headers')).toContain('DPoP-Nonce');
    const theirs = await ask('https://evil.example');
    expect(theirs.status).toBe(400);
    expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
  });
});
