// The one-click compare: asked by a click or the shortcut only, its result kept while the panel is open.

import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { OutputOf } from '../../contract/index.ts';
import type { CurrentPage } from '../../utils/extension-host.ts';
import type { ComponentTarget } from '../panel/target.ts';
import { useHost } from './host.tsx';
import { problemOf } from './problem.ts';
import { keys } from './query-client.ts';
import { componentInput } from './use-history.ts';

export type CompareResult = OutputOf<'compare.live'>;

export function useCompare(
  target: ComponentTarget,
  orgId: string,
  newest: OutputOf<'history.list'>['versions'][number] | undefined,
  onResult: (result: CompareResult) => void,
  onCommitted: (revision: string) => void,
) {
  const host = useHost();
  const client = useQueryClient();
  const input = componentInput(target, orgId);
  const queryKey = ['compare', input];
  const kept = useQuery<CompareResult>({
    queryKey,
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const refresh = () => {
    for (const name of ['history.list', 'audit.list']) void client.invalidateQueries({ queryKey: [name] });
  };
  const leaving = useLeaving();
  const run = useMutation({
    mutationFn: () => {
      const signal = leaving();
      return host.call('compare.live', input, signal).catch(async (error: unknown) => {
        if (signal.aborted || problemOf(error).code !== 'no_standing') throw error;
        // The click asks Salesforce in any case; its answer on standing comes with the second try.
        await host.call('orgs.standing', { orgId });
        return host.call('compare.live', input, signal);
      });
    },
    onSuccess: (result) => {
      client.setQueryData(queryKey, result);
      onResult(result);
    },
    // What Salesforce refuses may close the org, or history, to the person: its state is asked for at once.
    onError: () => void client.invalidateQueries({ queryKey: ['orgs.status'] }),
    onSettled: refresh,
  });
  const commit = useMutation({
    mutationFn: ({ compareId, message }: { compareId: string; message?: string }) =>
      host.call('compare.commit', { orgId, compareId, ...(message ? { message } : {}) }),
    onSuccess: ({ version }) => {
      client.setQueryData(queryKey, (last: CompareResult | undefined) => last && inSyncWith(last, version));
      refresh();
      onCommitted(version.revision);
    },
  });
  // Committed from elsewhere since: what was found then is no verdict any more.
  const superseded = kept.data && newest && newest.number > (kept.data.base?.number ?? 0);
  return {
    result: superseded ? undefined : kept.data,
    /** The result that a newer version took the place of. */
    superseded: superseded ? kept.data : undefined,
    run,
    commit,
  };
}

export type Compare = ReturnType<typeof useCompare>;

/** What the comparison says once the version it read is the last committed one. */
function inSyncWith(last: CompareResult, version: OutputOf<'compare.commit'>['version']): CompareResult {
  const { liveRevision: _, ...rest } = last;
  return { ...rest, verdict: 'in_sync', summary: 'In sync', changes: 0, noise: 0, base: version };
}

/** Gives each run a signal that is aborted when its tab shows another page; another tab in front leaves it running. */
function useLeaving(): () => AbortSignal {
  const client = useQueryClient();
  const underWay = useRef<{ ending: AbortController; tabId: number | undefined }>(undefined);
  const tabInFront = () => client.getQueryData<CurrentPage>(keys.page)?.tabId;
  const left = useRef(() => {
    if (underWay.current?.tabId === tabInFront())
      underWay.current?.ending.abort(new Error('Another page is shown.'));
  });
  useEffect(() => left.current, []);
  return () => {
    underWay.current = { ending: new AbortController(), tabId: tabInFront() };
    return underWay.current.ending.signal;
  };
}
