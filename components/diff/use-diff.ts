// The difference of two chosen versions: both texts from history, the difference computed off the main thread.

import { useQuery } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type { ComponentKey, ComponentSource } from '#core/component.ts';
import { comparable } from '#core/diff/comparable.ts';
import { liveId } from '#core/revision.ts';
import { HostError } from '../../utils/extension-host.ts';
import type { Pair } from '../history/selection.ts';
import { useHost } from '../hooks/host.tsx';
import { type DiffSnapshot, type DiffView, viewOf } from './diff-view.ts';
import { type ShownSource, secretsIn } from './secret-notes.tsx';

/** What there is to show of a comparison, finished or not. */
export interface ShownDiff {
  readonly view: DiffView;
  readonly now: DiffSnapshot;
}

/** Versions never change, so an answer is never stale. */
const forGood = { staleTime: Number.POSITIVE_INFINITY } as const;

export function useDiff(orgId: string, component: ComponentKey | undefined, pair: Pair | undefined) {
  const before = useSource(orgId, component, pair?.before);
  const after = useSource(orgId, component, pair?.after);
  const live = [pair?.before, pair?.after].some((revision) => revision && liveId(revision));
  const view = useRun(pair ? before.data?.source : undefined, pair ? after.data?.source : undefined, live);
  const secrets = useMemo(() => secretsIn([before.data, after.data]), [before.data, after.data]);
  const now = useSyncExternalStore(view?.subscribe ?? nothing, view?.getSnapshot ?? none);
  const failed = [before, after].find((query) => query.error);
  const told = view && now && (now.changes > 0 || now.state.phase !== 'running') ? { view, now } : undefined;
  const stopped = now?.state.phase === 'failed' && now.changes === 0 ? now.state.message : undefined;
  return {
    /** Undefined until the first changes are there. */
    shown: stopped === undefined ? told : undefined,
    /** Where the comparison stands, if it was begun. */
    now,
    view,
    secrets,
    error: failed?.error ?? (stopped === undefined ? undefined : comparisonStopped(stopped)),
    retry: () => void (failed ? failed.refetch() : view?.run.goOn()),
    retrying: failed?.isFetching ?? false,
  };
}

const nothing = () => () => {};
const none = () => undefined;

function useRun(
  before: ComponentSource | null | undefined,
  after: ComponentSource | null | undefined,
  live: boolean,
): DiffView | undefined {
  const host = useHost();
  return useMemo(
    () =>
      before === undefined || after === undefined
        ? undefined
        : viewOf(host.diff({ ...comparable({ before, after }), live })),
    [host, before, after, live],
  );
}

function comparisonStopped(detail: string): HostError {
  return new HostError({
    code: 'internal',
    status: 0,
    title: 'The comparison stopped.',
    action: 'Try again; the versions themselves are unharmed.',
    retry: true,
    detail,
  });
}

function useSource(orgId: string, component: ComponentKey | undefined, revision: string | null | undefined) {
  const host = useHost();
  return useQuery<ShownSource>({
    ...forGood,
    queryKey: ['source', orgId, component?.type, component?.fullName, revision],
    queryFn: async () => {
      if (!component || revision == null) return { source: null, covered: false };
      const { files, covered = false } = await host.call('history.source', { orgId, ...component, revision });
      // A deleted version has no files: nothing on that side.
      return { source: files.length === 0 ? null : { ...component, files }, covered };
    },
    enabled: component !== undefined && revision !== undefined,
    // Sharing structure would compare texts of megabytes for nothing: what was asked never changes.
    structuralSharing: false,
  });
}
