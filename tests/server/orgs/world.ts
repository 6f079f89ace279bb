// Auth0, an org, the delegation service and the services of orgs, in the test's own process, over TLS and a proxy.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys } from '../../../cli/keys.ts';
import { audience, issuer } from '../../../dev/auth0.ts';
import { startOrg } from '../../../dev/salesforce/org.ts';
import { writeRepository } from '../../../dev/seed/repository.ts';
import { liveEdits, story } from '../../../dev/seed/story.ts';
import { extensionId, org as names, salesforceRedirect } from '../../../dev/world/names.ts';
import type { Database } from '../../../server/db/database.ts';
import { findMember, putMember } from '../../../server/db/members.ts';
import { addTenant, findTenant } from '../../../server/db/tenants.ts';
import {
  createDelegationClient,
  type DelegationClient,
  readCallerKey,
} from '../../../server/delegation/client.ts';
import type { DelegationConfig } from '../../../server/delegation/config.ts';
import { type StartDeps, startDelegation } from '../../../server/delegation/start.ts';
import { openGitStores } from '../../../server/history/git-store.ts';
import { removeHistory } from '../../../server/history/remove.ts';
import { createNonces, readNonceKey } from '../../../server/identity/nonce.ts';
import { createMemoryReplay } from '../../../server/identity/replay.ts';
import { createPersonVerifier, type Person } from '../../../server/identity/verify-person.ts';
import { createLog } from '../../../server/log.ts';
import { createOrgServices } from '../../../server/orgs/index.ts';
import type { OrgStatus } from '../../../server/orgs/status.ts';
import type { Member, RequestProof } from '../../../server/parties.ts';
import {
  type HandleRequest,
  type JobHandle,
  openHandle,
  type SalesforceDeps,
} from '../../../server/salesforce/client.ts';
import { createLimitBook } from '../../../server/salesforce/limit-book.ts';
import { createRedactor } from '../../../server/secrets/redactor.ts';
import { stopJobs } from '../../../server/sync/stop-jobs.ts';
import { createBrowsing } from '../../helpers/cookie-jar.ts';
import { engine, newSetting, openTestDatabase } from '../../helpers/databases.ts';
import type { SignedIn } from '../../helpers/sign-in.ts';
import { type StandIns, startStandIns } from '../../helpers/world.ts';

export const apiHost = names.apiHost;
export const orgId = names.id;
export const redirectUri = salesforceRedirect(extensionId);
export const integration = 'integration@acme.example';
export const handleOrg = {
  orgId,
  apiHost,
  loginUrl: 'https://login.salesforce.com',
  tenantId: 't1',
  apiVersion: '66.0',
};

/** One signed-in person: who they are to the API, and proofs of their requests. */
export interface Someone {
  readonly person: Person;
  readonly member: Member | undefined;
  prove(path: string): Promise<RequestProof>;
}

export type OrgsWorld = Awaited<ReturnType<typeof createOrgsWorld>>;

/** How the delegation service of a world is started. */
export type Serve = (
  config: DelegationConfig,
  around: { deps: StartDeps; standIns: StandIns },
) => Promise<{ stop(): Promise<void> }>;

