// Ties a sign-in at Salesforce to the person and the key that began it, so that its id token proves nothing for others.

import { createHash } from 'node:crypto';

export interface SignInBegun {
  /** Random, of one attempt to connect. */
  readonly state: string;
  /** Auth0 subject. */
  readonly subject: string;
  /** Thumbprint of the person's key. */
  readonly jkt: string;
}

/** What Salesforce repeats in the id token; API and delegation service each compute it. */
export function signInNonce({ state, subject, jkt }: SignInBegun): string {
  return createHash('sha256')
    .update(JSON.stringify(['salesforce-sign-in', state, subject, jkt]))
    .digest('base64url');
}
