// The https server: reads each request, applies the faults, routes it, writes the answer.

import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server as PlainServer,
  type ServerResponse,
} from 'node:http';
import { createServer, type Server } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { Org } from '../state/org.ts';
import { BodyTooLarge, type Exchange, json, type Reply, readBody, readCookies } from './exchange.ts';
import { route } from './route.ts';

export function createOrgServer(
  org: Org,
  tls: { cert: string; key: string },
  tell: (line: string) => void,
): Server {
  const server = createServer({ cert: tls.cert, key: tls.key }, answering(org, tell));
  server.keepAliveTimeout = 5000;
  return server;
}

/** The same org by plain http, where nothing but a refusal or the way to https is to be had. */
export function createPlainServer(org: Org, tell: (line: string) => void): PlainServer {
  return createHttpServer(answering(org, tell));
}

function answering(org: Org, tell: (line: string) => void) {
  return (request: IncomingMessage, response: ServerResponse) => {
    serve(org, request, response, tell).catch((cause: unknown) => {
      tell(`${request.method} ${request.url}: ${cause instanceof Error ? cause.stack : String(cause)}`);
      response.destroy();
    });
  };
}

async function serve(
  org: Org,
  request: IncomingMessage,
  response: ServerResponse,
  tell: (line: string) => void,
): Promise<void> {
  const call = readCall(org, request);
  const fault = call.path.startsWith('/services/') ? await apiFault(org) : 'none';
  if (fault === 'reset') {
    call.log.status = 0;
    request.socket.destroy();
    return;
  }
  let reply: Reply;
  try {
    reply = fault === '503' ? unavailable() : await route(org, call);
  } catch (cause) {
    if (cause instanceof BodyTooLarge) reply = { status: 413, body: 'Request Entity Too Large' };
    else {
      tell(
        `${call.method} ${call.host}${call.path}: ${cause instanceof Error ? cause.stack : String(cause)}`,
      );
      reply = json(500, [{ message: 'An unexpected error occurred.', errorCode: 'UNKNOWN_EXCEPTION' }]);
    }
  }
  call.log.status = reply.status;
  const body = reply.body === undefined ? Buffer.alloc(0) : Buffer.from(reply.body);
  response.writeHead(reply.status, {
    date: new Date(org.now()).toUTCString(),
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    ...reply.headers,
    'content-length': String(body.length),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function readCall(org: Org, request: IncomingMessage): Exchange {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  const url = new URL(request.url ?? '/', 'https://here.invalid');
  const method = request.method ?? 'GET';
  const query = new URLSearchParams(url.search);
  const path = decodedPath(url.pathname);
  return {
    method,
    host,
    path,
    query,
    headers: request.headers,
    cookies: readCookies(request.headers.cookie),
    address: request.socket.remoteAddress ?? '',
    secure: request.socket instanceof TLSSocket,
    log: org.log.begin(method, host, path),
    body: (limit = 1_000_000) => readBody(request, limit),
  };
}

function decodedPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Waits where the org is slow; says how the call must fail where it is down. */
async function apiFault(org: Org): Promise<'none' | '503' | 'reset'> {
  const { faults } = org;
  if (faults.slow > 0) await wait(faults.slow);
  if (faults.down === 'no') return 'none';
  if (faults.downAfter > 0) {
    faults.downAfter -= 1;
    return 'none';
  }
  const how = faults.down;
  if (faults.downFor > 0) {
    faults.downFor -= 1;
    if (faults.downFor === 0) faults.down = 'no';
  }
  return how;
}

function unavailable(): Reply {
  return {
    status: 503,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: '<!doctype html><html lang="en"><head><title>Service Unavailable</title></head><body><h1>We are down for maintenance.</h1><p>Sorry for the inconvenience. We’ll be back shortly.</p></body></html>',
  };
}
