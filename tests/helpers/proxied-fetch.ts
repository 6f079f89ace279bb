// A fetch that leaves through the world's proxy and trusts its certificate, for product code run inside a test.

import { ProxyAgent, type RequestInit as UndiciInit, fetch as undiciFetch } from 'undici';

export interface ProxiedFetch {
  readonly fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

/** `proxyUrl` and `ca` (PEM) are the world's. */
export function createProxiedFetch(proxyUrl: string, ca: string): ProxiedFetch {
  const dispatcher = new ProxyAgent({ uri: proxyUrl, requestTls: { ca } });
  const proxied = (input: unknown, init?: object) =>
    undiciFetch(input as string, { ...init, dispatcher } as UndiciInit);
  return { fetch: proxied as unknown as typeof globalThis.fetch, close: () => dispatcher.close() };
}
