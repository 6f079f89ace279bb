// A delegation service in the test's own process, with an issuer, a person and a Salesforce that can misbehave.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, exportJWK, generateKeyPair, importX509, type JWK, jwtVerify, SignJWT } from 'jose';
import { createKeys } from '../../../cli/keys.ts';
import {
  createDelegationClient,
  type DelegationClient,
  readCallerKey,
} from '../../../server/delegation/client.ts';
import type { DelegationConfig } from '../../../server/delegation/config.ts';
import type { OpenJob, PersonProof, Purpose } from '../../../server/delegation/protocol.ts';
import { startDelegation } from '../../../server/delegation/start.ts';
import { createNonces, readNonceKey } from '../../../server/identity/nonce.ts';
import { signInNonce } from '../../../server/identity/sign-in-nonce.ts';
import { createLog } from '../../../server/log.ts';
import { engine, newSetting } from '../../helpers/databases.ts';
import {
  audience,
  createClient,
  createIssuer,
  issuer,
  publicOrigin,
  type TestClient,
  type TestIssuer,
  type TokenWishes,
} from '../identity/issuer.ts';

export const org = {
  orgId: '00D5g000004XyZaEAK',
  apiHost: 'acme.my.salesforce.com',
  loginUrl: 'https://login.salesforce.com',
};
export const users = {
  ada: { userId: '0055g000001AdaKAAW', username: 'ada.king@acme.example' },
  sam: { userId: '0055g000001SamOAAW', username: 'sam.okafor@acme.example' },
  integration: { userId: '0055g000001IntgAAW', username: 'integration@acme.example' },
};
export const clientId = '3MVG9testclient';

export interface FakeSalesforce {
  /** Usernames that may be asked for; others are refused as not approved. */
  readonly approved: Map<string, string>;
  /** Changes the next answers of the token endpoint. */
  answer: (granted: Record<string, unknown>) => Response | Promise<Response>;
  /** Answers with the keys that id tokens are signed with. */
  keys: (published: unknown) => Response;
  /** Every request, oldest first. */
  readonly requests: { url: string; body: URLSearchParams; redirect: unknown }[];
  /** Tokens given and not revoked. */
  readonly alive: Set<string>;
  readonly given: string[];
  /** The app as its admin set it up: one certificate at a time, as Salesforce has it. */
  app: { clientId: string; certificate: string };
}

