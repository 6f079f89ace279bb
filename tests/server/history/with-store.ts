// The same history over a git store that does some things differently: waits, fails, or lets another process go first.

import type { HistoryDeps } from '../../../server/history/deps.ts';
import type { GitStore, GitStores } from '../../../server/history/git-store.ts';
import { orgId } from './world.ts';

export function withStore(history: HistoryDeps, change: (real: GitStore) => Partial<GitStore>): HistoryDeps {
  const real = history.git(orgId);
  const store: GitStore = { ...real, ...change(real) };
  const git: GitStores = Object.assign(() => store, {
    orgIds: () => history.git.orgIds(),
    takeAway: history.git.takeAway,
    renew: history.git.renew,
    close: () => undefined,
  });
  return { ...history, git };
}
