// How the API and the worker ask the delegation service: HTTP over its unix socket, one assertion for each request.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { importJWK, type JWK, SignJWT } from 'jose';
import type { output, ZodMiniType } from 'zod/mini';
import { type LoginsQuery, type NotedLogins, notedLogins } from '../audit/noted-logins.ts';
import { AppError, isErrorCode } from '../errors.ts';
import {
  growth,
  type LogGrowth,
  type LogLines,
  logLines,
  type ProvenEntries,
  provenEntries,
} from './log-protocol.ts';
import type { Caller } from './policy.ts';
import {
  type ActingAs,
  type ChangeOrgApp,
  delegationAudience,
  type EntriesQuery,
  type EntriesScope,
  type EntryTallies,
  entryTallies,
  type Forget,
  failure,
  forgotten,
  type JobOpened,
  jobEnded,
  jobOpened,
  type KeyEventsQuery,
  type KeyEventsScope,
  type KeyEventTallies,
  keyEvents,
  keyEventTallies,
  type LoggedEntries,
  type LoggedKeyEvents,
  loggedEntries,
  type MakeOrgKey,
  type Minted,
  minted,
  type NameOrgApp,
  type OpenJob,
  type OrgApp,
  orgApp,
} from './protocol.ts';
import { isRefusalReason, Refusal } from './refusal.ts';
import { SalesforceRefusal } from './salesforce-errors.ts';

export interface DelegationClient {
  /** Throws `Refusal`, `not_authenticated`, `use_dpop_nonce`, `audit_unavailable`, `delegation_unavailable`. */
  openJob(input: OpenJob): Promise<JobOpened>;
  /** Also throws `SalesforceRefusal` (`salesforce_refused`), `salesforce_unavailable`, `identity_mismatch`. */
  mint(jobId: string, options?: { as?: ActingAs }): Promise<Minted>;
  /** Revokes the job's tokens. Ending an unknown job is no error. */
  endJob(jobId: string): Promise<{ revoked: boolean }>;
  /** Throws `Refusal`, `not_authenticated`, `use_dpop_nonce`, `delegation_unavailable`. Forgetting twice is no error. */
  forget(input: Forget): Promise<{ revoked: boolean }>;
  /** The app that an org goes by, as a person will meet it; `anew` as if the org were not connected yet. */
  app(of: { apiHost: string; subject: string; anew?: boolean }): Promise<OrgApp>;
  /** Throws `Refusal`, `not_authenticated`, `use_dpop_nonce`, `signing_unavailable`. */
  makeOrgKey(input: MakeOrgKey): Promise<OrgApp>;
  /** Throws the same. */
  nameOrgApp(input: NameOrgApp): Promise<OrgApp>;
  /** Throws the same, but for `signing_unavailable`. */
  leaveOrgApp(input: ChangeOrgApp): Promise<OrgApp>;
  /** Throws the same. */
  keepOrgApp(input: ChangeOrgApp): Promise<OrgApp>;
  /** Newest first, 200 at most. */
  entries(query: EntriesQuery): Promise<LoggedEntries>;
  /** How many entries there are of each person, purpose and outcome, the most first. */
  tally(scope: EntriesScope): Promise<EntryTallies>;
  /** What happened to signing keys, newest first, 200 at most. */
  keyEvents(query: KeyEventsQuery): Promise<LoggedKeyEvents>;
  /** How many of those there are by each person, and of each event. */
  tallyKeyEvents(scope: KeyEventsScope): Promise<KeyEventTallies>;
  /** The tenant's log as it is now, with the proof that it grew from so many entries. */
  logGrowth(of: { tenant: string; from: number }): Promise<LogGrowth>;
  /** Entries with their way to the root of a size; texts of the org's own alone. */
  logProofs(of: { tenant: string; orgId: string; size: number; indices: number[] }): Promise<ProvenEntries>;
  /** Entries of an export, from an index on and below another; 1,000 at most. */
  logLines(of: { tenant: string; from: number; to: number }): Promise<LogLines>;
  /** For the worker: when tokens were asked for whom, oldest first, page by page. Throws `Refusal`, `delegation_unavailable`. */
  logins(query: LoginsQuery): Promise<NotedLogins>;
  /** True when the service answers. */
  health(): Promise<boolean>;
  close(): void;
}

export interface DelegationClientOptions {
  readonly socketPath: string;
  /** The caller's private key; its `kid` is the caller's name. */
  readonly callerKey: JWK;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly timeoutMs?: number;
}

const maxAnswerBytes = 4 * 1024 * 1024;

