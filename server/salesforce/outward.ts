// The servers' way out: every host but the issuer's is called at the very address that was checked to be public.

import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import {
  Agent,
  type Dispatcher,
  ProxyAgent,
  type RequestInfo,
  type RequestInit,
  fetch as undiciFetch,
} from 'undici';
import { type Fetch, privateAddressCode } from './hosts.ts';
import { isPublicAddress } from './public-address.ts';

export interface OutwardOptions {
  /** Auth0's, named by the operator: it may be inside the operator's network, and is reached as Node reaches any. */
  readonly issuer?: string;
  /** Development only: leads Salesforce's names to a stand-in, and resolves them itself. */
  readonly proxy?: string | undefined;
  readonly lookup?: LookupFunction;
}

export function createOutwardFetch({ issuer, proxy, lookup }: OutwardOptions): Fetch {
  const dispatcher: Dispatcher = proxy
    ? new ProxyAgent(proxy)
    : new Agent({ connect: { lookup: publicOnly(lookup ?? (systemLookup as LookupFunction)) } });
  const issuerHost = issuer && new URL(issuer).host;
  return (async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(input instanceof URL || typeof input === 'string' ? input : input.url);
    if (url.host === issuerHost) return globalThis.fetch(url, init as globalThis.RequestInit);
    return undiciFetch(url, { ...init, dispatcher });
  }) as Fetch;
}

/**
 * Resolves like `lookup` and fails when any address of the name is not public. The connection is made to what this
 * gives, so that a name cannot lead elsewhere between check and use.
 */
export function publicOnly(lookup: LookupFunction): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const all = Array.isArray(found) ? found : [];
      if (error) return done(error, []);
      if (all.length === 0 || !all.every(({ address }) => isPublicAddress(address))) {
        const refusal: NodeJS.ErrnoException = new Error(`${hostname} leads to no public address`);
        refusal.code = privateAddressCode;
        return done(refusal, []);
      }
      if (options.all) return done(null, all);
      const [first] = all;
      return done(null, first?.address ?? '', first?.family);
    });
  };
}
