// The account's audit log as this browser knows it: checked on each visit, kept in step with what other windows find.

import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OutputOf } from '../../contract/index.ts';
import type { LogState, RowCheck, RowsChecked } from '../../utils/log-state.ts';
import { useHost } from './host.tsx';
import { keys } from './query-client.ts';
import { useSession } from './use-session.ts';

/** Undefined until it is known; asks nothing while nobody is signed in. */
export function useLog(): LogState | undefined {
  const host = useHost();
  const signedIn = useSession().data?.state === 'signed_in';
  const log = useQuery<LogState>({
    queryKey: keys.logState,
    queryFn: () => host.checkLog(false),
    enabled: signedIn,
    staleTime: 60_000,
  });
  return signedIn ? log.data : undefined;
}

export function useCheckLog() {
  const host = useHost();
  const client = useQueryClient();
  return useMutation<LogState, Error, void>({
    mutationFn: () => host.checkLog(true),
    onSuccess: (state) => client.setQueryData(keys.logState, state),
  });
}

export function useTrustLog(onDone: () => void) {
  const host = useHost();
  const client = useQueryClient();
  return useMutation<LogState, Error, string>({
    mutationFn: (vkey) => host.trustLog(vkey),
    onSuccess: (state) => {
      client.setQueryData(keys.logState, state);
      void client.invalidateQueries({ queryKey: keys.rows });
      onDone();
    },
  });
}

type Page = Pick<OutputOf<'audit.list'>, 'entries'>;

/** The check of each entry by its index; absent while it is under way, or cannot be had. */
export interface RowChecks {
  readonly of: ReadonlyMap<number, { readonly check: RowCheck; readonly at: string }>;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** One request for each page of the list. */
export function useRowChecks(
  orgId: string,
  pages: readonly Page[] | undefined,
  log: LogState | undefined,
): RowChecks {
  const host = useHost();
  const whole = log?.state === 'unchanged';
  const checked = useQueries({
    queries: (pages ?? []).map(({ entries }) => ({
      queryKey: [...keys.rows, orgId, entries],
      queryFn: () => host.checkRows(orgId, entries),
      enabled: whole && entries.some(({ provable }) => provable),
      staleTime: 60_000,
    })),
  });
  const of = new Map<number, { check: RowCheck; at: string }>();
  for (const { data } of checked) {
    const { rows, checkedAt }: RowsChecked = data ?? { rows: [] };
    for (const { index, check } of rows) {
      // A log that broke proves nothing any more; what it did not prove stays so.
      if (checkedAt && (whole || check.state !== 'proven')) of.set(index, { check, at: checkedAt });
    }
  }
  const wrong = log?.broken?.index;
  if (wrong !== undefined) {
    const at = log?.broken?.at ?? '';
    for (const { index, outcomeIndex } of (pages ?? []).flatMap(({ entries }) => entries)) {
      if (index === wrong || outcomeIndex === wrong)
        of.set(index, { check: { state: 'not_in_log', index: wrong }, at });
    }
  }
  const failed = checked.filter(({ error }) => error);
  return {
    of,
    error: failed[0]?.error ?? null,
    retry: () => {
      for (const query of failed) void query.refetch();
    },
  };
}