export function createDelegationClient(options: DelegationClientOptions): DelegationClient {
  const { socketPath, callerKey, now = Date.now, timeoutMs = 30_000 } = options;
  const agent = new Agent({ maxSockets: 64 });
  const name = callerKey.kid;
  if (!name) throw new Error('The caller key has no kid.');
  const key = importJWK(callerKey, 'ES256');
  key.catch(() => {});

  async function assertion(): Promise<string> {
    // Fractions of a second, so that a restart of the service can refuse what is older than itself.
    const issued = now() / 1000;
    return new SignJWT({ iat: issued, exp: issued + 50 })
      .setProtectedHeader({ alg: 'ES256', kid: name })
      .setIssuer(String(name))
      .setSubject(String(name))
      .setAudience(delegationAudience)
      .setJti(randomUUID())
      .sign(await key);
  }

  async function call<S extends ZodMiniType>(
    method: 'GET' | 'POST',
    path: string,
    schema: S,
    body?: unknown,
  ): Promise<output<S>> {
    const authorization = `Bearer ${await assertion()}`;
    const answer = await send({ method, path, socketPath, agent, timeoutMs, authorization, body });
    if (answer.status >= 400) throw failureOf(answer);
    const parsed = schema.safeParse(answer.json);
    if (!parsed.success)
      throw new AppError('delegation_unavailable', { cause: 'an answer of another shape' });
    return parsed.data;
  }

  return {
    openJob: (input) => call('POST', '/jobs', jobOpened, input),
    mint: (jobId, { as } = {}) => call('POST', `/jobs/${encodeURIComponent(jobId)}/mint`, minted, { as }),
    endJob: (jobId) => call('POST', `/jobs/${encodeURIComponent(jobId)}/end`, jobEnded, {}),
    forget: (input) => call('POST', '/forget', forgotten, input),
    app: ({ apiHost, subject, anew = false }) =>
      call('GET', `/app?${new URLSearchParams({ apiHost, subject, anew: String(anew) })}`, orgApp),
    makeOrgKey: (input) => call('POST', '/app/key', orgApp, input),
    nameOrgApp: (input) => call('POST', '/app/consumer-key', orgApp, input),
    leaveOrgApp: (input) => call('POST', '/app/leave', orgApp, input),
    keepOrgApp: (input) => call('POST', '/app/keep', orgApp, input),
    entries: (query) => call('POST', '/entries', loggedEntries, query),
    keyEvents: (query) => call('POST', '/key-events', keyEvents, query),
    tallyKeyEvents: (scope) => call('POST', '/key-events/tally', keyEventTallies, scope),
    logins: (query) => call('POST', '/logins', notedLogins, query),
    tally: (scope) => call('POST', '/entries/tally', entryTallies, scope),
    logGrowth: (of) => call('POST', '/log/growth', growth, of),
    logProofs: (of) => call('POST', '/log/proofs', provenEntries, of),
    logLines: (of) => call('POST', '/log/lines', logLines, of),
    async health() {
      try {
        const answer = await send({ method: 'GET', path: '/healthz', socketPath, agent, timeoutMs: 2000 });
        return answer.status === 200;
      } catch {
        return false;
      }
    },
    close: () => agent.destroy(),
  };
}

/** Reads a caller's key file as `canvasback keys create` writes it; `caller` is whose it must be. */
export function readCallerKey(file: string, caller?: Caller): JWK {
  const key = JSON.parse(readFileSync(file, 'utf8')) as JWK;
  if (key.kty !== 'EC' || !key.d || !key.kid)
    throw new Error(`The caller key ${file} is not a private ES256 key.`);
  if (caller !== undefined && key.kid !== caller)
    throw new Error(`The caller key ${file} is the ${key.kid}’s, and this process is the ${caller}.`);
  return key;
}

interface Sending {
  method: string;
  path: string;
  socketPath: string;
  agent: Agent;
  timeoutMs: number;
  authorization?: string;
  body?: unknown;
}

interface Answer {
  status: number;
  json: unknown;
}

function send({ method, path, socketPath, agent, timeoutMs, authorization, body }: Sending): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(new AppError('delegation_unavailable', { cause }));
    const request = httpRequest(
      {
        method,
        path,
        socketPath,
        agent,
        headers: {
          ...(authorization ? { authorization } : {}),
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size > maxAnswerBytes) request.destroy(new Error('answer too large'));
          else parts.push(part);
        });
        response.on('error', fail);
        response.on('end', () => {
          try {
            resolve({
              status: response.statusCode ?? 0,
              json: JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown,
            });
          } catch (error) {
            fail(error instanceof Error ? error.name : error);
          }
        });
      },
    );
    request.on('error', fail);
    request.end(text);
  });
}

function failureOf({ status, json }: Answer): AppError {
  const parsed = failure.safeParse(json);
  if (!parsed.success) return new AppError('delegation_unavailable', { cause: `status ${status}` });
  const { code, reason, detail, action, who } = parsed.data;
  if (isRefusalReason(reason)) return new Refusal(reason, detail);
  if (code === 'salesforce_refused' && reason) return new SalesforceRefusal(reason, detail);
  return isErrorCode(code)
    ? new AppError(code, { detail, action, who })
    : new AppError('delegation_unavailable', { cause: `code ${code}` });
}
