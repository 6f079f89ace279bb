// Puts every endpoint of the contract at its address: who asks, what they send, what they may, and what goes back.

import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { ZodMiniType } from 'zod/mini';
import type { Endpoint } from '#contract/endpoint.ts';
import { type EndpointName, endpoints } from '#contract/index.ts';
import { AppError } from '../errors.ts';
import { type Authority, authenticate, authorizeOrg, proofOf, requireAccess } from './authenticate.ts';
import type { Call, Handlers } from './call.ts';
import { leavingOf } from './caller-left.ts';
import type { LimitClass, RateLimits } from './rate-limit.ts';
import { limitHeaders } from './rate-limited.ts';
import { readInput } from './read-input.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who was verified, for the log; empty before that. */
    subject: string;
  }
}

export interface MountOptions {
  readonly authority: Authority;
  readonly limits: RateLimits;
  readonly handlers: Handlers;
}

type AnyCall = Call<EndpointName>;

export function mount(app: FastifyInstance, options: MountOptions): void {
  const methods = new Map<string, Set<string>>();
  for (const name of Object.keys(endpoints) as EndpointName[]) {
    const endpoint: Endpoint = endpoints[name];
    const url = endpoint.path.replace(/\{(\w+)\}/g, ':$1');
    app.route({
      method: endpoint.method,
      url,
      handler: (request, reply) => serve(name, endpoint, request, reply, options),
    });
    methods.set(url, (methods.get(url) ?? new Set()).add(endpoint.method));
  }
  for (const [url, taken] of methods) refuseOthers(app, url, taken);
}

async function serve(
  name: EndpointName,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  { authority, limits, handlers }: MountOptions,
): Promise<unknown> {
  const person = await authenticate(request, authority, limits);
  request.subject = person.subject;
  const kind = classOf(endpoint);
  const spent = await limits.spend({ subject: person.subject, kind });
  reply.headers(limitHeaders([spent]));
  if (endpoint.connects) await limits.checkConnect(person.subject);

  const input = readInput(endpoint, request) as { orgId?: string };
  const member = await authority.member(person.subject);
  const log = request.log.child({ endpoint: name, subject: person.subject });
  const call: Record<string, unknown> = { input, person, member, log };
  if (input.orgId !== undefined) {
    Object.assign(call, await authorizeOrg(authority, endpoint.access, input.orgId, member));
    if (kind === 'salesforce') reply.headers(limitHeaders([spent, await limits.spendOrg(input.orgId)]));
    call.link = await requireAccess(authority, endpoint.access, input.orgId, person.subject, member?.role);
  } else if (endpoint.access !== 'person') {
    throw new Error(`${name} needs standing but names no org.`);
  }
  if (endpoint.purpose || endpoint.forgets || endpoint.setsApp) call.proof = proofOf(request);
  if (endpoint.purpose) call.leaving = leavingOf(reply);

  const handle = handlers[name] as (call: AnyCall) => Promise<unknown>;
  const handled = handle(call as unknown as AnyCall);
  const answer = await (endpoint.connects ? countFailures(handled, endpoint, request, limits) : handled);
  const output = (endpoint.output as ZodMiniType).safeParse(answer);
  if (!output.success) {
    const places = output.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`${name} answered what its contract does not allow: ${places}`);
  }
  return output.data;
}

/** Somebody else is a moment ahead, or what was sent is malformed: neither is a try at what is not one's own. */
const noTry: ReadonlySet<string> = new Set(['connect_busy', 'invalid_request', 'rate_limited']);

async function countFailures(
  handled: Promise<unknown>,
  { purpose }: Endpoint,
  { subject, ip }: FastifyRequest,
  limits: RateLimits,
): Promise<unknown> {
  try {
    const answer = await handled;
    // Only the step in which Salesforce confirms who it is forgives; to begin is no success.
    if (purpose) await limits.forgiveConnect(subject);
    return answer;
  } catch (error) {
    const failed = error instanceof AppError && error.entry.status < 500 && !noTry.has(error.code);
    if (failed) await limits.countFailedConnect({ subject, address: ip });
    throw error;
  }
}

function classOf(endpoint: Endpoint): LimitClass {
  if (endpoint.purpose) return 'salesforce';
  if (endpoint.looksOutside) return 'outside';
  return endpoint.method === 'GET' ? 'read' : 'write';
}

const everyMethod: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

function refuseOthers(app: FastifyInstance, url: string, taken: ReadonlySet<string>): void {
  app.route({
    method: everyMethod.filter((method) => !taken.has(method)),
    url,
    handler: (_request, reply) => {
      reply.header('allow', [...taken].join(', '));
      throw new AppError('method_not_allowed');
    },
  });
}
