// The https server: reads each request, lets the faults have their say, routes it, sends the answer.

import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server as PlainServer,
  type ServerResponse,
} from 'node:http';
import { createServer, type Server } from 'node:https';
import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { chooseFault } from '../faults/choose.ts';
import { zipPlace } from '../faults/cut.ts';
import { drawLatency } from '../faults/latency.ts';
import type { FaultKind } from '../faults/rule.ts';
import { serverError } from '../faults/server-errors.ts';
import { surfaceOf } from '../faults/surface.ts';
import type { Org } from '../state/org.ts';
import { deliver } from './deliver.ts';
import { BodyTooLarge, type Exchange, json, type Reply, readCookies } from './exchange.ts';
import { operationOf } from './operation.ts';
import { readOnce } from './read-once.ts';
import { route } from './route.ts';

/** What a rule may read of a body to find its operation. */
const readForRules = 64 * 1024 * 1024;

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
    const call = readCall(org, request);
    serve(org, call, request, response, tell)
      .catch((cause: unknown) => {
        // A client that went away, or a fault that cut its connection, is no problem of the org.
        if (!request.socket.destroyed) tell(`${call.method} ${call.host}${call.path}: ${inFull(cause)}`);
        response.destroy();
      })
      .finally(() => {
        if (call.number !== undefined) org.traffic.end(call.number);
      });
  };
}

async function serve(
  org: Org,
  call: Exchange,
  request: IncomingMessage,
  response: ServerResponse,
  tell: (line: string) => void,
): Promise<void> {
  const began = performance.now();
  const fault = (await outage(org, call)) ?? (await ruled(org, call, 'call'));
  if (fault) call.log.fault = fault;
  if (fault === 'drop') {
    request.socket.destroy();
    return;
  }
  if (fault === 'no-answer') {
    await org.traffic.hold(request.socket);
    return;
  }
  const surface = surfaceOf(call.path);
  const reply = (fault && serverError(fault, surface, org.usage.used)) ?? (await routed(org, call, tell));
  const delay = drawLatency(org.faults.latency[surface], org.traffic.chance);
  if (delay > 0) await wait(delay);
  if (fault === 'lost-answer') {
    request.socket.destroy();
    return;
  }
  call.log.status = reply.status;
  call.log.ms = performance.now() - began;
  await deliver(request, response, org.now(), reply, fault ?? (await zipFault(org, call, reply)));
}

async function routed(org: Org, call: Exchange, tell: (line: string) => void): Promise<Reply> {
  try {
    return await route(org, call);
  } catch (cause) {
    if (cause instanceof BodyTooLarge) return { status: 413, body: 'Request Entity Too Large' };
    tell(`${call.method} ${call.host}${call.path}: ${inFull(cause)}`);
    return json(500, [{ message: 'An unexpected error occurred.', errorCode: 'UNKNOWN_EXCEPTION' }]);
  }
}

function readCall(org: Org, request: IncomingMessage): Exchange {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  const url = new URL(request.url ?? '/', 'https://here.invalid');
  const method = request.method ?? 'GET';
  const query = new URLSearchParams(url.search);
  const path = decodedPath(url.pathname);
  const surface = surfaceOf(path);
  return {
    method,
    host,
    path,
    query,
    headers: request.headers,
    cookies: readCookies(request.headers.cookie),
    address: addressOf(request),
    secure: request.socket instanceof TLSSocket,
    log: org.log.begin(method, host, path),
    number: surface === 'rest' || surface === 'soap' ? org.traffic.begin() : undefined,
    ...readOnce(request),
  };
}

/**
 * Where the call comes from. All of a local world is one machine, so whoever calls may say in whose place it stands; by
 * a header that Salesforce does not know.
 */
function addressOf({ headers, socket }: IncomingMessage): string {
  const said = headers['x-stand-in-address'];
  const address = typeof said === 'string' && isIP(said) > 0 ? said : (socket.remoteAddress ?? '');
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

function decodedPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The whole API slow or down, as the older settings have it. */
async function outage(org: Org, call: Exchange): Promise<FaultKind | undefined> {
  const { faults } = org;
  if (!call.path.startsWith('/services/')) return undefined;
  if (faults.slow > 0) await wait(faults.slow);
  if (faults.down === 'no') return undefined;
  if (faults.downAfter > 0) {
    faults.downAfter -= 1;
    return undefined;
  }
  const how = faults.down;
  if (faults.downFor > 0) {
    faults.downFor -= 1;
    if (faults.downFor === 0) faults.down = 'no';
  }
  return how === '503' ? 'maintenance' : 'drop';
}

function ruled(org: Org, call: Exchange, phase: 'call' | 'zip'): Promise<FaultKind | undefined> {
  const asked = {
    surface: surfaceOf(call.path),
    path: call.path,
    operation: () => operationOf(call, readForRules),
  };
  return chooseFault(org.faults.rules, asked, org.traffic.chance, phase);
}

/** A fault for answers with a zip, when this answer has one. */
async function zipFault(org: Org, call: Exchange, reply: Reply): Promise<FaultKind | undefined> {
  if (org.faults.rules.length === 0 || surfaceOf(call.path) !== 'soap' || reply.status !== 200)
    return undefined;
  if (!zipPlace(Buffer.from(reply.body ?? ''))) return undefined;
  const fault = await ruled(org, call, 'zip');
  if (fault) call.log.fault = fault;
  return fault;
}

function inFull(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
