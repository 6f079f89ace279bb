// The control server: JSON for tests, pages for people. Plain http on loopback.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BadRequest, type Body } from './control/problem.ts';
import { controls } from './control/table.ts';
import { BodyTooLarge, readBody } from './http/exchange.ts';
import type { Org } from './state/org.ts';

const largestBody = 50_000_000;

export function createControlServer(org: Org, token: string | undefined): Server {
  return createServer((request, response) => {
    handle(org, token, request).then(
      (value) => send(response, 200, value),
      (cause: unknown) => {
        const problem = cause instanceof Error ? cause.message : String(cause);
        const refused = cause instanceof BadRequest || cause instanceof BodyTooLarge;
        send(response, refused ? 400 : 500, { problem });
      },
    );
  });
}

async function handle(org: Org, token: string | undefined, request: IncomingMessage): Promise<unknown> {
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
    throw new BadRequest('loopback only');
  if (request.headers.origin !== undefined && request.headers.origin !== `http://${request.headers.host}`)
    throw new BadRequest('another origin');
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
    throw new BadRequest('wrong token');
  const [path = '/', search] = (request.url ?? '/').split('?');
  const name = `${request.method} ${path}`;
  const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
  if (!control) throw new BadRequest(`no such control: ${name}`);
  const body = request.method === 'POST' ? readJson(await readBody(request, largestBody)) : {};
  return control(org, { body, query: new URLSearchParams(search) });
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

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
