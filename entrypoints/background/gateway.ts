// The one door to the API: checked input out, signed with the session's key, checked answer back.

import { z } from 'zod/mini';
import { type Endpoint, fillPath } from '../../contract/endpoint.ts';
import { type ErrorCode, errorCatalog, whoCanAct } from '../../contract/errors.ts';
import { endpoints } from '../../contract/index.ts';
import type { HostError } from '../../utils/extension-host.ts';
import { offline, problem } from '../../utils/problems.ts';
import { Auth0Unreachable, NoSession } from './session.ts';

interface GatewayDeps {
  readonly apiOrigin: string;
  readonly session: {
    token(): Promise<string>;
    tokenAfterRefusal(refused: string): Promise<string>;
    /** Another number after a sign-out or a change of person. */
    stay(): number;
  };
  /** Sends with the token and a proof of this very request. */
  readonly fetch: (token: string, address: string, init: RequestInit) => Promise<Response>;
}

/** Longer than the server's own limit for a live read. */
const timeLimit = 90_000;

/** Whoever signs out waits no longer for the API: the token dies by itself soon enough. */
const endLimit = 10_000;

const wireProblem = z.object({
  title: z.string(),
  status: z.int(),
  code: z.string(),
  action: z.string(),
  retry: z.boolean(),
  who: z.optional(z.enum(whoCanAct)),
  detail: z.optional(z.string()),
  requestId: z.optional(z.string()),
});

export type Gateway = ReturnType<typeof createGateway>;

export function createGateway(deps: GatewayDeps) {
  async function exchange(
    endpoint: Endpoint,
    input: Record<string, unknown>,
    token: string,
    left?: AbortSignal,
  ) {
    const { path, rest } = fillPath(endpoint.path, input);
    const address = new URL(path, deps.apiOrigin);
    const late = AbortSignal.timeout(timeLimit);
    const init: RequestInit = {
      method: endpoint.method,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: left ? AbortSignal.any([late, left]) : late,
    };
    if (endpoint.method === 'GET') {
      for (const [name, value] of Object.entries(rest)) {
        if (value !== undefined) address.searchParams.set(name, String(value));
      }
    } else {
      init.headers = { 'content-type': 'application/json' };
      init.body = JSON.stringify(rest);
    }
    return deps.fetch(token, address.href, init);
  }

  return {
    /** Rejects with HostError, whatever went wrong. Aborting `left` ends the exchange: nobody waits for it any more. */
    async call(name: string, input: unknown, left?: AbortSignal): Promise<unknown> {
      const endpoint: Endpoint | undefined = Object.hasOwn(endpoints, name)
        ? endpoints[name as keyof typeof endpoints]
        : undefined;
      const checked = endpoint?.input.safeParse(input);
      if (!endpoint || !checked?.success) throw problem('invalid_request', { detail: `Refused: ${name}` });
      const values = checked.data as Record<string, unknown>;
      const begun = deps.session.stay();
      const still = <T>(got: T): T => {
        if (deps.session.stay() !== begun) throw new NoSession('Signed out meanwhile');
        return got;
      };
      try {
        const token = still(await deps.session.token());
        let response = await exchange(endpoint, values, token, left);
        if (response.status === 401) {
          await response.body?.cancel();
          const fresh = still(await deps.session.tokenAfterRefusal(token));
          response = await exchange(endpoint, values, fresh, left);
        }
        return still(await readAnswer(endpoint, response));
      } catch (error) {
        if (left?.aborted)
          throw problem('internal', { title: 'Nobody waits for this any more.', retry: true });
        // A refusal may tell of the person before as much as an answer.
        throw asHostError(deps.session.stay() === begun ? error : new NoSession('Signed out meanwhile'));
      }
    },

    /** Deny-lists a token; needs no session, since it ends one. */
    async end(token: string): Promise<void> {
      const response = await exchange(endpoints['session.end'], {}, token, AbortSignal.timeout(endLimit));
      if (!response.ok) throw await readProblem(response);
    },
  };
}

async function readAnswer(endpoint: Endpoint, response: Response): Promise<unknown> {
  if (!response.ok) throw await readProblem(response);
  const checked = endpoint.output.safeParse(await readJson(response));
  if (checked.success) return checked.data;
  throw problem('internal', {
    title: 'The answer has a shape this version of the extension does not know.',
    action: 'Update the extension; if it persists, report the request id.',
    retry: false,
    requestId: response.headers.get('x-request-id') ?? undefined,
  });
}

/** Undefined for a text that is no JSON; whatever else goes wrong in reading one cut it off on its way. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw offline('Canvasback');
  }
}

async function readProblem(response: Response): Promise<HostError> {
  const parsed = wireProblem.safeParse(await readJson(response));
  if (!parsed.success) {
    const detail = `HTTP ${response.status}`;
    return response.status >= 502 && response.status <= 504
      ? offline('Canvasback')
      : problem('internal', { status: response.status, detail });
  }
  const code: ErrorCode = Object.hasOwn(errorCatalog, parsed.data.code)
    ? (parsed.data.code as ErrorCode)
    : 'internal';
  return problem(code, { ...parsed.data, code });
}

function asHostError(error: unknown): Error {
  if (error instanceof NoSession) return problem('not_authenticated');
  if (error instanceof Auth0Unreachable) return offline('Auth0');
  // Fetch rejects with these two when there was no answer at all.
  if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) {
    return offline('Canvasback');
  }
  return error instanceof Error ? error : new Error(String(error));
}
