// The control server: JSON for tests, pages for people. Plain http on loopback.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Door } from './admin/door.ts';
import { type AdminCall, adminPages, isAdmin, tokenPage } from './admin/route.ts';
import { BadRequest, type Body } from './control/problem.ts';
import { controls } from './control/table.ts';
import { BodyTooLarge, json, type Reply, readBody } from './http/exchange.ts';
import type { Org } from './state/org.ts';

const largestBody = 50_000_000;

export function createControlServer(org: Org, token: string | undefined): Server {
  const door = new Door(token);
  return createServer((request, response) => {
    handle(org, door, request)
      .catch((cause: unknown): Reply => {
        const problem = cause instanceof Error ? cause.message : String(cause);
        const refused = cause instanceof BadRequest || cause instanceof BodyTooLarge;
        return json(refused ? 400 : 500, { problem });
      })
      .then((reply) => send(response, reply));
  });
}

async function handle(org: Org, door: Door, request: IncomingMessage): Promise<Reply> {
  const refusal = door.refusal(request);
  if (refusal !== undefined) throw new BadRequest(refusal);
  const [path = '/', search] = (request.url ?? '/').split('?');
  const query = new URLSearchParams(search);
  const method = request.method ?? 'GET';
  if (isAdmin(path)) {
    const form = new URLSearchParams(method === 'POST' ? await readBody(request, largestBody) : '');
    const call: AdminCall = { method, path, query, form };
    return door.knows(request) ? adminPages(org, call) : tokenPage(door, call);
  }
  if (!door.knows(request)) throw new BadRequest('wrong token');
  const name = `${method} ${path}`;
  const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
  if (!control) throw new BadRequest(`no such control: ${name}`);
  const body = method === 'POST' ? readJson(await readBody(request, largestBody)) : {};
  return json(200, await control(org, { body, query }));
}

function readJson(text: string): Body {
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw new BadRequest('the body is no JSON', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadRequest('the body is no object');
  return value as Body;
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}
