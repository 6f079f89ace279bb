// The Setup page of the active tab, kept in step with navigation.

import { useQuery } from '@tanstack/react-query';
import type { CurrentPage } from '../../utils/extension-host.ts';
import { useHost } from './host.tsx';
import { keys } from './query-client.ts';

export function useCurrentPage() {
  const host = useHost();
  return useQuery<CurrentPage>({ queryKey: keys.page, queryFn: () => host.currentPage(), staleTime: 0 });
}
