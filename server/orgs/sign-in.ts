// Salesforce's own sign-in: authorization code with PKCE, identity read once, tokens revoked and forgotten.

import * as client from 'openid-client';
import * as z from 'zod/mini';
import { explainSalesforceError, type Leg } from '../delegation/salesforce-errors.ts';
import { AppError } from '../errors.ts';
import { signInNonce } from '../identity/sign-in-nonce.ts';
import type { Person } from '../identity/verify-person.ts';
import type { Log } from '../log.ts';
import { callSalesforce, type Fetch } from '../salesforce/hosts.ts';

export interface SignInDeps {
  readonly fetch: Fetch;
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** What one sign-in has to remember until its answer comes. */
export interface SignInSecrets {
  readonly state: string;
  readonly verifier: string;
  readonly nonce: string;
}

export interface SignedInUser {
  readonly orgId: string;
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly active: boolean;
  /** Salesforce's signed statement of it, for the delegation service to check. */
  readonly idToken: string;
}

const timeoutMs = 15_000;
const maxBytes = 1_048_576;

const userinfo = z.object({
  sub: z.string(),
  organization_id: z.string().check(z.regex(/^00D[0-9A-Za-z]{15}$/)),
  user_id: z.string().check(z.regex(/^005[0-9A-Za-z]{15}$/)),
  preferred_username: z.string().check(z.minLength(1), z.maxLength(400)),
  name: z.optional(z.string()),
  active: z.optional(z.boolean()),
});

export function newSignIn({ subject, jkt }: Pick<Person, 'subject' | 'jkt'>): SignInSecrets {
  const state = client.randomState();
  const nonce = signInNonce({ state, subject, jkt });
  return { state, verifier: client.randomPKCECodeVerifier(), nonce };
}

export async function authorizeUrl(
  deps: SignInDeps,
  apiHost: string,
  redirectUri: string,
  { state, verifier, nonce }: SignInSecrets,
): Promise<string> {
  const url = client.buildAuthorizationUrl(configuration(deps, apiHost), {
    redirect_uri: redirectUri,
    scope: 'openid',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    // Whoever is at the keyboard proves it now: a Salesforce session left open would link somebody else.
    prompt: 'login',
  });
  return url.href;
}

/** Throws `connect_denied` with Salesforce's reason in our words, or `salesforce_unavailable`. */
export async function readIdentity(
  deps: SignInDeps,
  apiHost: string,
  redirectUri: string,
  code: string,
  { state, verifier, nonce }: SignInSecrets,
): Promise<SignedInUser> {
  const issued: string[] = [];
  const config = configuration(deps, apiHost, (token) => issued.push(token));
  const answer = new URL(redirectUri);
  answer.searchParams.set('code', code);
  answer.searchParams.set('state', state);
  try {
    const tokens = await client.authorizationCodeGrant(config, answer, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const subject = tokens.claims()?.sub ?? '';
    const answered = await client.fetchUserInfo(config, tokens.access_token, subject);
    return { ...userOf(answered), idToken: tokens.id_token ?? '' };
  } catch (error) {
    throw denialOf(error);
  } finally {
    await revoke(deps, config, issued);
  }
}

function userOf(answer: unknown): Omit<SignedInUser, 'idToken'> {
  const parsed = userinfo.safeParse(answer);
  if (!parsed.success)
    throw new AppError('salesforce_error', { detail: 'Salesforce did not say who signed in.' });
  const {
    sub,
    organization_id: orgId,
    user_id: userId,
    preferred_username: username,
    name,
    active,
  } = parsed.data;
  // The signed subject names org and user as well; both have to agree.
  if (!sub.endsWith(`/id/${orgId}/${userId}`)) throw new AppError('identity_mismatch');
  return { orgId, userId, username, name: name ?? username, active: active ?? true };
}

async function revoke(
  { log }: SignInDeps,
  config: client.Configuration,
  tokens: readonly string[],
): Promise<void> {
  for (const token of tokens) {
    // What Salesforce answers may repeat the token, so nothing of it is kept.
    const once = () =>
      client.tokenRevocation(config, token).then(
        () => true,
        () => false,
      );
    if (!((await once()) || (await once()))) log.warn('a sign-in token was not confirmed as revoked');
  }
}

const tokenAnswer = z.object({ access_token: z.optional(z.string()), refresh_token: z.optional(z.string()) });

/** What the token endpoint gave, whether or not the rest of its answer holds. */
function tokensIn(text: string): string[] {
  try {
    const { access_token: access, refresh_token: refresh } = tokenAnswer.parse(JSON.parse(text));
    return [access, refresh].filter((token) => token !== undefined);
  } catch {
    return [];
  }
}

/** `issued` hears of every token before anything of the answer is believed. */
function configuration(
  { fetch, clientId, now }: SignInDeps,
  apiHost: string,
  issued: (token: string) => void = () => {},
): client.Configuration {
  const base = `https://${apiHost}`;
  const config = new client.Configuration(
    {
      issuer: base,
      authorization_endpoint: `${base}/services/oauth2/authorize`,
      token_endpoint: `${base}/services/oauth2/token`,
      userinfo_endpoint: `${base}/services/oauth2/userinfo`,
      revocation_endpoint: `${base}/services/oauth2/revoke`,
    },
    clientId,
    { [client.clockSkew]: Math.round((now() - Date.now()) / 1000) },
    client.None(),
  );
  config[client.customFetch] = async (url, { method, headers, body }) => {
    const answer = await callSalesforce(fetch, url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(body === undefined || body === null ? {} : { body: String(body) }),
      timeoutMs,
      maxBytes,
    });
    if (answer.status >= 500 || answer.status === 429) {
      throw new AppError('salesforce_unavailable', {
        detail: `Salesforce answered with status ${answer.status}.`,
      });
    }
    if (url.endsWith('/services/oauth2/token')) tokensIn(answer.text).forEach(issued);
    const type = answer.headers.get('content-type') ?? 'text/plain';
    return new Response(answer.text, { status: answer.status, headers: { 'content-type': type } });
  };
  return config;
}

/** Salesforce's no to a sign-in, in words; what it said itself only tells rows apart. */
export function denied(leg: Leg, error: unknown, description: unknown): AppError {
  const { id, what, fix, who } = explainSalesforceError(leg, error, description);
  return new AppError('connect_denied', { detail: what, action: fix, who, cause: id });
}

function denialOf(error: unknown): AppError {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof AppError) return at;
  if (error instanceof client.ResponseBodyError) {
    if (error.status >= 500)
      return new AppError('salesforce_unavailable', { cause: `status ${error.status}` });
    return denied('authorization-code', error.error, error.error_description);
  }
  // The library's own words may quote the answer; only the kind of error is kept.
  const kind = error instanceof Error ? error.name : 'unknown';
  return new AppError('salesforce_error', {
    detail: 'Salesforce’s answer to the sign-in was not as expected.',
    cause: kind,
  });
}
