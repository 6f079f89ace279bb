// The Auth0 tenant as its administrator sees it: how tokens are made, read with a token of the Management API.

import { z } from 'zod';
import { originsOf } from '../../server/extension-ids.ts';
import { type Auth0Settings, signInCallback, signOutCallback } from './auth0.ts';
import { ask, check, type Fetch, type Finding, unknown, wrong } from './finding.ts';

/** Fields as Auth0's Management API v2 documents them. */
const apiShape = z.object({
  token_dialect: z.string().optional(),
  token_lifetime: z.number().optional(),
  allow_offline_access: z.boolean().optional(),
  signing_alg: z.string().optional(),
  skip_consent_for_verifiable_first_party_clients: z.boolean().optional(),
  proof_of_possession: z.object({ mechanism: z.string(), required: z.boolean() }).nullish(),
});
const applicationShape = z.object({
  app_type: z.string().optional(),
  token_endpoint_auth_method: z.string().optional(),
  is_first_party: z.boolean().optional(),
  grant_types: z.array(z.string()).optional(),
  callbacks: z.array(z.string()).optional(),
  allowed_logout_urls: z.array(z.string()).optional(),
  allowed_origins: z.array(z.string()).optional(),
});

const tokenLife = 600;

export const withoutToken = unknown(
  'How the tenant makes tokens was not looked at',
  'Give a Management API token with read:resource_servers and read:clients in CANVASBACK_AUTH0_MANAGEMENT_TOKEN.',
);

export async function checkTenant(fetch: Fetch, settings: Auth0Settings, token: string): Promise<Finding[]> {
  const read = (path: string) =>
    ask(fetch, new URL(`api/v2/${path}`, settings.issuer), { headers: { authorization: `Bearer ${token}` } });
  const [api, application] = await Promise.all([
    read(`resource-servers/${encodeURIComponent(settings.audience)}`),
    read(`clients/${encodeURIComponent(settings.clientId)}`),
  ]);
  return [
    ...(await judge(api, 'The API', apiShape, judgeApi)),
    ...(await judge(application, 'The application', applicationShape, (found) =>
      judgeApplication(found, settings.extensionIds),
    )),
  ];
}

async function judge<T>(
  answer: Response | string,
  what: string,
  shape: z.ZodType<T>,
  look: (found: T) => Finding[],
): Promise<Finding[]> {
  if (typeof answer === 'string') return [wrong(`${what}: ${answer}`, 'Check the network.')];
  if (answer.status === 401 || answer.status === 403) {
    return [unknown(`${what} could not be read (HTTP ${answer.status})`, withoutToken.advice ?? '')];
  }
  if (answer.status === 404) return [wrong(`${what} is not there`, 'See docs/operating.md, “Auth0”.')];
  const parsed = shape.safeParse(await answer.json().catch(() => undefined));
  if (parsed.success) return look(parsed.data);
  return [
    unknown(
      `${what} has a shape that is not known (HTTP ${answer.status})`,
      'Look at it by hand: docs/operating.md.',
    ),
  ];
}

function judgeApi(api: z.infer<typeof apiShape>): Finding[] {
  const dialect = api.token_dialect ?? 'access_token';
  return [
    check(
      dialect.startsWith('rfc9068_profile'),
      'Access tokens have the RFC 9068 profile',
      `Access tokens have the profile “${dialect}”`,
      'Set the API’s JSON Web Token profile to RFC 9068.',
    ),
    check(
      api.proof_of_possession?.mechanism === 'dpop' && api.proof_of_possession.required,
      'Tokens must be bound by DPoP',
      'Tokens need not be bound by DPoP: a stolen one could be used elsewhere',
      'Set the API’s sender constraining to DPoP, required.',
    ),
    check(
      (api.token_lifetime ?? 86_400) <= tokenLife,
      `Access tokens live ${api.token_lifetime} seconds`,
      `Access tokens live ${api.token_lifetime ?? 86_400} seconds`,
      `Set the API’s token lifetime to ${tokenLife} seconds or less.`,
    ),
    check(
      api.allow_offline_access !== true,
      'There are no refresh tokens',
      'The API allows offline access: refresh tokens could be asked for',
      'Switch Allow Offline Access off.',
    ),
    check(
      api.signing_alg === undefined || api.signing_alg === 'RS256',
      'Tokens are signed with RS256',
      `Tokens are signed with ${api.signing_alg}`,
      'Set the signing algorithm to RS256.',
    ),
    check(
      api.skip_consent_for_verifiable_first_party_clients !== false,
      'Our own application needs no consent page',
      'Our own application needs a consent page: silent renewal would fail',
      'Allow skipping user consent for first-party applications.',
    ),
  ];
}

function judgeApplication(found: z.infer<typeof applicationShape>, ids: readonly string[]): Finding[] {
  const grants = found.grant_types ?? [];
  const surplus = grants.filter((grant) => grant !== 'authorization_code');
  const lists = [
    ['Allowed Callback URLs', found.callbacks ?? [], ids.map(signInCallback)],
    ['Allowed Logout URLs', found.allowed_logout_urls ?? [], ids.map(signOutCallback)],
    ['Allowed Origins (CORS)', found.allowed_origins ?? [], originsOf(ids)],
  ] as const;
  return [
    check(
      found.token_endpoint_auth_method === 'none',
      'The application is a public client',
      'The application has a secret, which an extension cannot keep',
      'Make it a Single Page Application (token endpoint authentication: None).',
    ),
    check(
      found.is_first_party !== false,
      'The application is the tenant’s own',
      'The application is a third party’s',
      'Make it a first-party application.',
    ),
    check(
      grants.includes('authorization_code') && surplus.length === 0,
      'Its only grant is Authorization Code',
      grants.includes('authorization_code')
        ? `It may also use ${surplus.join(', ')}`
        : 'It may not use Authorization Code',
      'Leave only Authorization Code in its advanced settings, Grant Types.',
    ),
    ...lists.map(([name, have, need]) => {
      const missing = need.filter((address) => !have.includes(address));
      const foreign = have.filter((address) => !need.some((own) => own === address));
      return check(
        missing.length === 0 && foreign.length === 0,
        `${name}: just our own`,
        missing.length > 0 ? `${name} lack ${missing.join(', ')}` : `${name} also have ${foreign.join(', ')}`,
        missing.length > 0
          ? 'Add what is missing.'
          : 'Take out what is not an extension of yours, or add its id to CANVASBACK_EXTENSION_IDS.',
      );
    }),
  ];
}
