// Ends a Salesforce token at Salesforce; what the answer says is dropped, because it may repeat the token.

import { callSalesforce, type Fetch } from '../salesforce/hosts.ts';

const timeoutMs = 5000;

/** True when the token is dead: revoked now, or no longer known. Never throws. */
export async function revokeToken(fetch: Fetch, apiHost: string, token: string): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const { status } = await callSalesforce(fetch, `https://${apiHost}/services/oauth2/revoke`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token }).toString(),
        timeoutMs,
        maxBytes: 64 * 1024,
      });
      if (status === 200 || status === 400) return true;
    } catch {
      // Tried once more, then reported as not revoked.
    }
  }
  return false;
}
