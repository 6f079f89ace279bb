// Takes an org's own repository away: deleted, or kept aside as a repository that git and `canvasback import` can read.

import type { HistoryDeps } from './deps.ts';

/** Where the kept one lies, below the data folder; undefined when there is none. An attached project is not touched. */
export async function removeHistory(
  { git, now }: Pick<HistoryDeps, 'git' | 'now'>,
  orgId: string,
  how: 'keep' | 'delete',
): Promise<string | undefined> {
  const moment = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '');
  const kept = await git.takeAway(orgId, how, `${orgId}-${moment}.git`);
  return kept === undefined ? undefined : `kept/${kept}`;
}
