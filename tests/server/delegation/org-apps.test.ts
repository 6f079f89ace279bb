// An org's own app: its key is made here, its consumer key comes from a person's live request, and nobody else's counts.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DelegationDatabase, openDelegationDatabase } from '../../../server/delegation/db/database.ts';
import { everyKeyEvent } from '../../../server/delegation/db/key-events.ts';
import { listKeys } from '../../../server/delegation/db/signing-keys.ts';
import type { OrgApp } from '../../../server/delegation/protocol.ts';
import { createWorld, type DelegationWorld, clientId as installation, org, users } from './world.ts';

const { apiHost } = org;
const ownId = '3MVG9.own_app';
let world: DelegationWorld;
let db: DelegationDatabase;

beforeEach(async () => {
  world = await createWorld();
  db = await openDelegationDatabase(world.config.database);
});
afterEach(async () => {
  await db.destroy();
  await world.stop();
});

async function make(subject = 'auth0|ada', signedPath?: string): Promise<OrgApp> {
  const path = `/v1/org-apps/${apiHost}/key`;
  const person = await world.proof('probe', { token: { subject }, path, signedPath: signedPath ?? path });
  return world.api.makeOrgKey({ apiHost, person });
}

async function name(clientId = ownId, subject = 'auth0|ada', provenId = clientId): Promise<OrgApp> {
  const path = `/v1/org-apps/${apiHost}/consumer-key/${clientId}`;
  const signedPath = `/v1/org-apps/${apiHost}/consumer-key/${provenId}`;
  const person = await world.proof('probe', { token: { subject }, path, signedPath });
  return world.api.nameOrgApp({ apiHost, clientId, person });
}

async function connect(subject = 'auth0|ada', user = users.ada, audience = installation): Promise<void> {
  const person = await world.proof('probe', { token: { subject } });
  const signIn = await world.signIn(subject, user, { claims: { aud: audience } });
  const integrationUsername = users.integration.username;
  const { jobId } = await world.api.openJob({
    ...{ purpose: 'probe', org, person, target: user, signIn, integrationUsername },
  });
  await world.api.mint(jobId, { as: 'person' });
  await world.api.mint(jobId, { as: 'integration' });
  await world.api.endJob(jobId);
}

async function sync(): Promise<string> {
  const { jobId } = await world.worker.openJob({ purpose: 'sync', org });
  await world.worker.mint(jobId);
  await world.worker.endJob(jobId);
  const asked = world.salesforce.requests.filter(({ url }) => url.endsWith('/token')).at(-1);
  return String(decodeJwt(asked?.body.get('assertion') ?? '').iss);
}

const setUp = ({ certificate = '' }: OrgApp, clientId = ownId) => {
  world.salesforce.app = { clientId, certificate };
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) =>
      (error as { reason?: string }).reason ?? (error as { code?: string }).code ?? String(error),
  );
const states = async () => (await listKeys(db, { hosts: [apiHost] })).map(({ state }) => state);

describe('before the org is connected', () => {
  test('a key is made once, an app is named, and the probe of the same person makes it the org’s', async () => {
    const key = await make();
    expect(key).toMatchObject({ own: true, state: 'prepared' });
    expect(key.clientId).toBeUndefined();
    expect(key.certificate).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect((await make()).fingerprint).toBe(key.fingerprint);
    expect((await name()).signInClientId).toBe(ownId);
    setUp(key);
    await connect('auth0|ada', users.ada, ownId);
    expect(await states()).toEqual(['in_use']);
    expect(await sync()).toBe(ownId);
    const events = (await everyKeyEvent(db)).filter(({ api_host }) => api_host === apiHost);
    expect(events.map(({ event, by }) => `${event} by ${by}`).sort()).toEqual([
      'app_named by auth0|ada',
      'in_use by auth0|ada',
      'made by auth0|ada',
    ]);
  });

  test('what one person prepared is not used when another connects', async () => {
    await make('auth0|mallory');
    await name(ownId, 'auth0|mallory');
    await connect();
    expect(await sync()).toBe(installation);
    expect((await world.api.app({ apiHost, subject: 'auth0|ada' })).own).toBe(false);
  });

  test('a sign-in with another app than the one that is named proves nothing', async () => {
    setUp(await make());
    await name();
    expect(await codeOf(connect('auth0|ada', users.ada, installation))).toBe('sign_in_not_proven');
  });
});

