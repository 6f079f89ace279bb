// The authorize and logout addresses refuse what Auth0 refuses, and renew silently while the session lasts.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientId, issuer } from '../../../dev/auth0.ts';
import { createBrowsing } from '../../helpers/cookie-jar.ts';
import { authorize, authorizeUrl, type Fixture, home, startFixture, verifier } from './fixture.ts';

let world: Fixture;
beforeAll(async () => {
  world = await startFixture();
});
afterAll(() => world.stop());

describe('authorize', () => {
  test.each([
    ['an unknown client', { client_id: 'other' }, 400, 'Unknown client: other'],
    ['an unlisted callback', { redirect_uri: 'https://evil.example/' }, 403, 'Callback URL mismatch'],
  ])('shows a page for %s and redirects nowhere', async (_, changes, status, text) => {
    const answer = await authorize(createBrowsing(world.fetch), changes);
    expect(answer).toMatchObject({ status, text: expect.stringContaining(text) });
  });

  test.each([
    ['no PKCE challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    [
      'a plain PKCE challenge',
      { code_challenge: verifier, code_challenge_method: 'plain' },
      'invalid_request',
    ],
    ['an API it does not know', { audience: 'https://other.example' }, 'access_denied'],
    ['an unknown response type', { response_type: 'magic' }, 'unsupported_response_type'],
    ['no session and prompt=none', { prompt: 'none' }, 'login_required'],
  ])('sends back an error for %s', async (_, changes, error) => {
    const answer = await authorize(createBrowsing(world.fetch), changes);
    expect(answer).toMatchObject({ error, state: 'some-state' });
    expect(answer).not.toHaveProperty('code');
  });

  test('names the unknown API, and says “Login required”', async () => {
    const browsing = createBrowsing(world.fetch);
    expect(await authorize(browsing, { audience: 'https://other.example' })).toMatchObject({
      error_description: 'Service not found: https://other.example',
    });
    expect(await authorize(browsing, { prompt: 'none' })).toMatchObject({
      error_description: 'Login required',
    });
  });

  test('renews silently while the session lasts', async () => {
    const browsing = await world.signedIn();
    const answer = await authorize(browsing, { prompt: 'none' });
    expect(answer).toEqual({ code: expect.any(String), state: 'some-state' });
    world.auth0.endSessions();
    expect(await authorize(browsing, { prompt: 'none' })).toMatchObject({ error: 'login_required' });
  });

  test('refuses a login that a newer one replaced', async () => {
    const browsing = createBrowsing(world.fetch);
    const first = await browsing.follow(await authorizeUrl(), undefined, home);
    await browsing.follow(await authorizeUrl(), undefined, home);
    const late = await browsing.fetch(first.url);
    expect([late.status, await late.text()]).toEqual([400, expect.stringContaining('Invalid state')]);
  });
});

describe('logout', () => {
  test('ends the session and goes back to a listed address', async () => {
    const browsing = await world.signedIn();
    const url = `${issuer}v2/logout?client_id=${clientId}&returnTo=${encodeURIComponent(`${home}/signed-out`)}`;
    const answer = await browsing.fetch(url);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${home}/signed-out`]);
    expect(await authorize(browsing, { prompt: 'none' })).toMatchObject({ error: 'login_required' });
  });

  test('ends the session on the server, not only the cookie', async () => {
    const browsing = await world.signedIn();
    const cookie = [...browsing.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    await browsing.fetch(`${issuer}v2/logout?client_id=${clientId}`);
    const answer = await world.fetch(await authorizeUrl({ prompt: 'none' }), {
      headers: { cookie },
      redirect: 'manual',
    });
    expect(answer.headers.get('location')).toContain('error=login_required');
  });

  test.each([
    [clientId, 'https://evil.example/'],
    [clientId, `${home}/auth0`],
    ['other', `${home}/signed-out`],
  ])('for %s refuses to go to %s', async (client, returnTo) => {
    const query = new URLSearchParams({ client_id: client, returnTo });
    const answer = await world.fetch(`${issuer}v2/logout?${query}`, { redirect: 'manual' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Allowed Logout URLs');
  });
});
