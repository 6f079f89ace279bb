// Starts the org over the tiny project and speaks to it by its real host names.

import { createSign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type OutgoingHttpHeaders, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningOrg, startOrg } from '../../../dev/salesforce/org.ts';
import type { OrgOptions } from '../../../dev/salesforce/settings.ts';
import { testTls } from '../../helpers/tls.ts';
import { makeTinyProject } from './tiny-project.ts';

export const clientId = `3MVG9canvasbackACME${'0'.repeat(57)}`;
export const redirectUri = 'https://blaklhebcmppkaocbpggkjpamibbphpn.chromiumapp.org/salesforce';
export const login = 'login.salesforce.com';
export const api = 'acme.my.salesforce.com';
export const setup = 'acme.my.salesforce-setup.com';
export const lightning = 'acme.lightning.force.com';
export const frameHost = 'acme--c.vf.force.com';

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the org answered
  json(): any;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly form?: Record<string, string>;
  readonly body?: string | Buffer;
}

export interface OrgUnderTest {
  readonly dir: string;
  /** Where it listens now; a restart changes it. */
  readonly port: () => number;
  readonly controlPort: () => number;
  /** PEM key of the certificate registered for the app. */
  readonly key: string;
  readonly control: (path: string, body?: unknown) => Promise<Answer>;
  readonly fault: (faults: Record<string, unknown>) => Promise<void>;
  /** Changes settings of the registered app. */
  readonly app: (settings: Record<string, unknown>) => Promise<void>;
  readonly call: (host: string, path: string, options?: CallOptions) => Promise<Answer>;
  /** A call by plain http, where the org was started with a port for it. */
  readonly plainCall: (host: string, path: string, options?: CallOptions) => Promise<Answer>;
  /** The answer of the JWT bearer grant. */
  readonly bearer: (change?: AssertionChange) => Promise<Answer>;
  readonly mint: (username?: string) => Promise<string>;
  readonly query: (soql: string, token?: string, surface?: 'tooling/' | '') => Promise<Answer>;
  readonly soap: (operation: string, options?: { token?: string; version?: string }) => Promise<Answer>;
  readonly restart: (options?: Partial<OrgOptions>) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface AssertionChange {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: string;
  readonly host?: string;
  readonly assertion?: string;
  readonly form?: Record<string, string>;
  readonly headers?: OutgoingHttpHeaders;
}

/** A new org in a folder of its own; `stop` removes it. */
export async function startOrgUnderTest(options: Partial<OrgOptions> = {}): Promise<OrgUnderTest> {
  const dir = mkdtempSync(join(tmpdir(), 'org-'));
  const project = options.project ?? join(dir, 'project');
  if (!options.project) makeTinyProject(project);
  const tls = await testTls(dir);
  const start = (more: Partial<OrgOptions> = {}) =>
    startOrg({ tls, data: join(dir, 'org'), certificate: tls.certFile, ...options, ...more, project });
  let org: RunningOrg = await start();
  let agentToken: string | undefined;

  const call = (host: string, path: string, how: CallOptions = {}) =>
    send({ port: org.port, host, path, ca: tls.ca, ...how });
  const control: OrgUnderTest['control'] = async (path, body) => {
    const url = `http://127.0.0.1:${org.controlPort}${path}`;
    const response = await fetch(
      url,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
    const text = await response.text();
    return { status: response.status, headers: {}, text, json: () => JSON.parse(text) };
  };
  const bearer = (change: AssertionChange = {}) => {
    const assertion = change.assertion ?? signAssertion(change.key ?? tls.key, change);
    const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const form = { grant_type: grant, assertion, ...change.form };
    const { host = login, headers = {} } = change;
    return call(host, '/services/oauth2/token', { method: 'POST', form, headers });
  };
  const mint = async (username = 'ada.king@acme.example') =>
    (await bearer({ claims: { sub: username } })).json().access_token as string;
  const standing = async (token: string | undefined) => {
    if (token !== undefined) return token;
    agentToken ??= await mint();
    return agentToken;
  };
  return {
    dir,
    port: () => org.port,
    controlPort: () => org.controlPort,
    key: tls.key,
    control,
    call,
    bearer,
    mint,
    fault: async (faults) => {
      const answer = await control('/fault', faults);
      if (answer.status !== 200) throw new Error(answer.text);
    },
    app: async (settings) => {
      const answer = await control('/app', settings);
      if (answer.status !== 200) throw new Error(answer.text);
    },
    plainCall: (host, path, how = {}) => send({ port: org.plainPort ?? 0, host, path, ...how }),
    query: async (soql, token, surface = 'tooling/') =>
      call(api, `/services/data/v66.0/${surface}query?${new URLSearchParams({ q: soql })}`, {
        headers: { authorization: `Bearer ${await standing(token)}` },
      }),
    soap: async (operation, how = {}) =>
      call(api, `/services/Soap/m/${how.version ?? '66.0'}`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
        body: envelope(operation, await standing(how.token)),
      }),
    restart: async (more) => {
      await org.stop();
      agentToken = undefined;
      org = await start(more);
    },
    stop: async () => {
      await org.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export function envelope(operation: string, token: string): string {
  const namespace = 'http://soap.sforce.com/2006/04/metadata';
  const [, name = '', inside = ''] = /^<(\w+)>([\s\S]*)<\/\w+>$/.exec(operation) ?? [];
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Header><SessionHeader xmlns="${namespace}"><sessionId>${token}</sessionId></SessionHeader></soapenv:Header><soapenv:Body><${name} xmlns="${namespace}">${inside}</${name}></soapenv:Body></soapenv:Envelope>`;
}

function signAssertion(key: string, change: AssertionChange): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: clientId,
    sub: 'ada.king@acme.example',
    aud: 'https://login.salesforce.com',
    exp: Math.floor(Date.now() / 1000) + 180,
    ...change.claims,
  };
  const signed = `${encode({ alg: 'RS256', ...change.header })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

interface Sending extends CallOptions {
  readonly port: number;
  readonly host: string;
  readonly path: string;
  /** Without it the call goes by plain http. */
  readonly ca?: string;
}

function send(what: Sending): Promise<Answer> {
  const body = what.form ? new URLSearchParams(what.form).toString() : what.body;
  const type = what.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const request = what.ca === undefined ? plainRequest : tlsRequest;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: what.port,
        path: what.path,
        method: what.method ?? 'GET',
        ca: what.ca,
        servername: what.host,
        headers: { ...type, ...what.headers, host: what.host },
        agent: false,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text,
            json: () => JSON.parse(text),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
