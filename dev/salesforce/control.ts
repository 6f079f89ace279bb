// The control server for tests: what was asked, edits as a user, faults, the state. Plain http on loopback.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { appSettings, setApp } from './app.ts';
import { setFaults } from './faults.ts';
import { readBody } from './http/exchange.ts';
import { childNamed, typeNamed } from './metadata/types.ts';
import type { FileContent } from './state/components.ts';
import { orgState } from './state/describe.ts';
import { deleteComponent, editComponent } from './state/edit.ts';
import type { Org } from './state/org.ts';
import type { Person } from './state/people.ts';
import { roleOfName } from './state/source-path.ts';

class BadRequest extends Error {}

export function createControlServer(org: Org, token: string | undefined): Server {
  return createServer((request, response) => {
    handle(org, token, request).then(
      (value) => send(response, 200, value),
      (cause: unknown) => {
        const problem = cause instanceof Error ? cause.message : String(cause);
        send(response, cause instanceof BadRequest ? 400 : 500, { problem });
      },
    );
  });
}

async function handle(org: Org, token: string | undefined, request: IncomingMessage): Promise<unknown> {
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
    throw new BadRequest('loopback only');
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
    throw new BadRequest('wrong token');
  const path = (request.url ?? '/').split('?')[0];
  const body = request.method === 'POST' ? readJson(await readBody(request, 50_000_000)) : {};
  switch (`${request.method} ${path}`) {
    case 'GET /requests':
      return { calls: org.log.list() };
    case 'POST /requests/clear':
      org.log.clear();
      return {};
    case 'GET /state':
      return orgState(org);
    case 'GET /fault':
      return org.faults;
    case 'POST /fault':
      try {
        setFaults(org.faults, body);
      } catch (cause) {
        throw new BadRequest(String(cause));
      }
      return org.faults;
    case 'GET /app':
      return appSettings(org.app);
    case 'POST /app':
      try {
        setApp(org.app, body);
      } catch (cause) {
        throw new BadRequest(String(cause));
      }
      return appSettings(org.app);
    case 'POST /edit':
      return edit(org, body);
    case 'POST /delete':
      return remove(org, body);
    case 'POST /sign-in':
      org.signIn = body.username === '' ? '' : personOf(org, body.username).username;
      return { signIn: org.signIn };
    case 'POST /end-sessions':
      return { closed: org.sessions.closeAll(body.username ? personOf(org, body.username).id : undefined) };
    case 'GET /component':
      return component(org, new URLSearchParams((request.url ?? '').split('?')[1]));
    default:
      throw new BadRequest(`no such control: ${request.method} ${path}`);
  }
}

/** `files` maps source-format file names, or `content` and `metadata`, to texts. */
async function edit(org: Org, body: Record<string, unknown>): Promise<unknown> {
  const type = typeOf(body.type);
  const files: Record<string, FileContent | null> = {};
  if (typeof body.files !== 'object' || body.files === null)
    throw new BadRequest('files maps names to texts');
  for (const [name, text] of Object.entries(body.files)) {
    const role = roleOfName(type, name);
    if (!role || typeof text !== 'string') throw new BadRequest(`not a component's file: ${name}`);
    files[role] = text;
  }
  const made = await editComponent(org, {
    type,
    fullName: textOf(body.fullName, 'fullName'),
    files,
    by: personOf(org, body.by ?? 'sam.okafor@acme.example'),
    at: typeof body.at === 'number' ? body.at : typeof body.at === 'string' ? Date.parse(body.at) : undefined,
    activate: typeof body.activate === 'boolean' ? body.activate : undefined,
    display: typeof body.display === 'string' ? body.display : undefined,
  }).catch((cause: unknown) => {
    throw new BadRequest(cause instanceof Error ? cause.message : String(cause));
  });
  return { id: made.id, versionId: made.versions.at(-1)?.id };
}

async function remove(org: Org, body: Record<string, unknown>): Promise<unknown> {
  const found = org.components.byName(typeOf(body.type), textOf(body.fullName, 'fullName'));
  if (!found) throw new BadRequest('no such component');
  await deleteComponent(org, found, personOf(org, body.by ?? 'sam.okafor@acme.example'));
  return { id: found.id };
}

async function component(org: Org, query: URLSearchParams): Promise<unknown> {
  const found = org.components.byName(typeOf(query.get('type')), query.get('fullName') ?? '');
  if (!found) throw new BadRequest('no such component');
  return {
    id: found.id,
    content: await org.components.text(found, 'content'),
    metadata: await org.components.text(found, 'metadata'),
  };
}

function typeOf(value: unknown): string {
  if (typeof value === 'string' && (typeNamed(value) || childNamed(value))) return value;
  throw new BadRequest(`no metadata type: ${String(value)}`);
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new BadRequest(`${name} is missing`);
  return value;
}

function personOf(org: Org, username: unknown): Person {
  const person = org.people.byUsername(textOf(username, 'username'));
  if (!person) throw new BadRequest(`no such user: ${String(username)}`);
  return person;
}

function readJson(text: string): Record<string, unknown> {
  try {
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    throw new BadRequest('the body is no JSON');
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
