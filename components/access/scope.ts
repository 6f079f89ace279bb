// Which log is shown: what was asked because of a component, or in a whole org, or what was done to the account.

import type { InputOf } from '../../contract/index.ts';

export type AccessScope = InputOf<'audit.count'>;

export type LogChoice =
  | {
      readonly id: string;
      readonly label: string;
      readonly log: 'access';
      readonly scope: AccessScope;
      /** Where links to that org's Setup lead. */
      readonly apiHost: string;
      /** Set once the account has disconnected the org: when, and who did it. */
      readonly ended?: { readonly at: string; readonly by: string };
    }
  | { readonly id: string; readonly label: string; readonly log: 'admin' };

export const adminChoice: LogChoice = { id: 'admin', label: 'Administrative log', log: 'admin' };
