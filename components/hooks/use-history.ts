// The versions of the component on screen, page by page, newest first.

import { useInfiniteQuery } from '@tanstack/react-query';
import type { OutputOf } from '../../contract/index.ts';
import type { ComponentTarget } from '../panel/target.ts';
import { useHost } from './host.tsx';

type Page = OutputOf<'history.list'>;

/** What identifies a component in a call: the id of the address, or its name where the address has one. */
export function componentInput(target: ComponentTarget, orgId: string) {
  const { type, id, fullName } = target;
  return { orgId, type, ...(id ? { id } : {}), ...(fullName ? { fullName } : {}) };
}

export function useHistory(target: ComponentTarget, orgId: string) {
  const host = useHost();
  const input = componentInput(target, orgId);
  const query = useInfiniteQuery({
    queryKey: ['history.list', input],
    queryFn: ({ pageParam }): Promise<Page> =>
      host.call('history.list', { ...input, ...(pageParam ? { next: pageParam } : {}) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page) => last.next,
  });
  const pages = query.data?.pages;
  return {
    query,
    component: pages?.[0]?.component ?? undefined,
    versions: pages?.flatMap((page) => page.versions) ?? [],
    total: pages?.[0]?.total ?? 0,
    complete: pages !== undefined && !query.hasNextPage,
  };
}

export type History = ReturnType<typeof useHistory>;
