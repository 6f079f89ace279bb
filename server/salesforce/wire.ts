// The calls of one job on the wire: bounded in time and size, counted, each error in the product's words.

import type { Log } from '../log.ts';
import { errorOf, restFault } from './api-errors.ts';
import {
  callSalesforce,
  type Fetch,
  fetchBytes,
  type SalesforceAnswer,
  type SalesforceRequest,
} from './hosts.ts';
import type { LimitBook } from './limit-book.ts';
import { readEnvelope, type SoapElement } from './soap.ts';

interface WireDeps {
  readonly fetch: Fetch;
  readonly limits: LimitBook;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
}

interface WireJob {
  readonly orgId: string;
  readonly apiHost: string;
  readonly jobId: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
}

/** `subject` is what an error names: the object that was asked for. Each throws what `errorOf` makes of a refusal. */
export interface Wire {
  /** The text of the answer. */
  get(path: string, subject: string, bearer: string): Promise<string>;
  post(path: string, body: unknown, subject: string, bearer: string): Promise<string>;
  /** Undefined for what is gone. */
  bytes(path: string, subject: string, bearer: string): Promise<Buffer | undefined>;
  soap(path: string, operation: string, envelope: string): Promise<SoapElement[]>;
  /** How many were sent. */
  requests(): number;
}

const restTimeoutMs = 30_000;
const soapTimeoutMs = 120_000;
const maxRestBytes = 32 * 1_048_576;
const maxSoapBytes = 96 * 1_048_576;

export function createWire(deps: WireDeps, job: WireJob): Wire {
  const { fetch, limits, now, log } = deps;
  const { orgId, apiHost, jobId, deadline, signal } = job;
  let requests = 0;

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

  return {
    requests: () => requests,

    async get(path, subject, bearer) {
      const answer = await send(path, {
        method: 'GET',
        headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
        timeoutMs: restTimeoutMs,
        maxBytes: maxRestBytes,
      });
      if (answer.status !== 200) throw errorOf(restFault(answer.status, answer.text), subject);
      return answer.text;
    },

    async post(path, body, subject, bearer) {
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
    },

    async bytes(path, subject, bearer) {
      const answer = await sendBy(fetchBytes, path, {
        method: 'GET',
        headers: { authorization: `Bearer ${bearer}` },
        timeoutMs: restTimeoutMs,
        maxBytes: maxRestBytes,
      });
      if (answer.status === 200) return answer.bytes;
      const fault = restFault(answer.status, answer.bytes.toString());
      if (fault.code === 'NOT_FOUND') return undefined;
      throw errorOf(fault, subject);
    },

    async soap(path, operation, envelope) {
      const answer = await send(path, {
        method: 'POST',
        headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
        body: envelope,
        timeoutMs: soapTimeoutMs,
        maxBytes: maxSoapBytes,
      });
      const isXml = /\bxml\b/i.test(answer.headers.get('content-type') ?? '');
      const read = isXml ? readEnvelope(answer.text) : { elements: [], fault: undefined };
      if (answer.status === 200 && isXml && !read.fault) return read.elements;
      const { code, message = '' } = read.fault ?? {};
      throw errorOf({ status: answer.status === 200 ? 502 : answer.status, code, message }, operation);
    },
  };
}
