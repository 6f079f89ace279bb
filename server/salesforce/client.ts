// One job at Salesforce: mints when first needed, does only what its purpose allows, ends with its token revoked.

import type { output, ZodMiniType } from 'zod/mini';
import type { ContentSource } from '../content/content-file.ts';
import type { DelegationClient } from '../delegation/client.ts';
import type { ActingAs, ComponentRef, OpenJob, PersonProof, Purpose } from '../delegation/protocol.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { errorOf, restFault, SessionOver } from './api-errors.ts';
import { buildComposite, readComposite, type WantedRows } from './composite.ts';
import {
  callSalesforce,
  type Fetch,
  fetchBytes,
  isApiHost,
  type SalesforceAnswer,
  type SalesforceRequest,
} from './hosts.ts';
import type { LimitBook } from './limit-book.ts';
import { allowances, checkOperation, type Operation } from './operations.ts';
import { readRows } from './rows.ts';
import { buildEnvelope, readEnvelope, type SoapElement, type SoapParts } from './soap.ts';
import { buildSoql, type Query } from './soql.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface SalesforceDeps {
  readonly delegation: Pick<DelegationClient, 'openJob' | 'mint' | 'endJob'>;
  readonly fetch: Fetch;
  readonly limits: LimitBook;
  /** What takes an org's secrets out of what is read. */
  readonly redactorOf: (orgId: string) => Pick<Redactor, 'redact'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

export interface HandleOrg {
  /** Whose log it is recorded in. */
  readonly tenantId: string;
  readonly orgId: string;
  readonly apiHost: string;
  readonly loginUrl: string;
  /** `66.0` */
  readonly apiVersion: string;
}

export interface HandleRequest {
  readonly purpose: Purpose;
  readonly org: HandleOrg;
  /** The person's own request; needed by every purpose but `sync`. */
  readonly person?: PersonProof | undefined;
  readonly component?: ComponentRef | undefined;
  /** `probe` only. */
  readonly target?: OpenJob['target'];
  /** `probe` only. */
  readonly signIn?: OpenJob['signIn'];
  readonly integrationUsername?: string | undefined;
  /** Aborted when nobody waits for the job any more: no call begins after that, and one under way is cut. */
  readonly signal?: AbortSignal | undefined;
}

/** Those that read; a retrieve is one too. */
type SoapOperation = 'listMetadata' | 'readMetadata' | 'retrieve' | 'checkRetrieveStatus';

export interface JobHandle {
  readonly purpose: Purpose;
  readonly org: HandleOrg;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Of whoever waits for the job. */
  readonly signal: AbortSignal | undefined;
  /** Every row of every page, each checked against `row`. */
  query<S extends ZodMiniType>(query: Query, row: S): Promise<output<S>[]>;
  /** Single rows of a Tooling object in one call, in the order asked; undefined for one that is gone. At most `rowsPerCall`. */
  toolingRows<S extends ZodMiniType>(wanted: WantedRows, row: S): Promise<(output<S> | undefined)[]>;
  /** The `Body` of a row, as it is; undefined for one that is gone. Salesforce allows 5 MB. */
  bytes(api: Query['api'], object: 'StaticResource' | 'Document', id: string): Promise<Buffer | undefined>;
  soap(operation: SoapOperation, parts: SoapParts): Promise<SoapElement[]>;
  /** What was read, without its secrets. */
  redact(source: ContentSource): Promise<ContentSource>;
  /** Has a token minted and dropped, to prove that it can be. */
  prove(as: ActingAs): Promise<{ userId: string }>;
  usage(): { requests: number; remaining?: number };
  /** What the org's integration user is called, once a token was minted. */
  integrationUsername(): string | undefined;
  /** Revokes the token; nothing works afterwards. May be called again. */
  close(): Promise<void>;
}

const restTimeoutMs = 30_000;
const soapTimeoutMs = 120_000;
const maxRestBytes = 32 * 1_048_576;
const maxSoapBytes = 96 * 1_048_576;

