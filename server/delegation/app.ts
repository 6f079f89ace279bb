// The delegation service over HTTP: who calls, what they ask, one answer; the body is checked here and nowhere else.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { output, ZodMiniType } from 'zod/mini';
import { countAttempts, listAttempts, tallyAttempts } from '../audit/list.ts';
import { loginsQuery, type NotedLogins } from '../audit/noted-logins.ts';
import type { LogService } from '../audit/serve.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { CallerCheck } from './callers.ts';
import { findConnection } from './db/connections.ts';
import type { DelegationDatabase } from './db/database.ts';
import { listKeyEvents, tallyKeyEvents } from './db/key-events.ts';
import { listLogins, loginsSince } from './db/logins.ts';
import type { Forgetting } from './forget.ts';
import type { Jobs } from './jobs.ts';
import { growthQuery, linesQuery, provenQuery } from './log-protocol.ts';
import type { OrgApps } from './org-apps.ts';
import { type Caller, mayListLogins, mayReadLog } from './policy.ts';
import {
  changeOrgApp,
  type EntryTallies,
  entriesQuery,
  entriesScope,
  entryTallies,
  forget,
  keyEventsQuery,
  keyEventsScope,
  type LoggedEntries,
  makeOrgKey,
  mintInput,
  nameOrgApp,
  openJob,
  purpose,
} from './protocol.ts';
import { Refusal } from './refusal.ts';
import { SalesforceRefusal } from './salesforce-errors.ts';

export interface DelegationAppDeps {
  readonly jobs: Jobs;
  readonly forget: Forgetting;
  readonly orgApps: OrgApps;
  readonly callers: CallerCheck;
  readonly db: DelegationDatabase;
  readonly auditLog: LogService;
  readonly log: Log;
}

const maxBodyBytes = 256 * 1024;

export function createDelegationApp(deps: DelegationAppDeps): Server {
  const server = createServer((request, response) => {
    answer(deps, request)
      .then(({ status, body }) => send(response, status, body))
      .catch((error: unknown) => fail(deps.log, request, response, error));
  });
  server.headersTimeout = 5000;
  server.requestTimeout = 10_000;
  server.maxRequestsPerSocket = 1;
  return server;
}

interface Answer {
  status: number;
  body: unknown;
}

async function answer(deps: DelegationAppDeps, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://delegation');
  const at = `${request.method} ${url.pathname}`;
  if (at === 'GET /healthz') return { status: 200, body: { ok: true } };
  const caller = await deps.callers(request.headers.authorization);
  if (at === 'POST /entries') return { status: 200, body: await entries(deps, caller, request) };
  if (at === 'POST /entries/tally') return { status: 200, body: await tallies(deps, caller, request) };
  if (at.startsWith('POST /log/')) {
    if (!mayReadLog(caller, at)) throw new Refusal('purpose_not_for_caller');
    return { status: 200, body: await ofLog(deps, at, request) };
  }
  if (at === 'POST /key-events') {
    refuseOthers(caller);
    return { status: 200, body: await listKeyEvents(deps.db, await checked(request, keyEventsQuery)) };
  }
  if (at === 'POST /key-events/tally') {
    refuseOthers(caller);
    return { status: 200, body: await tallyKeyEvents(deps.db, await checked(request, keyEventsScope)) };
  }
  if (at === 'POST /logins') return { status: 200, body: await logins(deps, caller, request) };
  if (at === 'GET /app') {
    const ask = (name: string) => url.searchParams.get(name) ?? '';
    const of = { apiHost: ask('apiHost'), subject: ask('subject'), anew: ask('anew') === 'true' };
    return { status: 200, body: await deps.orgApps.view(caller, of) };
  }
  if (at === 'POST /app/key') {
    return { status: 200, body: await deps.orgApps.makeKey(caller, await checked(request, makeOrgKey)) };
  }
  if (at === 'POST /app/consumer-key') {
    return { status: 200, body: await deps.orgApps.name(caller, await checked(request, nameOrgApp)) };
  }
  if (at === 'POST /app/leave') {
    return { status: 200, body: await deps.orgApps.leave(caller, await checked(request, changeOrgApp)) };
  }
  if (at === 'POST /app/keep') {
    return { status: 200, body: await deps.orgApps.keep(caller, await checked(request, changeOrgApp)) };
  }
  if (at === 'POST /forget') {
    return { status: 200, body: await deps.forget(caller, await checked(request, forget)) };
  }
  if (at === 'POST /jobs') {
    return { status: 201, body: await deps.jobs.open(caller, await checked(request, openJob)) };
  }
  const [, jobId = '', action] = /^POST \/jobs\/([\w-]{10,64})\/(mint|end)$/.exec(at) ?? [];
  if (action === 'mint') {
    const { as } = await checked(request, mintInput);
    return { status: 200, body: await deps.jobs.mint(caller, jobId, as) };
  }
  if (action === 'end') return { status: 200, body: await deps.jobs.end(caller, jobId) };
  throw new AppError('not_found');
}

