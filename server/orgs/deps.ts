// What connecting orgs needs from its surroundings.

import type { Database } from '../db/database.ts';
import type { DelegationClient } from '../delegation/client.ts';
import type { Log } from '../log.ts';
import type { SalesforceDeps } from '../salesforce/client.ts';

export interface OrgsDeps {
  readonly db: Database;
  readonly salesforce: SalesforceDeps;
  /** Consumer key of the app that people sign in with, where that is not the org's delegation app. */
  readonly signInClientId: string | undefined;
  /** The extension's own redirect addresses; no other is accepted. */
  readonly redirects: readonly string[];
  /** Ends the jobs of an org in whatever process they run; resolves when none writes any more. */
  stopJobs(orgId: string): Promise<void>;
  /** Takes the org's repository away, or keeps it aside; the path of what was kept. */
  removeHistory(orgId: string, how: 'keep' | 'delete'): Promise<string | undefined>;
  readonly delegation: Pick<
    DelegationClient,
    'forget' | 'app' | 'makeOrgKey' | 'nameOrgApp' | 'leaveOrgApp' | 'keepOrgApp'
  >;
  /** Begins the first look at a newly connected org. */
  startBaseline(orgId: string): Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** How long Salesforce's word on a person's access holds. */
export const standingMs = 15 * 60_000;
