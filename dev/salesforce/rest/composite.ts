// /tooling/composite: several requests for rows or queries in one call, which counts once.

import { type Exchange, json, type Reply } from '../http/exchange.ts';
import { ApiRefusal, apiRefusal, methodRefused } from './answers.ts';

/** Salesforce's documented bounds: requests in all, and queries among them. */
const mostRequests = 25;
const mostQueries = 5;

interface Part {
  readonly method?: unknown;
  readonly url?: unknown;
  readonly referenceId?: unknown;
}

/** `base` is the API's own path; `answer` is what one request below it gets. */
export async function composite(
  call: Exchange,
  base: string,
  answer: (part: Exchange, path: string) => Promise<Reply>,
): Promise<Reply> {
  if (call.method !== 'POST') throw methodRefused(call.method, 'GET,HEAD,POST');
  const parts = readParts(await call.body());
  const queries = parts.filter(({ url }) => /\/query\b/.test(String(url)));
  if (parts.length > mostRequests || queries.length > mostQueries)
    throw new ApiRefusal(
      400,
      'LIMIT_EXCEEDED',
      `Too many requests in a composite: at most ${mostRequests}, and ${mostQueries} queries.`,
    );
  const answers: unknown[] = [];
  for (const part of parts) answers.push(await one(call, part, base, answer));
  return json(200, { compositeResponse: answers });
}

function readParts(body: string): readonly Part[] {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    throw new ApiRefusal(400, 'JSON_PARSER_ERROR', 'The body is no JSON.');
  }
  const list = (given as { compositeRequest?: unknown } | null)?.compositeRequest;
  if (!Array.isArray(list) || list.length === 0)
    throw new ApiRefusal(400, 'JSON_PARSER_ERROR', 'Required field missing: compositeRequest');
  return list as readonly Part[];
}

async function one(
  call: Exchange,
  { method, url, referenceId }: Part,
  base: string,
  answer: (part: Exchange, path: string) => Promise<Reply>,
): Promise<unknown> {
  const reply = await answerOf(call, String(method), String(url), base, answer);
  return {
    body: JSON.parse(String(reply.body ?? 'null')) as unknown,
    httpHeaders: {},
    httpStatusCode: reply.status,
    referenceId,
  };
}

async function answerOf(
  call: Exchange,
  method: string,
  url: string,
  base: string,
  answer: (part: Exchange, path: string) => Promise<Reply>,
): Promise<Reply> {
  try {
    const address = new URL(url, 'https://org.invalid');
    const below = address.pathname.startsWith(`${base}/`) ? address.pathname.slice(base.length + 1) : '';
    if (!/^(?:sobjects\/|query$)/.test(below))
      throw new ApiRefusal(400, 'INVALID_INPUT', `The resource ${url} cannot be in a composite.`);
    if (method !== 'GET')
      throw new ApiRefusal(501, 'NOT_IN_STAND_IN', 'Only reads can be in a composite here.');
    const part: Exchange = { ...call, method, path: address.pathname, query: address.searchParams };
    return await answer(part, below);
  } catch (cause) {
    if (cause instanceof ApiRefusal) return apiRefusal(cause);
    throw cause;
  }
}
