// Who may use the control server: this machine only, no other site's pages, and whoever knows the token where one is set.

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { readCookies } from '../http/exchange.ts';

const cookieName = 'org-stand-in';

export class Door {
  readonly #token: string | undefined;
  /** Cookies given to browsers that knew the token. */
  readonly #let = new Set<string>();

  constructor(token: string | undefined) {
    this.#token = token;
  }

  /** Why the request is refused whoever sends it; undefined: it isn't. */
  refusal({ headers, method }: IncomingMessage): string | undefined {
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? '')) return 'loopback only';
    if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return 'another origin';
    // A browser that hides the origin still says that another site sent it.
    const site = headers['sec-fetch-site'];
    if (method !== 'GET' && site !== undefined && site !== 'same-origin' && site !== 'none')
      return 'another origin';
    return undefined;
  }

  /** Whether the request carries the token, or a cookie that was given for it. */
  knows({ headers }: IncomingMessage): boolean {
    if (this.#token === undefined) return true;
    const bearer = /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1];
    if (bearer !== undefined) return same(bearer, this.#token);
    return this.#let.has(readCookies(headers.cookie).get(cookieName) ?? '');
  }

  /** A cookie for a browser that sent the right token. */
  letIn(token: string): string | undefined {
    if (this.#token === undefined || !same(token, this.#token)) return undefined;
    const value = randomBytes(24).toString('base64url');
    this.#let.add(value);
    return `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict`;
  }
}

function same(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
