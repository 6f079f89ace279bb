// What a Salesforce user is called now, asked by user id in one query: with a token of the integration user's, which is revoked, or with a person's.

import * as z from 'zod/mini';
import type { Attempt } from '../audit/record.ts';
import { callSalesforce, type Fetch } from '../salesforce/hosts.ts';
import type { MintedToken, MintOrder } from './mint-token.ts';
import type { Connection } from './policy.ts';
import type { OrgRef } from './protocol.ts';

export interface FindUsernameDeps {
  readonly fetch: Fetch;
  mint(order: MintOrder): Promise<MintedToken>;
  revoke(held: { apiHost: string; token: string }): Promise<boolean>;
}

export interface UsernameWanted {
  readonly org: OrgRef;
  readonly connection: Connection;
  readonly userId: string;
  readonly attempt: Omit<Attempt, 'org' | 'actingAs'>;
}

const apiVersion = '66.0';
const answerShape = z.object({ records: z.array(z.object({ Username: z.string() })) });

export interface UserAsked {
  readonly apiHost: string;
  /** Stays its owner's to revoke. */
  readonly token: string;
  readonly userId: string;
}

/** Undefined when it cannot be found out; never throws. */
export async function askUsername(
  fetch: Fetch,
  { apiHost, token, userId }: UserAsked,
): Promise<string | undefined> {
  if (!/^005\w{15}$/.test(userId)) return undefined;
  const soql = `SELECT Username FROM User WHERE Id = '${userId}'`;
  try {
    const { status, text } = await callSalesforce(
      fetch,
      `https://${apiHost}/services/data/v${apiVersion}/query?q=${encodeURIComponent(soql)}`,
      {
        method: 'GET',
        headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
        timeoutMs: 5000,
        maxBytes: 64 * 1024,
      },
    );
    return status === 200 ? answerShape.parse(JSON.parse(text)).records[0]?.Username : undefined;
  } catch {
    // Whatever led here stands, and says what to do.
    return undefined;
  }
}

/** Undefined when it cannot be found out; never throws. The mint is recorded like any other. */
export async function findUsername(
  { fetch, mint, revoke }: FindUsernameDeps,
  { org, connection, userId, attempt }: UsernameWanted,
): Promise<string | undefined> {
  const { apiHost } = org;
  let token: string | undefined;
  try {
    const order = { org, user: connection.integration, attempt: { ...attempt, component: `User ${userId}` } };
    token = (await mint({ ...order, wanted: () => true })).accessToken;
    return await askUsername(fetch, { apiHost, token, userId });
  } catch {
    // The refusal that led here stands, and says what to do.
    return undefined;
  } finally {
    if (token !== undefined) await revoke({ apiHost, token });
  }
}
