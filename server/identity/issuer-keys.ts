// Fetches the issuer's public keys: one request for any number of waiting callers, bounded in time and size.

export type Fetch = typeof globalThis.fetch;

const timeoutMs = 5000;
const maxBytes = 256 * 1024;

/** The issuer could not be asked for its keys; nobody's token is to blame. */
export class IssuerUnavailable extends Error {
  constructor(cause: unknown) {
    super('The sign-in service did not give its public keys.', { cause });
    this.name = 'IssuerUnavailable';
  }
}

/** A `fetch` for one address only: the key set. Redirects are not followed. */
export function createKeyFetch(fetch: Fetch, address: string): Fetch {
  let flight: Promise<string> | undefined;

  const load = async () => {
    try {
      const response = await fetch(address, {
        redirect: 'manual',
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await readBounded(response);
      if (response.status !== 200) throw new Error(`The key set answered ${response.status}.`);
      return text;
    } catch (cause) {
      throw new IssuerUnavailable(cause);
    }
  };

  return async () => {
    flight ??= load().finally(() => {
      flight = undefined;
    });
    return new Response(await flight, { headers: { 'content-type': 'application/json' } });
  };
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error('The key set is larger than allowed.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
