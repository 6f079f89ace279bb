// The authorization code grant: a code is good once, for its client, its redirect and its verifier.

import { createHash } from 'node:crypto';
import type { Org } from '../state/org.ts';
import { refuse } from './errors.ts';
import type { Grant } from './sessions.ts';

/** The grant behind a code; using it again takes its token away. */
export function redeemCode(org: Org, form: URLSearchParams): Grant {
  const clientId = form.get('client_id');
  if (clientId !== org.app.clientId) refuse('invalid_client_id', 'client identifier invalid');
  if (form.has('client_secret')) refuse('invalid_client', 'invalid client credentials');
  const code = form.get('code');
  const found = code === null ? undefined : org.sessions.grantOf(code);
  if (!found || found.grant.clientId !== clientId) refuse('invalid_grant', 'invalid authorization code');
  const { grant, expired } = found;
  if (grant.usedFor !== undefined) {
    org.sessions.close(grant.usedFor);
    refuse('invalid_grant', 'expired authorization code');
  }
  if (expired) refuse('invalid_grant', 'expired authorization code');
  const redirectUri = form.get('redirect_uri');
  if (redirectUri === null) refuse('redirect_uri_missing', 'redirect_uri not provided');
  if (redirectUri !== grant.redirectUri)
    refuse('redirect_uri_mismatch', 'redirect_uri must match configuration');
  if (grant.challenge !== undefined) {
    const verifier = form.get('code_verifier');
    const answer = verifier === null ? '' : createHash('sha256').update(verifier).digest('base64url');
    if (answer !== grant.challenge) refuse('invalid_grant', 'invalid code verifier');
  }
  return grant;
}
