// What is kept of a mint beside its records: that the org is closed to the app, or the link and the connection that a probe proved.

import type { Log } from '../log.ts';
import { moveConnection, saveConnection } from './db/connections.ts';
import type { DelegationDatabase } from './db/database.ts';
import { saveLink } from './db/links.ts';
import type { ActingAs, OpenJob } from './protocol.ts';
import type { RefusalReason } from './refusal.ts';
import { SalesforceRefusal } from './salesforce-errors.ts';

interface Deps {
  readonly db: DelegationDatabase;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Somebody took the app away from the org, or the org from everybody. What an app's settings lack is no such word: a
 * certificate that is exchanged at this moment is asked with again.
 */
const shut: ReadonlySet<string> = new Set([
  'app_blocked',
  'app_not_installed',
  'app_unknown',
  'org_inactive',
]);

/** Refused for everybody of the org: from here on only a person's question whether they may is put to Salesforce. */
export async function noteBlock(
  { db, log }: Deps,
  { purpose, org }: Pick<OpenJob, 'purpose' | 'org'>,
  error: unknown,
): Promise<never> {
  // A probe may go by an app that is yet to be the org's.
  if (error instanceof SalesforceRefusal && shut.has(error.reason) && purpose !== 'probe') {
    await moveConnection(db, org.orgId, 'blocked');
    log.warn({ orgId: org.orgId, reason: error.reason }, 'Salesforce gives no token for this org');
  }
  throw error;
}

/**
 * Only here, after a mint whose answer named the expected user, does a link or a connection come to be. Gives the reason why
 * it did not; undefined for a purpose other than a probe as well.
 */
export async function keepProbed(
  { db, now }: Deps,
  { input, person: subject }: { readonly input: OpenJob; readonly person: string | undefined },
  as: ActingAs | undefined,
  user: { readonly userId: string; readonly username: string },
): Promise<RefusalReason | undefined> {
  if (input.purpose !== 'probe' || subject === undefined) return undefined;
  const { orgId, apiHost, loginUrl } = input.org;
  if (as !== 'integration') {
    return (await saveLink(db, { orgId, subject, ...user, at: now() })) ? undefined : 'user_linked';
  }
  const saved = await saveConnection(db, {
    ...{ orgId, apiHost, loginUrl, claimedBy: subject, tenant: input.tenant },
    ...{ integration: user, at: now() },
  });
  return saved ? undefined : 'integration_claimed';
}
