// The difference of two chosen versions: both texts from history, the difference computed off the main thread.

import { useQuery } from '@tanstack/react-query';
import type { ComponentKey, ComponentSource } from '#core/component.ts';
import type { ComponentDiff } from '#core/diff/change.ts';
import { asLiveReading } from '#core/diff/live-reading.ts';
import { liveId } from '#core/revision.ts';
import type { Pair } from '../history/selection.ts';
import { useHost } from '../hooks/host.tsx';

export interface ShownDiff {
  readonly before: ComponentSource | null;
  readonly after: ComponentSource | null;
  readonly diff: ComponentDiff;
}

/** Versions never change, so an answer is never stale. */
const forGood = { staleTime: Number.POSITIVE_INFINITY } as const;

export function useDiff(orgId: string, component: ComponentKey | undefined, pair: Pair | undefined) {
  const host = useHost();
  const before = useSource(orgId, component, pair?.before);
  const after = useSource(orgId, component, pair?.after);
  const ready = pair !== undefined && before.data !== undefined && after.data !== undefined;
  const diff = useQuery<ShownDiff>({
    ...forGood,
    queryKey: ['diff', orgId, component?.type, component?.fullName, pair?.before, pair?.after],
    queryFn: async () => {
      const sides = { before: before.data ?? null, after: after.data ?? null };
      const diff = await host.diff(sides.before, sides.after);
      const live = [pair?.before, pair?.after].some((revision) => revision && liveId(revision));
      return { ...sides, diff: live ? asLiveReading(diff) : diff };
    },
    enabled: ready,
  });
  const failed = [before, after, diff].find((query) => query.error);
  return {
    shown: diff.data,
    error: failed?.error,
    retry: () => void failed?.refetch(),
    retrying: failed?.isFetching ?? false,
  };
}

function useSource(orgId: string, component: ComponentKey | undefined, revision: string | null | undefined) {
  const host = useHost();
  return useQuery<ComponentSource | null>({
    ...forGood,
    queryKey: ['source', orgId, component?.type, component?.fullName, revision],
    queryFn: async () => {
      if (!component || revision == null) return null;
      const { files } = await host.call('history.source', { orgId, ...component, revision });
      // A deleted version has no files: nothing on that side.
      return files.length === 0 ? null : { ...component, files };
    },
    enabled: component !== undefined && revision !== undefined,
  });
}
