// What connecting orgs needs from its surroundings.

import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import type { SalesforceDeps } from '../salesforce/client.ts';

export interface OrgsDeps {
  readonly db: Database;
  readonly salesforce: SalesforceDeps;
  /** The Salesforce app's consumer key. */
  readonly clientId: string;
  /** The extension's own redirect addresses; no other is accepted. */
  readonly redirects: readonly string[];
  /** Begins the first look at a newly connected org. */
  startBaseline(orgId: string): Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

/** How long Salesforce's word on a person's access holds. */
export const standingMs = 15 * 60_000;
