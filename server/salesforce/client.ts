// One job at Salesforce: mints when first needed, does only what its purpose allows, ends with its token revoked.

import type { output, ZodMiniType } from 'zod/mini';
import type { ContentSource } from '../content/content-file.ts';
import type { DelegationClient } from '../delegation/client.ts';
import type { ActingAs, ComponentRef, OpenJob, PersonProof, Purpose } from '../delegation/protocol.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { SessionOver } from './api-errors.ts';
import { buildComposite, readComposite, type WantedRows } from './composite.ts';
import { type Fetch, isApiHost } from './hosts.ts';
import type { LimitBook } from './limit-book.ts';
import { allowances, checkOperation, type Operation } from './operations.ts';
import { readRows } from './rows.ts';
import { buildEnvelope, type SoapElement, type SoapParts } from './soap.ts';
import { buildSoql, type Query } from './soql.ts';
import { unlessAborted } from './unless-aborted.ts';
import { createWire } from './wire.ts';

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
  const wire = createWire({ fetch, limits, now, log }, { orgId, apiHost, jobId, deadline, signal });
  let token: Promise<string> | undefined;
  let integration: string | undefined;
  let closed: Promise<void> | undefined;
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
      checkOperation(purpose, operation, wire.requests());
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
        const text = await call(operation, (bearer) => wire.get(asked, query.object, bearer));
        const page = readRows(text, row, base);
        rows.push(...page.rows);
        path = page.next;
      }
      return rows;
    },

    async toolingRows(wanted, row) {
      const path = `/services/data/v${apiVersion}/tooling`;
      const text = await call(`tooling:${wanted.object}` as Operation, (bearer) =>
        wire.post(`${path}/composite`, buildComposite(path, wanted), wanted.object, bearer),
      );
      return readComposite(text, wanted, row);
    },

    bytes: (api, object, id) =>
      call(`${api}:${object}` as Operation, (bearer) => {
        const base = `/services/data/v${apiVersion}/${api === 'tooling' ? 'tooling/' : ''}`;
        return wire.bytes(`${base}sobjects/${object}/${encodeURIComponent(id)}/Body`, object, bearer);
      }),

    soap: (operation, parts) =>
      call(`soap:${operation}`, (bearer) =>
        wire.soap(`/services/Soap/m/${apiVersion}`, operation, buildEnvelope(bearer, operation, parts)),
      ),

    redact: async (source) => (await deps.redactorOf(orgId).redact(source)).source,

    async prove(as) {
      checkAlive();
      const { userId } = await delegation.mint(jobId, { as });
      return { userId };
    },

    usage() {
      const [requests, remaining] = [wire.requests(), limits.remaining(orgId)];
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