/** Who asked for what is the API's to show, and nothing to the worker. */
function refuseOthers(caller: Caller): void {
  if (caller !== 'api') throw new Refusal('purpose_not_for_caller');
}

async function entries(
  { db }: DelegationAppDeps,
  caller: Caller,
  request: IncomingMessage,
): Promise<LoggedEntries> {
  refuseOthers(caller);
  const { orgId, tenant, before, ...query } = await checked(request, entriesQuery);
  const after = before && { tree: before.provable ? tenant : orgId, index: before.index };
  const filter = { ...query, ...scopeOf(orgId, tenant), before: after };
  const [attempts, counts] = await Promise.all([listAttempts(db, filter), countAttempts(db, filter)]);
  return {
    entries: attempts.map(({ tree, ...attempt }) => ({
      ...attempt,
      provable: tree === tenant,
      at: new Date(attempt.at).toISOString(),
      purpose: purpose.parse(attempt.purpose),
    })),
    ...counts,
  };
}

async function tallies(
  { db }: DelegationAppDeps,
  caller: Caller,
  request: IncomingMessage,
): Promise<EntryTallies> {
  refuseOthers(caller);
  const { orgId, tenant, ...scope } = await checked(request, entriesScope);
  return entryTallies.parse(await tallyAttempts(db, { ...scope, ...scopeOf(orgId, tenant) }));
}

/** What was recorded before tenants had logs of their own lies in one of the org's name. */
const scopeOf = (org: string, tenant: string) => ({ org, trees: [...new Set([tenant, org])] });

/** Lines of an export that one answer holds. */
const linesAtOnce = 1000;

async function ofLog(
  { auditLog }: DelegationAppDeps,
  at: string,
  request: IncomingMessage,
): Promise<unknown> {
  if (at === 'POST /log/growth') {
    const { tenant, from } = await checked(request, growthQuery);
    return auditLog.growth(tenant, from);
  }
  if (at === 'POST /log/proofs') {
    const { tenant, orgId, size, indices } = await checked(request, provenQuery);
    return { entries: await auditLog.proven(tenant, size, indices, orgId) };
  }
  if (at === 'POST /log/lines') {
    const { tenant, from, to } = await checked(request, linesQuery);
    return { entries: await auditLog.lines(tenant, from, to, linesAtOnce) };
  }
  throw new AppError('not_found');
}

const loginsAtOnce = 2000;

async function logins(
  { db }: DelegationAppDeps,
  caller: Caller,
  request: IncomingMessage,
): Promise<NotedLogins> {
  const query = await checked(request, loginsQuery);
  const verdict = mayListLogins(caller, await findConnection(db, query.orgId));
  if (!verdict.allow) throw new Refusal(verdict.reason);
  const found = await listLogins(db, { ...query, limit: loginsAtOnce });
  return { logins: found, more: found.length === loginsAtOnce, since: await loginsSince(db) };
}

async function checked<S extends ZodMiniType>(request: IncomingMessage, schema: S): Promise<output<S>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBodyBytes) throw new AppError('payload_too_large');
    parts.push(part);
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new AppError('invalid_request', { detail: 'The body is not JSON.' });
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AppError('invalid_request', { detail: `Not well formed: ${where || 'the body'}.` });
}

function fail(log: Log, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (error instanceof AppError) {
    const { code, detail, action, who } = error;
    const reason = error instanceof Refusal || error instanceof SalesforceRefusal ? error.reason : undefined;
    const status = reason === 'caller_unknown' ? 401 : error.entry.status;
    log.warn({ code, reason, path: pathOf(request), err: status >= 500 ? error : undefined }, 'refused');
    send(response, status, { code, reason, detail, action, who });
    return;
  }
  log.error({ err: error, path: pathOf(request) }, 'failed');
  send(response, 500, { code: 'internal' });
}

const pathOf = ({ url = '' }: IncomingMessage) => url.split('?')[0];

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(text);
}