export interface DelegationWorld {
  readonly dir: string;
  readonly config: DelegationConfig;
  readonly client: TestClient;
  readonly auth: TestIssuer;
  readonly salesforce: FakeSalesforce;
  readonly api: DelegationClient;
  readonly worker: DelegationClient;
  /** Every log line so far. */
  readonly logged: () => string;
  readonly clock: { time: number };
  callerKey(name: 'api' | 'worker'): JWK;
  /** A proof for one request of the public API, by default the purpose's own. */
  proof(purpose: Purpose, wishes?: ProofFor): Promise<PersonProof>;
  /** What shows that `user` signed in at Salesforce for a person. */
  signIn(subject: string, user: (typeof users)['ada'], wishes?: SignInWishes): Promise<SignIn>;
  probe(subject?: string, user?: (typeof users)['ada'], integration?: string): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

type SignIn = NonNullable<OpenJob['signIn']>;

export interface SignInWishes {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
}

interface ProofFor {
  readonly token?: TokenWishes;
  /** A token that there is already. */
  readonly accessToken?: string;
  readonly path?: string;
  readonly signedPath?: string;
}

const routes: Record<Purpose, string> = {
  probe: '/v1/org-connections/finish',
  standing: `/v1/orgs/${org.orgId}/standing`,
  compare: `/v1/orgs/${org.orgId}/compare`,
  sync: '/none',
  reconcile: '/none',
};

export async function createWorld(): Promise<DelegationWorld> {
  const dir = await mkdtemp(join(tmpdir(), 'cb-deleg-'));
  const keys = join(dir, 'keys');
  await createKeys(keys);
  const clock = { time: Date.now() };
  const now = () => clock.time;
  const auth = await createIssuer(now);
  const client = await createClient(now);
  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } });
  const certificate = readFileSync(join(keys, 'salesforce-app.crt'), 'utf8');
  const salesforce = createSalesforce({ clientId, certificate });
  const signing = await generateKeyPair('RS256');
  const published = { ...(await exportJWK(signing.publicKey)), kid: '258', use: 'sig', alg: 'RS256' };
  const fetch = (async (address: string | URL, init?: RequestInit) => {
    const url = new URL(address);
    if (url.host !== org.apiHost) return auth.fetch(address, init);
    if (url.pathname === '/id/keys') return salesforce.keys({ keys: [published] });
    return serve(salesforce, url, init, async (assertion) => {
      const { app } = salesforce;
      const options = { audience: org.loginUrl, algorithms: ['RS256'], requiredClaims: ['exp', 'jti'] };
      const key = await importX509(app.certificate, 'RS256');
      const { payload } = await jwtVerify(assertion, key, { ...options, currentDate: new Date(now()) });
      return payload.sub ?? '';
    });
  }) as typeof globalThis.fetch;

  const config: DelegationConfig = {
    database: engine === 'sqlite' ? join(dir, 'data', 'delegation.sqlite') : await newSetting(),
    socketPath: join(dir, 'run', 'd.sock'),
    signingKey: join(keys, 'salesforce-app.key'),
    signingCertificate: join(keys, 'salesforce-app.crt'),
    signingKeyFolder: join(dir, 'signing-keys'),
    auditKeyFolder: join(dir, 'audit-keys'),
    callersFile: join(keys, 'callers.jwks'),
    nonceKeyFile: join(keys, 'nonce.key'),
    publicOrigin,
    issuer,
    audience,
    clientId,
    production: false,
  };
  let running = await startDelegation(config, { fetch, now, log });
  const callerKey = (name: string) => readCallerKey(join(keys, `${name}-caller.jwk`));
  const connect = (name: string) =>
    createDelegationClient({ socketPath: config.socketPath, callerKey: callerKey(name), now });
  const api = connect('api');
  const worker = connect('worker');
  const nonces = createNonces({ key: readNonceKey(config.nonceKeyFile), now });

  const world: DelegationWorld = {
    dir,
    config,
    client,
    auth,
    salesforce,
    api,
    worker,
    clock,
    logged: () => lines.join(''),
    callerKey,
    async proof(purpose, { token, accessToken: known, path = routes[purpose], signedPath = path } = {}) {
      const accessToken = known ?? (await auth.token(client, token));
      const dpop = await client.proof(accessToken, {
        method: 'POST',
        url: `${publicOrigin}${signedPath}`,
        nonce: nonces.current(),
      });
      return { method: 'POST', path, authorization: `DPoP ${accessToken}`, dpop };
    },
    async signIn(subject, user, { claims = {}, header = {}, key = signing.privateKey } = {}) {
      const state = randomUUID();
      const iat = Math.floor(now() / 1000);
      const idToken = await new SignJWT({
        iss: `https://${org.apiHost}`,
        sub: `https://login.salesforce.com/id/${org.orgId}/${user.userId}`,
        aud: clientId,
        nonce: signInNonce({ state, subject, jkt: client.jkt }),
        iat,
        exp: iat + 120,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid: '258', typ: 'JWT', ...header })
        .sign(key);
      return { idToken, state };
    },
    async probe(subject = 'auth0|ada', user = users.ada, integration) {
      const person = await world.proof('probe', { token: { subject } });
      const signIn = await world.signIn(subject, user);
      const input: OpenJob = { purpose: 'probe', org, person, target: user, signIn };
      if (integration) input.integrationUsername = integration;
      const { jobId } = await api.openJob(input);
      await api.mint(jobId, { as: 'person' });
      if (integration) await api.mint(jobId, { as: 'integration' });
      await api.endJob(jobId);
    },
    async restart() {
      await running.stop();
      running = await startDelegation(config, { fetch, now, log });
    },
    async stop() {
      api.close();
      worker.close();
      await running.stop();
      await rm(dir, { recursive: true });
    },
  };
  return world;
}

function createSalesforce(app: FakeSalesforce['app']): FakeSalesforce {
  return {
    app,
    approved: new Map(Object.values(users).map(({ username, userId }) => [username, userId])),
    answer: (granted) => Response.json(granted),
    keys: (published) => Response.json(published),
    requests: [],
    alive: new Set(),
    given: [],
  };
}

async function serve(
  salesforce: FakeSalesforce,
  url: URL,
  init: RequestInit | undefined,
  check: (assertion: string) => Promise<string>,
): Promise<Response> {
  const body = new URLSearchParams(String(init?.body ?? ''));
  salesforce.requests.push({ url: url.href, body, redirect: init?.redirect });
  if (url.pathname === '/services/oauth2/revoke') {
    const token = body.get('token') ?? '';
    if (salesforce.alive.delete(token)) return new Response('');
    const error_description = `invalid token: ${token}`;
    return Response.json({ error: 'invalid_token', error_description }, { status: 400 });
  }
  const refuse = (error: string, error_description: string) =>
    Response.json({ error, error_description }, { status: 400 });
  const claims = decodeJwt(body.get('assertion') ?? '');
  if (claims.iss !== salesforce.app.clientId) return refuse('invalid_client_id', 'client identifier invalid');
  const username = await check(body.get('assertion') ?? '').catch((error: unknown) => {
    // Any other fault of the assertion is one of ours.
    if ((error as { code?: string }).code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') return undefined;
    throw error;
  });
  if (username === undefined) return refuse('invalid_grant', 'invalid assertion');
  const userId = salesforce.approved.get(username);
  if (!userId) {
    return refuse('invalid_grant', "user hasn't approved this consumer");
  }
  const accessToken = `00D5g000004XyZa!secret.${salesforce.given.length}.${Math.random().toString(36).slice(2)}`;
  const answer = await salesforce.answer({
    access_token: accessToken,
    id: `https://login.salesforce.com/id/${org.orgId}/${userId}`,
    instance_url: `https://${org.apiHost}`,
    token_type: 'Bearer',
  });
  if (answer.status === 200) {
    salesforce.alive.add(accessToken);
    salesforce.given.push(accessToken);
  }
  return answer;
}
