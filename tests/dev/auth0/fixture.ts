// One stand-in behind one proxy for a file of tests, and the requests they share.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculatePKCECodeChallenge } from 'oauth4webapi';
import { defaultExtensionId } from '../../../dev/auth0/tenant.ts';
import { type Auth0StandIn, audience, clientId, issuer, startAuth0 } from '../../../dev/auth0.ts';
import { startProxy } from '../../../dev/proxy.ts';
import type { Browsing } from '../../helpers/cookie-jar.ts';
import { createProxiedFetch } from '../../helpers/proxied-fetch.ts';
import { callback, signIn } from '../../helpers/sign-in.ts';
import { testTls } from '../../helpers/tls.ts';

export const verifier = 'v'.repeat(64);
export const home = `https://${defaultExtensionId}.chromiumapp.org`;

export interface Fixture {
  readonly auth0: Auth0StandIn;
  readonly fetch: typeof globalThis.fetch;
  /** Ada's cookies after a sign-in. */
  signedIn(): Promise<Browsing>;
  /** A code by silent renewal. */
  freshCode(browsing: Browsing): Promise<string>;
  stop(): Promise<void>;
}

export async function startFixture(): Promise<Fixture> {
  const dir = mkdtempSync(join(tmpdir(), 'canvasback-auth0-'));
  const tls = await testTls(dir);
  const auth0 = await startAuth0({ dataDir: dir, tls });
  const proxy = await startProxy({ routes: [{ host: 'canvasback-dev.eu.auth0.com', port: auth0.port }] });
  const web = createProxiedFetch(proxy.url, tls.ca);
  return {
    auth0,
    fetch: web.fetch,
    signedIn: async () => (await signIn({ fetch: web.fetch, email: 'ada@acme.example' })).browsing,
    async freshCode(browsing) {
      const answer = await authorize(browsing, { prompt: 'none' });
      return String('code' in answer ? answer.code : '');
    },
    async stop() {
      await web.close();
      await Promise.all([auth0.stop(), proxy.stop()]);
      rmSync(dir, { recursive: true });
    },
  };
}

export async function authorizeUrl(changes: Record<string, string | undefined> = {}): Promise<string> {
  const query: Record<string, string | undefined> = {
    client_id: clientId,
    audience,
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid profile email',
    state: 'some-state',
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...changes,
  };
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `${issuer}authorize?${new URLSearchParams(given)}`;
}

/** What comes back to the application, or the page shown instead. */
export async function authorize(browsing: Browsing, changes: Record<string, string | undefined> = {}) {
  const end = await browsing.follow(await authorizeUrl(changes), undefined, home);
  return end.response
    ? { status: end.response.status, text: await end.response.text() }
    : Object.fromEntries(new URL(end.url).searchParams);
}
