// Puts the provider's refusals into Auth0's codes, statuses and words.

interface Refusal {
  readonly error: string;
  readonly error_description?: string;
}

/** For failures that have no address to go back to. */
export function tellError(out: Refusal, client: string): { status: number; text: string } {
  if (out.error === 'invalid_client') return { status: 400, text: `Unknown client: ${client}` };
  if (out.error === 'invalid_redirect_uri') {
    return {
      status: 403,
      text: 'Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.',
    };
  }
  return { status: 400, text: `${out.error}: ${out.error_description ?? 'The request is not valid.'}` };
}

/** For failures that the redirect carries back to the application. */
export function tellRedirect(location: string): string {
  if (!URL.canParse(location)) return location;
  const url = new URL(location);
  // Auth0 does not send RFC 9207's issuer parameter.
  url.searchParams.delete('iss');
  const error = url.searchParams.get('error');
  if (error === 'login_required') url.searchParams.set('error_description', 'Login required');
  if (error === 'invalid_target') url.searchParams.set('error', 'access_denied');
  return url.href;
}

const grantWords: readonly (readonly [RegExp, string])[] = [
  [/code_verifier/, 'Failed to verify code verifier'],
  [/authorization code|grant not found|grant is expired/, 'Invalid authorization code'],
];

/** For the token endpoint; `detail` is the provider's own reason. */
export function tellToken(
  out: Refusal,
  status: number,
  detail: string,
): { status: number; body: { error: string; error_description: string } } {
  const { error, error_description = '' } = out;
  if (error === 'use_dpop_nonce') {
    return {
      status: 400,
      body: { error, error_description: 'Authorization server requires nonce in DPoP proof' },
    };
  }
  if (error === 'invalid_grant' && detail.includes('DPoP proof JWT not provided')) {
    return { status: 400, body: { error: 'invalid_request', error_description: 'DPoP proof is missing' } };
  }
  if (error === 'invalid_grant') {
    const words = grantWords.find(([pattern]) => pattern.test(detail))?.[1] ?? error_description;
    return { status: 403, body: { error, error_description: words } };
  }
  if (error === 'invalid_client') {
    return { status: 401, body: { error: 'access_denied', error_description: 'Unauthorized' } };
  }
  return { status, body: { error, error_description } };
}
