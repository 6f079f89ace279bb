// A person as the server meets one: every call with a proof of its own, Salesforce's sign-in walked through as by hand.

import { type Endpoint, fillPath } from '#contract/endpoint.ts';
import type { Problem } from '#contract/errors.ts';
import { type EndpointName, endpoints, type InputOf, type OutputOf } from '#contract/index.ts';
import { createBrowsing } from '../../helpers/cookie-jar.ts';
import type { SignedIn } from '../../helpers/sign-in.ts';
import type { TestWorld } from '../../helpers/world.ts';

export const apiHost = 'acme.my.salesforce.com';
export const orgId = '00D5g000004XyZaEAK';
const origin = 'https://api.canvasback.test';
const redirectUri = 'https://blaklhebcmppkaocbpggkjpamibbphpn.chromiumapp.org/salesforce';

/** Thrown by `call` for every answer that is no success. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail ?? problem.title}`);
    this.problem = problem;
  }
}

export interface Person {
  readonly signedIn: SignedIn;
  call<N extends EndpointName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>;
  /** Salesforce's own sign-in as `username`; answers what the finish is called with. */
  signInToSalesforce(
    username: string,
    integrationUsername?: string,
  ): Promise<{ state: string; code: string }>;
  connect(username: string, integrationUsername?: string): Promise<OutputOf<'orgs.connectFinish'>>;
  /** Calls until the answer is as wanted. */
  until<N extends EndpointName>(
    name: N,
    input: InputOf<N>,
    wanted: (output: OutputOf<N>) => boolean,
    seconds?: number,
  ): Promise<OutputOf<N>>;
}

export async function createPerson(world: TestWorld, email: string): Promise<Person> {
  const signedIn = await world.signIn(email);
  let nonce: string | undefined;

  async function send(endpoint: Endpoint, input: Record<string, unknown>): Promise<Response> {
    const { path, rest } = fillPath(endpoint.path, input);
    const given = Object.entries(rest).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const query = endpoint.method === 'GET' && given.length > 0 ? `?${new URLSearchParams(given)}` : '';
    const url = `${origin}${path}${query}`;
    const proof = await signedIn.prove({ method: endpoint.method, url, ...(nonce ? { nonce } : {}) });
    const response = await world.fetch(url, {
      method: endpoint.method,
      headers: { ...proof, 'content-type': 'application/json' },
      ...(endpoint.method === 'POST' ? { body: JSON.stringify(rest) } : {}),
    });
    nonce = response.headers.get('dpop-nonce') ?? nonce;
    return response;
  }

  async function call<N extends EndpointName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
    const endpoint = endpoints[name];
    let response = await send(endpoint, input as Record<string, unknown>);
    let body = await response.json();
    if ((body as Problem).code === 'use_dpop_nonce') {
      response = await send(endpoint, input as Record<string, unknown>);
      body = await response.json();
    }
    if (!response.ok) throw new Refused(body as Problem);
    return body as OutputOf<N>;
  }

  async function signInToSalesforce(username: string, integrationUsername?: string) {
    const started = await call('orgs.connectStart', {
      apiHost,
      redirectUri,
      ...(integrationUsername ? { integrationUsername } : {}),
    });
    const browsing = createBrowsing(world.fetch);
    const page = await browsing.follow(started.authorizeUrl, undefined, redirectUri);
    const form = (await page.response?.text()) ?? '';
    const startURL = /name="startURL" value="([^"]*)"/.exec(form)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const body = new URLSearchParams({ un: username, pw: 'canvasback', startURL }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const end = await browsing.follow(`https://${apiHost}/`, { method: 'POST', headers, body }, redirectUri);
    const answer = new URL(end.url).searchParams;
    const code = answer.get('code');
    if (!code) throw new Error(`Salesforce’s sign-in ended with ${end.url}`);
    return { state: answer.get('state') ?? '', code };
  }

  return {
    signedIn,
    call,
    signInToSalesforce,
    async connect(username, integrationUsername) {
      return call('orgs.connectFinish', await signInToSalesforce(username, integrationUsername));
    },
    async until(name, input, wanted, seconds = 180) {
      const end = Date.now() + seconds * 1000;
      for (;;) {
        const output = await call(name, input);
        if (wanted(output)) return output;
        if (Date.now() > end) throw new Error(`${name} never answered as wanted: ${JSON.stringify(output)}`);
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
    },
  };
}