/** `repository`: a project whose HEAD the org is to be made of, in place of the seed's. */
export async function createOrgsWorld({
  sandbox,
  repository,
  signInClientId,
  makeKeys = createKeys,
  serve = (config, { deps }) => startDelegation(config, deps),
}: {
  sandbox?: string;
  repository?: string;
  /** Of a second app, which people sign in with. */
  signInClientId?: string;
  makeKeys?: (folder: string) => Promise<unknown>;
  /** Starts the delegation service, in this process if nothing else is said. */
  serve?: Serve;
} = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'cb-orgs-'));
  const project = repository ?? join(dir, 'project');
  if (!repository) writeRepository(project, story, liveEdits);
  await makeKeys(join(dir, 'keys'));
  let orgPort = 1;
  const standIns = await startStandIns({ org: () => orgPort });
  const salesforceOrg = await startOrg({
    project,
    live: repository ? 'HEAD' : 'live',
    sandbox,
    tls: standIns.tls,
    data: join(dir, 'org'),
    certificate: join(dir, 'keys', 'salesforce-app.crt'),
    signInClientId,
  });
  orgPort = salesforceOrg.port;
  const asked: string[] = [];
  const counted = ((address: string | URL, init?: RequestInit) => {
    asked.push(`${address} ${init?.body ?? ''}`);
    return standIns.fetch(address, init);
  }) as typeof globalThis.fetch;
  const control = `http://127.0.0.1:${salesforceOrg.controlPort}`;

  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } });
  const clock = { offset: 0 };
  const now = () => Date.now() + clock.offset;
  const keys = (name: string) => join(dir, 'keys', name);
  const socketPath = join(dir, 'run', 'd.sock');
  const delegationDatabase =
    engine === 'sqlite' ? join(dir, 'delegation', 'delegation.sqlite') : await newSetting();
  const signingKeyFolder = join(dir, 'signing-keys');
  const delegation = await serve(
    {
      database: delegationDatabase,
      socketPath,
      signingKey: keys('salesforce-app.key'),
      signingCertificate: keys('salesforce-app.crt'),
      signingKeyFolder,
      auditKeyFolder: join(dir, 'audit-keys'),
      callersFile: keys('callers.jwks'),
      nonceKeyFile: keys('nonce.key'),
      publicOrigin: audience,
      issuer,
      audience,
      clientId: names.clientId,
      signInClientId,
      production: false,
    },
    { deps: { fetch: counted, now, log }, standIns },
  );
  const connect = (name: string): DelegationClient =>
    createDelegationClient({ socketPath, callerKey: readCallerKey(keys(`${name}-caller.jwk`)), now });
  const api = connect('api');
  const worker = connect('worker');
  const limits = createLimitBook(now);
  const db = await openTestDatabase();
  const redactorOf = (of: string) => createRedactor(db, of, now);
  const salesforce: SalesforceDeps = { delegation: api, fetch: counted, limits, redactorOf, now, log };
  await addMembers(db);

  const baselines: string[] = [];
  const consents: string[] = [];
  const git = openGitStores(join(dir, 'git'));
  const services = createOrgServices({
    db,
    salesforce,
    signInClientId,
    redirects: [redirectUri],
    delegation: api,
    stopJobs: (stopped) => stopJobs(db, stopped, now),
    removeHistory: (removed, how) => removeHistory({ git, now }, removed, how),
    startBaseline: async (started) => {
      git.renew(started);
      baselines.push(started);
    },
    now,
    log,
  });
  const nonceKey = readNonceKey(keys('nonce.key'));
  const nonces = createNonces({ key: nonceKey, now });
  const verifier = createPersonVerifier({
    issuer,
    audience,
    publicOrigin: audience,
    nonceKey,
    fetch: counted,
    now,
    replay: createMemoryReplay({ now }),
  });

  const world = {
    /** The sample org's repository. */
    project,
    db,
    services,
    salesforce,
    api,
    worker,
    delegationData: join(dir, 'delegation'),
    delegationDatabase,
    signingKeyFolder,
    git,
    dir,
    baselines,
    clock,
    limits,
    fetch: counted,
    /** Every request so far, with its body. */
    asked,
    /** The pages on which a person was asked to allow an app. */
    consents,
    logged: () => lines.join(''),

    async person(email: string): Promise<Someone> {
      const signedIn: SignedIn = await standIns.signIn(email);
      const prove = async (path: string): Promise<RequestProof> => {
        const request = { method: 'POST', url: `${audience}${path}`, nonce: nonces.current(), at: now() };
        return { method: 'POST', path, ...(await signedIn.prove(request)) };
      };
      const { authorization, dpop } = await prove('/v1/session');
      const headers = { authorization, dpop };
      const person = await verifier.verify({ method: 'POST', path: '/v1/session', headers });
      const found = await findMember(db, person.subject);
      const tenant = found && (await findTenant(db, found.tenantId));
      const member = found && tenant && { ...found, tenantName: tenant.name };
      return { person, member, prove };
    },

    /** Signs in at Salesforce; answers with where Salesforce sends the browser. */
    async signInAt(authorizeUrl: string, username: string, password = 'canvasback'): Promise<URL> {
      const browsing = createBrowsing(counted);
      const page = await browsing.follow(authorizeUrl, undefined, redirectUri);
      if (!page.response) return new URL(page.url);
      const form = await page.response.text();
      const startURL = /name="startURL" value="([^"]*)"/.exec(form)?.[1]?.replaceAll('&amp;', '&') ?? '';
      const answer = await browsing.follow(
        new URL('/', page.url).href,
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ un: username, pw: password, startURL }).toString(),
        },
        redirectUri,
      );
      if (!answer.response) return new URL(answer.url);
      const shown = await answer.response.text();
      const request = /name="request" value="([^"]*)"/.exec(shown)?.[1]?.replaceAll('&amp;', '&');
      if (request === undefined) throw new Error(`Salesforce shows a page: ${shown.slice(0, 2000)}`);
      consents.push(shown);
      const allowed = await browsing.follow(
        new URL('/setup/secur/RemoteAccessAuthorizationPage.apexp', answer.url).href,
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ request, choice: 'allow' }).toString(),
        },
        redirectUri,
      );
      return new URL(allowed.url);
    },

    async start(someone: Someone, integrationUsername?: string, host: string = apiHost, anew = false) {
      const { person, member } = someone;
      const where = { apiHost: host, redirectUri, anew };
      return services.connectStart({ person, member, ...where, integrationUsername });
    },

    async finish(someone: Someone, state: string, code: string): Promise<OrgStatus> {
      const { person, member } = someone;
      const proof = await someone.prove('/v1/org-connections/finish');
      return services.connectFinish({ person, member, proof, state, code });
    },

    /** The whole connection of one person. */
    async connect(someone: Someone, username: string, integrationUsername?: string): Promise<OrgStatus> {
      const { authorizeUrl, state } = await world.start(someone, integrationUsername);
      const answer = await world.signInAt(authorizeUrl, username);
      return world.finish(someone, state, answer.searchParams.get('code') ?? '');
    },

    /** A job as a person, with the proof of its own route. */
    async openAs(
      someone: Someone,
      purpose: 'compare' | 'standing',
      more: Partial<HandleRequest> = {},
    ): Promise<JobHandle> {
      const person = await someone.prove(`/v1/orgs/${orgId}/${purpose}`);
      return openHandle(salesforce, { purpose, org: handleOrg, person, ...more });
    },

    openSync: () => openHandle({ ...salesforce, delegation: worker }, { purpose: 'sync', org: handleOrg }),

    /** Asks the org's control. */
    async ask<T>(path: string, body?: unknown): Promise<T> {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const response = await fetch(`${control}${path}`, init);
      const answer = await response.json();
      if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer as T;
    },

    async stop() {
      api.close();
      worker.close();
      await delegation.stop();
      git.close();
      await db.destroy();
      await salesforceOrg.stop();
      await standIns.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return world;
}

async function addMembers(db: Database): Promise<void> {
  await addTenant(db, { id: 't1', name: 'Acme' }, 1);
  await addTenant(db, { id: 't2', name: 'Rival' }, 1);
  const people = [
    ['t1', 'auth0|ada', 'Ada King', 'owner'],
    ['t1', 'auth0|sam', 'Sam Okafor', 'release_manager'],
    ['t1', 'auth0|mia', 'Mia Lindqvist', 'viewer'],
  ] as const;
  for (const [tenantId, subject, name, role] of people) {
    await putMember(db, { tenantId, subject, name, role }, 1);
  }
}
