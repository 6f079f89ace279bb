// Entries of a log, newest first: the next page is asked for when the list comes to its end.

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { InputOf, OutputOf } from '../../contract/index.ts';
import { useHost } from './host.tsx';

type LogName = 'audit.list' | 'admin.list';
export type EntryOf<N extends LogName> = OutputOf<N>['entries'][number];

export function useRecords<N extends LogName>(name: N, input: InputOf<N>) {
  const host = useHost();
  const query = useInfiniteQuery({
    queryKey: [name, input],
    queryFn: ({ pageParam }) => {
      const before = pageParam === undefined ? {} : { before: pageParam };
      return host.call(name, { ...input, ...before } as InputOf<N>);
    },
    initialPageParam: undefined as OutputOf<LogName>['next'],
    getNextPageParam: ({ next }: OutputOf<LogName>) => next,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  return {
    query,
    pages,
    /** Undefined while the first page is on its way. */
    entries: pages?.flatMap(({ entries }): readonly EntryOf<N>[] => entries),
    /** Of the log, and of those as many as match. */
    total: pages?.[0]?.total ?? 0,
    matching: pages?.[0]?.matching ?? 0,
  };
}

export type Records<N extends LogName> = ReturnType<typeof useRecords<N>>;
