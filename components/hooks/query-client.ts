// How answers are kept: what is retried, what stays fresh, and what each event of the extension makes stale.

import { QueryClient } from '@tanstack/react-query';
import { problemOf } from './problem.ts';

/** Keys under which answers are kept; an endpoint's answers are under its own name. */
export const keys = {
  session: ['session'],
  page: ['page'],
  settings: ['settings'],
  stored: ['stored'],
  log: ['log'],
  logState: ['log', 'state'],
  rows: ['log', 'rows'],
} as const;

const staleAfter = {
  session: undefined,
  page: [keys.page],
  settings: [keys.settings, keys.stored],
  component: [
    ['history.list'],
    ['components.find'],
    ['orgs.status'],
    ['orgs.list'],
    ['orgs.former'],
    ['members.list'],
    ['audit.list'],
    ['audit.count'],
    ['admin.list'],
    ['admin.count'],
  ],
  compare: [],
  log: [keys.log],
} as const;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The host decides what offline means; the browser's own flag is often wrong behind a company proxy.
        networkMode: 'always',
        staleTime: 15_000,
        // Asking again at once would only use up more of a limit.
        retry: (failures, error) =>
          failures < 2 && problemOf(error).retry && problemOf(error).code !== 'rate_limited',
        retryDelay: (attempt) => 500 * 2 ** attempt,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** A new session makes everything stale: the next person must not see what the last one saw. */
export function refreshAfter(client: QueryClient, what: keyof typeof staleAfter): void {
  const stale = staleAfter[what];
  if (!stale) {
    client.removeQueries({ predicate: (query) => query.getObserversCount() === 0 });
    void client.invalidateQueries();
    return;
  }
  for (const queryKey of stale) void client.invalidateQueries({ queryKey });
}
