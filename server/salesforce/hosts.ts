// Which hosts the server may call at Salesforce, and the one door it calls them through.

import { AppError } from '../errors.ts';

export type Fetch = typeof globalThis.fetch;

/** The cause of a call that was not made, because the name leads to an address that is not public. */
export const privateAddressCode = 'PRIVATE_ADDRESS';

/** A My Domain, with one optional middle label: `acme--uat.sandbox.my.salesforce.com`. */
const myDomain =
  /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9]{1,20})?\.my\.(?:salesforce\.com|salesforce\.mil|sfcrmproducts\.cn|sfcrmapps\.cn)$/;
const loginHosts: ReadonlySet<string> = new Set(['login.salesforce.com', 'test.salesforce.com']);

/** True for the host of an org's APIs, as a connection names it: lower case, no port. */
export function isApiHost(host: string): boolean {
  return host.length <= 253 && myDomain.test(host);
}

export type OrgKind = 'production' | 'sandbox' | 'scratch' | 'developer';

/** What the name of a My Domain tells about its org. */
export function orgKindOf(apiHost: string): OrgKind {
  const [first = '', second = ''] = apiHost.split('.');
  if (second === 'sandbox' || first.includes('--')) return 'sandbox';
  if (second === 'scratch') return 'scratch';
  return second === 'develop' || second === 'trailblaze' ? 'developer' : 'production';
}

/** The `aud` of an assertion for this org. */
export function loginUrlOf(apiHost: string): string {
  const kind = orgKindOf(apiHost);
  return kind === 'sandbox' || kind === 'scratch'
    ? 'https://test.salesforce.com'
    : 'https://login.salesforce.com';
}

/** Throws unless the address is https, at a listed host, on the default port, without user information. */
export function checkEgress(address: string | URL): URL {
  const url = new URL(address);
  const listed = isApiHost(url.hostname) || loginHosts.has(url.hostname);
  if (url.protocol !== 'https:' || url.port || url.username || url.password || !listed) {
    throw new Error(`The server does not call ${url.host}.`);
  }
  return url;
}

export interface SalesforceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Of a file's own bytes; an error's text is in them, too. */
export type SalesforceBytes = Omit<SalesforceAnswer, 'text'> & { readonly bytes: Buffer };

export interface SalesforceRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Ends the call when nobody waits for it any more; its reason is what is thrown then. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * One request to a listed host; redirects are not followed, time and size are bounded.
 * `answer` hands a redirect back as it came, for who wants to look at it. Throws `salesforce_unavailable`, with no more of the cause than its name: a body could be in it.
 */
export async function callSalesforce(
  fetch: Fetch,
  address: string | URL,
  request: SalesforceRequest,
  { redirects = 'refuse' }: { redirects?: 'refuse' | 'answer' } = {},
): Promise<SalesforceAnswer> {
  const { content: text, ...answer } = await exchange(fetch, address, request, redirects, readText);
  return { ...answer, text };
}

/** The same for what need not be text. */
export async function fetchBytes(
  fetch: Fetch,
  address: string | URL,
  request: SalesforceRequest,
): Promise<SalesforceBytes> {
  const { content: bytes, ...answer } = await exchange(fetch, address, request, 'refuse', readBytes);
  return { ...answer, bytes };
}

async function exchange<T>(
  fetch: Fetch,
  address: string | URL,
  { method, headers = {}, body, timeoutMs, maxBytes, signal }: SalesforceRequest,
  redirects: 'refuse' | 'answer',
  read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<Omit<SalesforceAnswer, 'text'> & { readonly content: T }> {
  const url = checkEgress(address);
  const late = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let content: T;
  try {
    response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: signal ? AbortSignal.any([late, signal]) : late,
    });
    content = await read(bounded(response, maxBytes));
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (signal?.aborted) throw signal.reason;
    if (causeName(error) === privateAddressCode) {
      throw new AppError('salesforce_error', {
        detail: `${url.hostname} leads to an address that is not on the open internet, so it was not called.`,
        action: 'Tell your operator: the name must resolve to Salesforce’s own addresses.',
        cause: privateAddressCode,
      });
    }
    throw new AppError('salesforce_unavailable', {
      detail: late.aborted ? 'Salesforce did not answer in time.' : 'Salesforce could not be reached.',
      cause: causeName(error),
    });
  }
  if (redirects === 'refuse' && response.status >= 300 && response.status < 400) {
    throw new AppError('salesforce_error', {
      detail: 'Salesforce answered with a redirect, which is not followed. Check the org’s My Domain.',
    });
  }
  return { status: response.status, headers: response.headers, content };
}

async function* bounded(response: Response, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      const detail = `Salesforce’s answer is larger than ${Math.round(maxBytes / 1_048_576)} MB.`;
      throw new AppError('salesforce_error', { detail });
    }
    yield chunk;
  }
}

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

async function readBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function causeName(error: unknown): string {
  const code = (error as { cause?: { code?: unknown } } | null)?.cause?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}
