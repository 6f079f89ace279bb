// What was chosen and open for a component comes back with it; the lens is remembered per type.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { PanelState } from '../../utils/extension-host.ts';
import { useHost } from './host.tsx';

const nothing: PanelState = {};

/** `undefined` while it is being fetched. */
export function usePanelState(key: string): [PanelState | undefined, (change: Partial<PanelState>) => void] {
  const host = useHost();
  const client = useQueryClient();
  const { data, isError } = useQuery<PanelState>({
    queryKey: ['panel-state', key],
    queryFn: () => host.panelState(key),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  // What was changed here shows at once; the cache tells others a moment later.
  const [changed, setChanged] = useState<Partial<PanelState>>(nothing);
  const update = useCallback(
    (change: Partial<PanelState>) => {
      setChanged((last) => ({ ...last, ...change }));
      const queryKey = ['panel-state', key];
      const next = { ...client.getQueryData<PanelState>(queryKey), ...change };
      client.setQueryData(queryKey, next);
      // Losing what was open is a small loss; it never stops the work at hand.
      host.rememberPanelState(key, next).catch(() => {});
    },
    [client, host, key],
  );
  const known = data ?? (isError ? nothing : undefined);
  return [known && { ...known, ...changed }, update];
}