describe('of a connected org', () => {
  beforeEach(() => connect());

  test('the app before stays in use until Salesforce accepts the own one', async () => {
    const key = await make();
    await name();
    expect(await states()).toEqual(['next']);
    expect(await sync()).toBe(installation);
    setUp(key);
    expect(await sync()).toBe(ownId);
    expect(await states()).toEqual(['in_use']);
    // The installation's key is other orgs' too.
    expect(existsSync(world.config.signingKey)).toBe(true);
  });

  test('an own app that Salesforce has not accepted yet is dropped by the way back, at once', async () => {
    await make();
    await name();
    const path = `/v1/org-apps/${apiHost}/installation`;
    const person = await world.proof('probe', { token: { subject: 'auth0|ada' }, path });
    expect(await world.api.leaveOrgApp({ apiHost, person })).toMatchObject({ own: false, state: 'in_use' });
    expect(await states()).toEqual(['retired']);
    expect(await sync()).toBe(installation);
  });

  test('a stranger to it changes nothing, who is linked may', async () => {
    expect(await codeOf(make('auth0|sam'))).toBe('not_of_this_org');
    await world.probe('auth0|sam', users.sam);
    expect(await codeOf(make('auth0|sam'))).toBe('done');
  });

  test('disconnecting destroys its own key', async () => {
    setUp(await make());
    await name();
    await sync();
    const folder = world.config.signingKeyFolder ?? '';
    expect(readdirSync(folder)).toHaveLength(1);
    const path = `/v1/orgs/${org.orgId}/disconnect`;
    const person = await world.proof('probe', { token: { subject: 'auth0|ada' }, path });
    await world.api.forget({ what: 'org', orgId: org.orgId, person });
    expect(await states()).toEqual(['retired']);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('on the way back to the installation’s app', () => {
  const change = async (what: 'installation' | 'own', subject = 'auth0|ada') => {
    const path = `/v1/org-apps/${apiHost}/${what}`;
    const person = await world.proof('probe', { token: { subject }, path });
    const of = { apiHost, person };
    return what === 'own' ? world.api.keepOrgApp(of) : world.api.leaveOrgApp(of);
  };
  const installed = () => {
    const certificate = readFileSync(world.config.signingCertificate ?? '', 'utf8');
    world.salesforce.app = { clientId: installation, certificate };
  };

  beforeEach(async () => {
    await connect();
    setUp(await make());
    await name();
    expect(await sync()).toBe(ownId);
  });

  test('the own app stays in use until Salesforce accepts the installation’s, by whichever token that shows', async () => {
    expect(await change('installation')).toMatchObject({
      ...{ own: false, state: 'next', returning: true, clientId: installation, signInClientId: ownId },
      refused: expect.stringContaining('The org does not know the app.'),
    });
    expect(await sync()).toBe(ownId);
    expect(await states()).toEqual(['in_use']);
    installed();
    expect(await sync()).toBe(installation);
    expect(await states()).toEqual(['retired']);
    expect(readdirSync(world.config.signingKeyFolder ?? '')).toEqual([]);
    expect(await codeOf(change('installation'))).toBe('no_own_app');
    const events = (await everyKeyEvent(db)).filter(({ api_host }) => api_host === apiHost);
    expect(events.map(({ event, by }) => `${event} by ${by}`)).toEqual(
      expect.arrayContaining(['leaving by auth0|ada', 'retired by service', 'destroyed by service']),
    );
  });

  test('an own app that is named meanwhile, or the word of who may, ends it', async () => {
    await change('installation');
    expect((await change('own')).returning).toBeUndefined();
    await change('installation');
    await make();
    await name('3MVG9.another');
    installed();
    expect(await codeOf(sync())).toBe('app_unknown');
    expect((await states()).sort()).toEqual(['in_use', 'next']);
  });

  test('a stranger begins none and ends none', async () => {
    expect(await codeOf(change('installation', 'auth0|mallory'))).toBe('not_of_this_org');
    await change('installation');
    expect(await codeOf(change('own', 'auth0|mallory'))).toBe('not_of_this_org');
    expect(await world.api.app({ apiHost, subject: 'auth0|ada' })).toMatchObject({ returning: true });
  });
});

test('what happened to keys is told through the socket, to the API alone and no more than it asks for', async () => {
  const key = await make();
  const scope = { fingerprints: [key.fingerprint], hosts: [] };
  const { events, ...counts } = await world.api.keyEvents({ ...scope, limit: 10 });
  expect(events.map(({ event, by, fingerprint }) => [event, by, fingerprint === key.fingerprint])).toEqual([
    ['made', 'auth0|ada', true],
    ['made', 'operator', false],
  ]);
  expect(counts).toEqual({ known: [key.fingerprint], total: 2, matching: 2 });
  expect((await world.api.keyEvents({ fingerprints: [], hosts: [], limit: 10 })).total).toBe(1);
  expect((await world.api.tallyKeyEvents(scope)).bys).toEqual([
    { value: 'auth0|ada', entries: 1 },
    { value: 'operator', entries: 1 },
  ]);
  expect(await codeOf(world.worker.keyEvents({ ...scope, limit: 10 }))).toBe('purpose_not_for_caller');
  expect(await codeOf(world.worker.tallyKeyEvents(scope))).toBe('purpose_not_for_caller');
});

describe('the request', () => {
  test('is the person’s own, for exactly this org and this consumer key', async () => {
    await make();
    expect(await codeOf(name('3MVG9.evil', 'auth0|ada', ownId))).toBe('not_authenticated');
    expect(await codeOf(make('auth0|ada', '/v1/org-apps/other.my.salesforce.com/key'))).toBe(
      'not_authenticated',
    );
    const other = await world.proof('probe', { path: `/v1/org-apps/${apiHost}/key` });
    expect(await codeOf(world.api.nameOrgApp({ apiHost, clientId: ownId, person: other }))).toBe(
      'proof_for_other_request',
    );
    const proof = await world.proof('probe', { path: `/v1/org-apps/${apiHost}/key` });
    expect(await codeOf(world.worker.makeOrgKey({ apiHost, person: proof }))).toBe('purpose_not_for_caller');
  });

  test('names nothing without a key, and no address but Salesforce’s', async () => {
    expect(await codeOf(name())).toBe('key_not_made');
    const person = await world.proof('probe', { path: '/v1/org-apps/evil.example/key' });
    expect(await codeOf(world.api.makeOrgKey({ apiHost: 'evil.example', person }))).toBe('host_not_allowed');
  });
});
