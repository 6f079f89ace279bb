// The versions of the component on screen that a filter lets through: the newest at once, any others by their page.

import {
  keepPreviousData,
  type QueryClient,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { liveId } from '#core/revision.ts';
import type { InputOf, OutputOf } from '../../contract/index.ts';
import { filterInput, type HistoryFilter } from '../history/filter.ts';
import type { ComponentTarget } from '../panel/target.ts';
import { useHost } from './host.tsx';
import { problemOf } from './problem.ts';

type Page = OutputOf<'history.list'>;
type Version = Page['versions'][number];
type Input = InputOf<'history.list'>;

/** Versions in a page, as the API counts them. */
const pageSize = 50;

/** What identifies a component in a call: the id of the address, or its name where the address has one. */
export function componentInput(target: ComponentTarget, orgId: string) {
  const { type, id, fullName } = target;
  return { orgId, type, ...(id ? { id } : {}), ...(fullName ? { fullName } : {}) };
}

export function useHistory(target: ComponentTarget, orgId: string, filter: HistoryFilter) {
  const host = useHost();
  const component = componentInput(target, orgId);
  const input: Input = { ...component, ...filterInput(filter) };
  const query = useQuery<Page>({
    queryKey: ['history.list', input],
    queryFn: () => host.call('history.list', input),
    placeholderData: keepPreviousData,
  });
  return {
    query,
    input,
    component: query.data?.component ?? undefined,
    newest: query.data?.versions ?? [],
    /** Of the component, and of those as many as match. */
    total: query.data?.total ?? 0,
    matching: query.data?.matching ?? 0,
  };
}

export type History = ReturnType<typeof useHistory>;

/** A stretch of the list, the newest version being 0. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Gives the version at a place of the list, or undefined while its page is on its way. Pages are counted from the
 * oldest version, so that they stay what they are when a new one arrives.
 */
export function useVersionsAt(history: History, wanted: Stretch): (index: number) => Version | undefined {
  const host = useHost();
  const { input, newest, matching } = history;
  // While another filter's answer is on its way, the last one's is shown: its pages have other versions.
  const [from, to] = history.query.isPlaceholderData ? [0, 0] : [wanted.from, Math.min(wanted.to, matching)];
  const first = Math.max(from, newest.length);
  const pages: number[] = [];
  if (first < to) {
    for (let page = pageOf(first, matching); page >= pageOf(to - 1, matching); page--) pages.push(page);
  }
  const versions = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['history.list', { ...input, page }],
      queryFn: () => host.call('history.list', { ...input, page }),
    })),
    combine: (answers) => new Map(answers.map(({ data }, at) => [pages[at], data?.versions] as const)),
  });
  return (index) => {
    if (index < newest.length) return newest[index];
    const page = versions.get(pageOf(index, matching));
    return page?.[page.length - 1 - ((matching - 1 - index) % pageSize)];
  };
}

function pageOf(index: number, matching: number): number {
  return Math.floor((matching - 1 - index) / pageSize);
}

/** One version: from a list that has it, else asked for by itself. `null`: there is none of that name. */
export function useVersion(target: ComponentTarget, orgId: string, revision: string | null | undefined) {
  const host = useHost();
  const client = useQueryClient();
  const input = componentInput(target, orgId);
  return useQuery<Version | null>({
    queryKey: ['history.version', input, revision],
    queryFn: async () => {
      const known = listedVersion(client, input, revision);
      if (known || revision == null) return known ?? null;
      try {
        return (await host.call('history.version', { ...input, revision })).version;
      } catch (error) {
        if (problemOf(error).code === 'not_found') return null;
        throw error;
      }
    },
    initialData: () => listedVersion(client, input, revision),
    enabled: revision != null && liveId(revision) === undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** In a page of this component's list alone: one commit may be a version of several. */
function listedVersion(
  client: QueryClient,
  input: ReturnType<typeof componentInput>,
  revision: string | null | undefined,
): Version | undefined {
  for (const [, page] of client.getQueriesData<Page>({ queryKey: ['history.list', input] })) {
    const found = page?.versions.find((version) => version.revision === revision);
    if (found) return found;
  }
  return undefined;
}

/** How many versions there are of whom and of which kind; asked when somebody wants to choose. */
export function useVersionCounts({ input }: History, wanted: boolean) {
  const host = useHost();
  const { orgId, type, id, fullName } = input;
  const of = { orgId, type, ...(id ? { id } : {}), ...(fullName ? { fullName } : {}) };
  return useQuery<OutputOf<'history.count'>>({
    queryKey: ['history.count', of],
    queryFn: () => host.call('history.count', of),
    enabled: wanted,
  });
}
