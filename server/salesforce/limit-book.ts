// Remembers how much of each org's daily requests is used, and keeps the last tenth for the customer.

import { AppError } from '../errors.ts';

export interface LimitBook {
  /** Takes the figures from a `Sforce-Limit-Info` header. */
  note(orgId: string, header: string | null): void;
  /** Throws `salesforce_limit` when the org was last seen within its last tenth. */
  check(orgId: string): void;
  /** Requests left today, as last seen. */
  remaining(orgId: string): number | undefined;
}

/** After this, one request is let through to see whether the figures have changed. */
const staleMs = 5 * 60_000;

export function createLimitBook(now: () => number): LimitBook {
  const pages = new Map<string, { used: number; max: number; at: number }>();
  return {
    note(orgId, header) {
      const [, used, max] = /\bapi-usage=(\d+)\/(\d+)/.exec(header ?? '') ?? [];
      if (used && max && Number(max) > 0) {
        pages.set(orgId, { used: Number(used), max: Number(max), at: now() });
      }
    },
    check(orgId) {
      const page = pages.get(orgId);
      if (!page || page.used < page.max * 0.9 || now() - page.at > staleMs) return;
      throw new AppError('salesforce_limit', {
        detail: `${page.used} of ${page.max} requests are used today; the last tenth is left to you.`,
        retryAfter: Math.ceil((page.at + staleMs - now()) / 1000),
      });
    },
    remaining(orgId) {
      const page = pages.get(orgId);
      return page && Math.max(0, page.max - page.used);
    },
  };
}
