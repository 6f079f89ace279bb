// What a client can learn of the OAuth endpoints without a session: `.well-known/openid-configuration`.

import { json, type Reply } from '../http/exchange.ts';

const scopes = ['api', 'openid', 'id', 'profile', 'email', 'refresh_token', 'offline_access', 'web', 'full'];
const claims = [
  'active',
  'address',
  'email',
  'email_verified',
  'family_name',
  'given_name',
  'is_app_installed',
  'language',
  'locale',
  'name',
  'nickname',
  'organization_id',
  'phone_number',
  'phone_number_verified',
  'photos',
  'picture',
  'preferred_username',
  'profile',
  'sub',
  'updated_at',
  'urls',
  'user_id',
  'user_type',
  'zoneinfo',
];

export function discovery(host: string): Reply {
  const base = `https://${host}`;
  return json(200, {
    issuer: base,
    authorization_endpoint: `${base}/services/oauth2/authorize`,
    token_endpoint: `${base}/services/oauth2/token`,
    revocation_endpoint: `${base}/services/oauth2/revoke`,
    userinfo_endpoint: `${base}/services/oauth2/userinfo`,
    introspection_endpoint: `${base}/services/oauth2/introspect`,
    jwks_uri: `${base}/id/keys`,
    scopes_supported: scopes,
    response_types_supported: ['code', 'token', 'token id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    display_values_supported: ['page', 'popup', 'touch'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: claims,
  });
}
