// Eighteen months of the sample org: who changed what, when, and why; and what is live and in no commit.

import { beginnings } from './story/beginnings.ts';
import { complaints } from './story/complaints.ts';
import { lending } from './story/lending.ts';
import { loansChange } from './story/loans-change.ts';
import { production } from './story/production.ts';
import { sales } from './story/sales.ts';
import { upkeep } from './story/upkeep.ts';
import { type Commit, tell } from './tell.ts';

export type { Commit } from './tell.ts';

export const story: readonly Commit[] = tell([
  ...sales,
  ...beginnings,
  ...lending,
  ...complaints,
  ...loansChange,
  ...upkeep,
]);

/** Saved in production and committed by nobody. */
export const liveEdits: readonly Commit[] = tell(production, story);
