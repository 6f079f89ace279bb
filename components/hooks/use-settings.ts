// Settings of this browser profile, and their effect on the page: theme and diff colours as attributes of the root.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Settings } from '../../utils/extension-host.ts';
import { useHost } from './host.tsx';
import { keys } from './query-client.ts';

export function useSettings() {
  const host = useHost();
  return useQuery<Settings>({
    queryKey: keys.settings,
    queryFn: () => host.settings(),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useChangeSettings() {
  const host = useHost();
  const client = useQueryClient();
  return useMutation<Settings, Error, Partial<Settings>>({
    mutationFn: (change) => host.changeSettings(change),
    onSuccess: (settings) => client.setQueryData(keys.settings, settings),
  });
}

/** Puts the settings on the document; tokens.css does the rest. */
export function useAppearance(): void {
  const { data } = useSettings();
  useEffect(() => {
    const root = document.documentElement.dataset;
    root.theme = data?.theme ?? 'system';
    root.diff = data?.diffColours ?? 'red-green';
  }, [data]);
}
