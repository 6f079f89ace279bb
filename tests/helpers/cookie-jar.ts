// Cookies for a fetch that walks through sign-in pages as a browser would.

export interface Browsing {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Follows redirects until an address starts with `stop`; returns that address, or the last answer. */
  follow(
    url: string,
    init: RequestInit | undefined,
    stop: string,
  ): Promise<{ url: string; response?: Response }>;
  readonly cookies: ReadonlyMap<string, string>;
}

/** One jar for one host; paths and expiry are honoured as far as sign-in needs them. */
export function createBrowsing(fetch: typeof globalThis.fetch): Browsing {
  const jar = new Map<string, string>();

  async function visit(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    if (!headers.has('accept')) headers.set('accept', 'text/html');
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split('; ');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const gone = attributes.some((each) => /^expires=thu, 01 jan 1970/i.test(each));
      if (gone || value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  async function follow(url: string, init: RequestInit | undefined, stop: string) {
    let at = url;
    let response = await visit(at, init);
    for (let hops = 0; hops < 10; hops += 1) {
      const location = response.headers.get('location');
      if (!location) return { url: at, response };
      at = new URL(location, at).href;
      if (at.startsWith(stop)) return { url: at };
      response = await visit(at);
    }
    throw new Error(`Too many redirects, the last to ${at}`);
  }

  return { fetch: visit, follow, cookies: jar };
}
