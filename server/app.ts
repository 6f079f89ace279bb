// Builds the API's web server from its parts; it keeps no state outside the instance.

import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { installHeaders } from './http/answer-headers.ts';
import type { Authority } from './http/authenticate.ts';
import type { Handlers } from './http/call.ts';
import { createFailing, installErrorHandler, isBeforeSignIn } from './http/error-handler.ts';
import { type AskWorker, installHealth, type Readiness } from './http/health.ts';
import { mount } from './http/mount.ts';
import type { RateLimits } from './http/rate-limit.ts';
import { createRefusalLog } from './http/refusal-log.ts';
import type { Log } from './log.ts';

export interface AppDeps {
  readonly log: Log;
  readonly authority: Authority;
  readonly limits: RateLimits;
  readonly handlers: Handlers;
  readonly ready: Readiness;
  readonly worker: AskWorker;
  readonly extensionIds: readonly string[];
  /** Addresses or networks whose X-Forwarded-For is believed; none by default. */
  readonly trustedProxies?: readonly string[];
  /** PEM texts; plain HTTP without them. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Bytes. */
  readonly bodyLimit?: number;
  readonly patience?: Patience;
}

/** Milliseconds that a client may take. */
export interface Patience {
  readonly headers: number;
  /** Headers and body together. */
  readonly request: number;
  /** Without a byte in either direction: longer than the longest answer takes. */
  readonly idle: number;
  /** How often they are looked at. */
  readonly check: number;
}

const usualPatience: Patience = { headers: 10_000, request: 30_000, idle: 120_000, check: 2_000 };

export function buildApp(deps: AppDeps): FastifyInstance {
  const refusals = createRefusalLog(deps.log, () => deps.authority.now());
  const fail = createFailing(refusals);
  const patience = deps.patience ?? usualPatience;
  const timed = { headersTimeout: patience.headers, connectionsCheckingInterval: patience.check };
  const app = Fastify({
    ...(deps.tls ? { https: { ...deps.tls, minVersion: 'TLSv1.2', ...timed } } : { http: timed }),
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: fail,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: deps.bodyLimit ?? 64 * 1024,
    exposeHeadRoutes: false,
    trustProxy: deps.trustedProxies?.length ? [...deps.trustedProxies] : false,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    requestTimeout: patience.request,
    connectionTimeout: patience.idle,
    routerOptions: { maxParamLength: 256 },
  }) as FastifyInstance;

  app.decorateRequest('subject', '');
  installErrorHandler(app, fail);
  app.addHook('onClose', async () => refusals.stop());
  installHeaders(app, { extensionIds: deps.extensionIds, nonce: () => deps.authority.verifier.nonce() });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url;
    // What is refused before sign-in is counted in a log of its own.
    const quiet = isBeforeSignIn(request) && reply.statusCode < 500;
    const level = quiet ? 'debug' : 'info';
    request.log[level](
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ...(request.subject ? { subject: request.subject } : {}),
      },
      'answered',
    );
  });
  installHealth(app, deps.ready, deps.worker, () => deps.authority.now());
  // In a plugin of its own, so that the routes come after the hooks registered above.
  app.register(async (routes) => mount(routes, deps));
  return app;
}
