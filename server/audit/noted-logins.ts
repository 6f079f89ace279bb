// What the worker may ask the delegation service of an org's logins, checked on both sides of the socket.

import * as z from 'zod/mini';

/** Logins of one org, asked for from a time on (epoch milliseconds); `after` is the last of the page before. */
export const loginsQuery = z.object({
  orgId: z.string().check(z.regex(/^00D[0-9A-Za-z]{15}$/)),
  from: z.int(),
  after: z.optional(z.object({ askedAt: z.int(), id: z.string().check(z.maxLength(64)) })),
});
export type LoginsQuery = z.output<typeof loginsQuery>;

/** When a token was asked of Salesforce for whom, through which app: never who asked, nor because of what. */
export const notedLogins = z.object({
  /** Oldest first. */
  logins: z.array(
    z.object({
      id: z.string(),
      userId: z.optional(z.string()),
      clientId: z.string(),
      askedAt: z.int(),
      /** Absent while no answer was noted. */
      endedAt: z.optional(z.int()),
      outcome: z.enum(['granted', 'refused', 'unknown']),
    }),
  ),
  /** Set when there may be more. */
  more: z.boolean(),
  /** From when on all of them are noted. */
  since: z.int(),
});
export type NotedLogins = z.output<typeof notedLogins>;