/** Opens the job; no token is asked for before the first call. */
export async function openHandle(deps: SalesforceDeps, request: HandleRequest): Promise<JobHandle> {
  const { delegation, fetch, limits, now, log } = deps;
  const { purpose, org, person, component, target, signIn, integrationUsername, signal } = request;
  if (!isApiHost(org.apiHost)) throw new Error(`Not an org's host: ${org.apiHost}`);
  const { orgId, tenantId, apiHost, loginUrl, apiVersion } = org;
  signal?.throwIfAborted();
  const opened = await delegation.openJob({
    purpose,
    org: { orgId, apiHost, loginUrl },
    tenant: tenantId,
    component,
    person,
    target,
    signIn,
    integrationUsername,
  });
  const { jobId, deadline } = opened;
  let token: Promise<string> | undefined;
  let integration: string | undefined;
  let closed: Promise<void> | undefined;
  let requests = 0;
  let remints = 0;

  function checkAlive(): void {
    signal?.throwIfAborted();
    if (closed) throw new Error('The job at Salesforce is closed.');
    if (now() < deadline) return;
    throw new AppError('salesforce_unavailable', { detail: 'The job at Salesforce ran out of time.' });
  }

  function currentToken(): Promise<string> {
    token ??= delegation.mint(jobId).then(
      ({ accessToken, instanceUrl, integrationUsername: called }) => {
        integration = called;
        if (instanceUrl !== `https://${apiHost}`) throw new AppError('identity_mismatch');
        return accessToken;
      },
      (error: unknown) => {
        token = undefined;
        throw error;
      },
    );
    return token;
  }

  /** One call, and once more with a new token when Salesforce has ended the session. */
  async function call<T>(operation: Operation, once: (token: string) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      checkAlive();
      checkOperation(purpose, operation, requests);
      limits.check(orgId);
      const used = currentToken();
      const text = await unlessAborted(used, signal);
      try {
        return await once(text);
      } catch (error) {
        if (!(error instanceof SessionOver)) throw error;
        // Of calls side by side that meet the end, the first asks anew and the others follow.
        const first = token === used;
        if (attempt > 0 || (first && remints >= allowances[purpose].remints)) {
          throw new AppError('salesforce_error', { detail: 'Salesforce ended the session more than once.' });
        }
        if (first) {
          token = undefined;
          remints += 1;
        }
      }
    }
  }

  const send = (path: string, sent: SalesforceRequest) => sendBy(callSalesforce, path, sent);

  async function sendBy<Answer extends Pick<SalesforceAnswer, 'status' | 'headers'>>(
    door: (fetch: Fetch, address: string, request: SalesforceRequest) => Promise<Answer>,
    path: string,
    sent: SalesforceRequest,
  ): Promise<Answer> {
    requests += 1;
    const started = now();
    const timeoutMs = Math.max(1, Math.min(sent.timeoutMs, deadline - started));
    const answer = await door(fetch, `https://${apiHost}${path}`, { ...sent, timeoutMs, signal });
    limits.note(orgId, answer.headers.get('sforce-limit-info'));
    log.debug(
      { job: jobId, path: path.split('?')[0], status: answer.status, ms: now() - started },
      'salesforce',
    );
    return answer;
  }

  async function get(path: string, subject: string, bearer: string): Promise<string> {
    const answer = await send(path, {
      method: 'GET',
      headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
      timeoutMs: restTimeoutMs,
      maxBytes: maxRestBytes,
    });
    if (answer.status !== 200) throw errorOf(restFault(answer.status, answer.text), subject);
    return answer.text;
  }

  async function post(path: string, body: unknown, subject: string, bearer: string): Promise<string> {
    const answer = await send(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      timeoutMs: soapTimeoutMs,
      maxBytes: maxSoapBytes,
    });
    if (answer.status !== 200) throw errorOf(restFault(answer.status, answer.text), subject);
    return answer.text;
  }

  return {
    purpose,
    org,
    deadline,
    signal,

    async query(query, row) {
      const base = `/services/data/v${apiVersion}/${query.api === 'tooling' ? 'tooling/' : ''}query`;
      const operation = `${query.api}:${query.object}` as Operation;
      const rows: output<typeof row>[] = [];
      let path: string | undefined = `${base}?q=${encodeURIComponent(buildSoql(query))}`;
      while (path !== undefined) {
        const asked: string = path;
        const text = await call(operation, (bearer) => get(asked, query.object, bearer));
        const page = readRows(text, row, base);
        rows.push(...page.rows);
        path = page.next;
      }
      return rows;
    },

    async toolingRows(wanted, row) {
      const path = `/services/data/v${apiVersion}/tooling`;
      const text = await call(`tooling:${wanted.object}` as Operation, (bearer) =>
        post(`${path}/composite`, buildComposite(path, wanted), wanted.object, bearer),
      );
      return readComposite(text, wanted, row);
    },

    bytes: (api, object, id) =>
      call(`${api}:${object}` as Operation, async (bearer) => {
        const base = `/services/data/v${apiVersion}/${api === 'tooling' ? 'tooling/' : ''}`;
        const answer = await sendBy(fetchBytes, `${base}sobjects/${object}/${encodeURIComponent(id)}/Body`, {
          method: 'GET',
          headers: { authorization: `Bearer ${bearer}` },
          timeoutMs: restTimeoutMs,
          maxBytes: maxRestBytes,
        });
        if (answer.status === 200) return answer.bytes;
        const fault = restFault(answer.status, answer.bytes.toString());
        if (fault.code === 'NOT_FOUND') return undefined;
        throw errorOf(fault, object);
      }),

    soap: (operation, parts) =>
      call(`soap:${operation}`, async (bearer) => {
        const answer = await send(`/services/Soap/m/${apiVersion}`, {
          method: 'POST',
          headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
          body: buildEnvelope(bearer, operation, parts),
          timeoutMs: soapTimeoutMs,
          maxBytes: maxSoapBytes,
        });
        const isXml = /\bxml\b/i.test(answer.headers.get('content-type') ?? '');
        const read = isXml ? readEnvelope(answer.text) : { elements: [], fault: undefined };
        if (answer.status === 200 && isXml && !read.fault) return read.elements;
        const { code, message = '' } = read.fault ?? {};
        throw errorOf({ status: answer.status === 200 ? 502 : answer.status, code, message }, operation);
      }),

    redact: async (source) => (await deps.redactorOf(orgId).redact(source)).source,

    async prove(as) {
      checkAlive();
      const { userId } = await delegation.mint(jobId, { as });
      return { userId };
    },

    usage() {
      const remaining = limits.remaining(orgId);
      return remaining === undefined ? { requests } : { requests, remaining };
    },

    integrationUsername: () => integration,

    close() {
      closed ??= (async () => {
        token = undefined;
        const { revoked } = await delegation.endJob(jobId);
        if (!revoked) log.warn({ job: jobId }, 'Salesforce did not confirm that the token is revoked');
      })();
      return closed;
    },
  };
}
