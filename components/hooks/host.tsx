// Gives every component the one interface to the extension, and keeps what was asked in step with its events.

import { type QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import type { ExtensionHost } from '../../utils/extension-host.ts';
import { createQueryClient, refreshAfter } from './query-client.ts';

const HostContext = createContext<ExtensionHost | undefined>(undefined);

export type HostEvent = Parameters<Parameters<ExtensionHost['subscribe']>[0]>[0];

export function HostProvider({
  host,
  client,
  children,
}: {
  host: ExtensionHost;
  client?: QueryClient;
  children: ReactNode;
}) {
  const [own] = useState(() => client ?? createQueryClient());
  return (
    <HostContext value={host}>
      <QueryClientProvider client={own}>
        <RefreshOnEvents />
        {children}
      </QueryClientProvider>
    </HostContext>
  );
}

export function useHost(): ExtensionHost {
  const host = useContext(HostContext);
  if (!host) throw new Error('useHost needs a HostProvider above it');
  return host;
}

/** Calls `listener` on each event of that name for as long as the component is shown. */
export function useHostEvent(name: HostEvent, listener: () => void): void {
  const host = useHost();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => host.subscribe((what) => what === name && latest.current()), [host, name]);
}

function RefreshOnEvents() {
  const host = useHost();
  const client = useQueryClient();
  useEffect(() => host.subscribe((what) => refreshAfter(client, what)), [host, client]);
  return null;
}
