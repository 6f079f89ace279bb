// Auth0's SDK in the background: sign-in, silent renewal and sign-out through windows of the browser's own.

import './worker-globals.ts';
import { Auth0Client } from '@auth0/auth0-spa-js';
import { deployment } from '../../utils/current-deployment.ts';
import { callbackPaths } from '../../utils/deployment.ts';
import { stored } from '../../utils/storage.ts';
import { tokenCache } from './token-cache.ts';
import { redirectAddress, webAuthFlow } from './web-auth.ts';
import { workerSessionStorage } from './worker-globals.ts';

/** The database in which the SDK keeps the DPoP key pair, not extractable, and nonces. */
const keyDatabase = 'auth0-spa-js';

/** Who takes longer to say that it is there is away. */
const answerLimit = 10_000;

let client: Auth0Client | undefined;

function sdk(): Auth0Client {
  client ??= new Auth0Client({
    domain: deployment.auth0Domain,
    clientId: deployment.auth0ClientId,
    useDpop: true,
    useRefreshTokens: false,
    cache: tokenCache,
    authorizationParams: {
      audience: deployment.audience,
      scope: 'openid profile email',
      redirect_uri: redirectAddress(callbackPaths.auth0),
    },
  });
  return client;
}

/** Brings back what an earlier worker kept of a sign-in; called before anything else here. */
export async function restoreSignIn(): Promise<void> {
  workerSessionStorage.hydrate((await stored.signIn.read()) ?? {}, (all) => void stored.signIn.write(all));
}

export const auth0 = {
  /** Resolves with the person's name. `prompt: none` never shows a page. */
  async authorize(prompt: 'none' | 'login' | undefined): Promise<string | undefined> {
    let redirect = '';
    await sdk().loginWithRedirect({
      authorizationParams: prompt ? { prompt } : {},
      openUrl: async (url) => {
        redirect = await webAuthFlow(url, prompt !== 'none');
      },
    });
    await sdk().handleRedirectCallback(redirect);
    return (await sdk().getUser())?.name;
  },

  /** Who signed in last, by Auth0’s subject; never asks Auth0. */
  subject: async (): Promise<string | undefined> => (await sdk().getUser())?.sub,

  /** The token while it lives for another minute; never asks Auth0. */
  cachedToken: (): Promise<string | undefined> => sdk().getTokenSilently({ cacheMode: 'cache-only' }),

  /** Sends a request with the token and a proof of this very request; answers the server's nonce challenge. */
  fetch: (token: string, address: string, init: RequestInit): Promise<Response> =>
    sdk()
      .createFetcher({ dpopNonceId: 'api', getAccessToken: async () => token })
      .fetchWithAuth(address, init),

  /** Tells a page that Auth0 refused from an Auth0 that is away: the browser closes its window for both alike. */
  async answers(): Promise<boolean> {
    try {
      await fetch(`https://${deployment.auth0Domain}/.well-known/openid-configuration`, {
        cache: 'no-store',
        credentials: 'omit',
        signal: AbortSignal.timeout(answerLimit),
      });
      return true;
    } catch {
      return false;
    }
  },

  /** Ends Auth0's own session; rejects when Auth0 could not be reached, with everything here gone all the same. */
  async logout(): Promise<void> {
    try {
      await sdk().logout({
        logoutParams: { returnTo: redirectAddress(callbackPaths.signedOut) },
        openUrl: async (url) => {
          await webAuthFlow(url, false);
        },
      });
    } finally {
      await auth0.forget();
    }
  },

  /** Token, keys and what was kept of a sign-in, gone from here. */
  async forget(): Promise<void> {
    client = undefined;
    await Promise.all([...((await tokenCache.allKeys?.()) ?? [])].map((key) => tokenCache.remove(key)));
    await stored.signIn.remove();
    workerSessionStorage.hydrate({}, (all) => void stored.signIn.write(all));
    await deleteDatabase(keyDatabase);
  },
};

export type Auth0 = typeof auth0;

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}
