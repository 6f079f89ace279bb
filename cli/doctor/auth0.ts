// The Auth0 tenant as anybody can see it: its metadata, and whether our sign-in and sign-out are allowed there.

import { createHash, randomBytes } from 'node:crypto';
import { redirectHostOf } from '../../server/extension-ids.ts';
import { ask, check, type Fetch, type Finding, good, wrong } from './finding.ts';

export interface Auth0Settings {
  readonly issuer: string;
  readonly audience: string;
  readonly clientId: string;
  readonly extensionIds: readonly string[];
}

export const signInCallback = (id: string) => `https://${redirectHostOf(id)}/auth0`;
export const signOutCallback = (id: string) => `https://${redirectHostOf(id)}/signed-out`;

export async function checkAuth0(fetch: Fetch, settings: Auth0Settings): Promise<Finding[]> {
  const metadata = await checkMetadata(fetch, settings.issuer);
  if (metadata.some(({ state }) => state === 'wrong')) return metadata;
  const perExtension = settings.extensionIds.map(async (id) => [
    await checkSignIn(fetch, settings, signInCallback(id)),
    await checkSignOut(fetch, settings, signOutCallback(id)),
  ]);
  return [...metadata, ...(await Promise.all(perExtension)).flat()];
}

async function checkMetadata(fetch: Fetch, issuer: string): Promise<Finding[]> {
  const address = `${issuer}.well-known/openid-configuration`;
  const answer = await ask(fetch, address);
  if (typeof answer === 'string' || !answer.ok) {
    const why = typeof answer === 'string' ? answer : `HTTP ${answer.status}`;
    return [wrong(`${address}: ${why}`, 'Is CANVASBACK_AUTH0_ISSUER the tenant’s (or its custom) domain?')];
  }
  const found = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const algorithms = listOf(found.dpop_signing_alg_values_supported);
  return [
    check(
      found.issuer === issuer,
      `The tenant says that it is ${issuer}`,
      `The tenant says that it is ${String(found.issuer)}`,
      'Set CANVASBACK_AUTH0_ISSUER to that, letter by letter.',
    ),
    check(
      listOf(found.code_challenge_methods_supported).includes('S256'),
      'PKCE with S256 is offered',
      'PKCE with S256 is not offered',
      'Ask Auth0’s support: every current tenant has it.',
    ),
    check(
      algorithms.includes('ES256'),
      'DPoP with ES256 is offered',
      'DPoP with ES256 is not offered',
      'Have sender-constraining by DPoP enabled for the tenant.',
    ),
  ];
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A silent sign-in without a session: `login_required` at our own callback means that everything before it is right. */
async function checkSignIn(fetch: Fetch, settings: Auth0Settings, callback: string): Promise<Finding> {
  const { issuer, audience, clientId } = settings;
  const query = new URLSearchParams({
    client_id: clientId,
    audience,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid profile email',
    prompt: 'none',
    state: randomBytes(12).toString('base64url'),
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const answer = await ask(fetch, `${issuer}authorize?${query}`);
  if (typeof answer === 'string') return wrong(`Sign-in with ${callback}: ${answer}`, 'Check the network.');
  const location = answer.headers.get('location') ?? '';
  const back = location.startsWith(callback) ? new URL(location).searchParams : undefined;
  if (back?.get('error') === 'login_required') return good(`Sign-in may end at ${callback}`);
  if (back?.get('error') === 'access_denied') {
    return wrong(
      `Auth0 does not know the API ${audience}`,
      'Create it (Applications → APIs) with that identifier, or mend CANVASBACK_AUTH0_AUDIENCE.',
    );
  }
  if (back) {
    const said = [back.get('error'), back.get('error_description')].filter(Boolean).join(': ');
    return wrong(`Sign-in with ${callback} is refused: ${said}`, 'See docs/operating.md, “Auth0”.');
  }
  const page = await answer.text().catch(() => '');
  if (/unknown client/i.test(page)) {
    return wrong(`Auth0 does not know the application ${clientId}`, 'Give its client id: --auth0-client.');
  }
  return wrong(
    `Sign-in may not end at ${callback} (HTTP ${answer.status})`,
    'Add it to the application’s Allowed Callback URLs, exactly so.',
  );
}

async function checkSignOut(fetch: Fetch, settings: Auth0Settings, returnTo: string): Promise<Finding> {
  const query = new URLSearchParams({ client_id: settings.clientId, returnTo });
  const answer = await ask(fetch, `${settings.issuer}v2/logout?${query}`);
  if (typeof answer === 'string') return wrong(`Sign-out to ${returnTo}: ${answer}`, 'Check the network.');
  return check(
    answer.status === 302 && answer.headers.get('location') === returnTo,
    `Sign-out may end at ${returnTo}`,
    `Sign-out may not end at ${returnTo} (HTTP ${answer.status})`,
    'Add it to the application’s Allowed Logout URLs, exactly so.',
  );
}
