// An org's own app at a strict Salesforce: made, connected, minted with, rotated, and told of in words where its certificate is gone.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { org as names } from '../../../dev/world/names.ts';
import { listAdminEntries } from '../../../server/db/admin-log.ts';
import { type DelegationDatabase, openDelegationDatabase } from '../../../server/delegation/db/database.ts';
import { type KeyRow, listKeys } from '../../../server/delegation/db/signing-keys.ts';
import { rotate } from '../../../server/delegation/keys/rotate.ts';
import {
  apiHost,
  createOrgsWorld,
  handleOrg,
  integration,
  type OrgsWorld,
  orgId,
  type Someone,
} from './world.ts';

let world: OrgsWorld;
let db: DelegationDatabase;
let ada: Someone;
/** The app as Salesforce names it. */
let clientId: string;

beforeAll(async () => {
  world = await createOrgsWorld();
  db = await openDelegationDatabase(world.delegationDatabase);
  ada = await world.person('ada@acme.example');
});
afterAll(async () => {
  await db.destroy();
  await world.stop();
});

const values = () => world.services.guideValues({ person: ada.person, member: ada.member, apiHost });
const own = async () => (await listKeys(db, { hosts: [apiHost] })).map(({ state }) => state);
const ownKey = async (state: KeyRow['state']) => {
  const row = (await listKeys(db, { hosts: [apiHost], states: [state] }))[0];
  if (!row) throw new Error(`There is no key that is ${state}.`);
  return row;
};
const fileOf = (key: KeyRow) => join(world.signingKeyFolder, key.location);
const upload = (certificate: string | undefined) =>
  world.ask('/apps/certificate', { clientId, certificate: certificate ?? '' });

/** The issuers of the assertions that background work was asked with just now, and what came of it. */
async function sync(): Promise<{ by: (string | undefined)[]; said: string }> {
  const from = world.asked.length;
  const handle = await world.openSync();
  const said = await handle.prove('integration').then(
    () => 'granted',
    (error: { detail?: string; action?: string }) => `${error.detail} ${error.action}`,
  );
  await handle.close();
  const assertions = world.asked.slice(from).map((line) => /assertion=([\w.-]+)/.exec(line)?.[1]);
  return { by: assertions.flatMap((each) => (each ? [decodeJwt(each).iss] : [])), said };
}

async function standing() {
  const proof = await ada.prove(`/v1/orgs/${orgId}/standing`);
  const org = { ...handleOrg, name: 'Acme', tenantId: 't1' };
  return world.services.proveStanding({ person: ada.person, org, proof });
}

describe('from the connect page to the first token', () => {
  test('the key is made before the app, and its certificate is what the page offers', async () => {
    const { person, member } = ada;
    const proof = await ada.prove(`/v1/org-apps/${apiHost}/key`);
    await world.services.makeOrgKey({ person, member, proof, input: { apiHost } });
    const shown = await values();
    expect(shown).toMatchObject({ own: true, state: 'prepared' });
    expect(shown.clientId).toBeUndefined();
    // What an admin does with it in Setup.
    const made = await world.ask<{ clientId: string }>('/apps', {
      name: 'Canvasback of Acme',
      certificate: shown.certificate,
    });
    clientId = made.clientId;
    const named = await ada.prove(`/v1/org-apps/${apiHost}/consumer-key/${clientId}`);
    await world.services.nameOrgApp({ person, member, proof: named, input: { apiHost, clientId } });
    expect((await values()).clientId).toBe(clientId);
  });

  test('who is not assigned to it is told so, and the org stays unconnected', async () => {
    const { authorizeUrl } = await world.start(ada, integration);
    expect(new URL(authorizeUrl).searchParams.get('client_id')).toBe(clientId);
    const answer = await world.signInAt(authorizeUrl, 'ada.king@acme.example');
    expect(answer.searchParams.get('error')).toBe('OAUTH_APP_ACCESS_DENIED');
    expect(await own()).toEqual(['prepared']);
  });

  test('connecting goes by it alone, and so does background work from then on', async () => {
    await world.ask('/apps/assign', { clientId, usernames: ['ada.king@acme.example', integration] });
    const from = world.asked.length;
    const status = await world.connect(ada, 'ada.king@acme.example', integration);
    expect(status).toMatchObject({ state: 'ready', you: { username: 'ada.king@acme.example' } });
    expect(world.asked.slice(from).join('\n')).not.toContain(names.clientId);
    expect(await own()).toEqual(['in_use']);
    expect(await sync()).toEqual({ by: [clientId], said: 'granted' });
    // The registered app is the installation's, and was never needed: it may even be blocked.
    await world.ask('/fault', { appBlocked: true });
    expect((await sync()).said).toBe('granted');
    await world.ask('/fault', { appBlocked: false });
  });
});

describe('its rotation', () => {
  let before: KeyRow;
  let next: KeyRow;

  test('goes on with the old key until the new certificate is uploaded', async () => {
    before = await ownKey('in_use');
    next = await rotate({ db, folder: world.signingKeyFolder, now: () => Date.now() }, { apiHost });
    expect(next.clientId).toBe(clientId);
    expect(await values()).toMatchObject({ own: true, state: 'next', certificate: next.certificate });
    expect(await sync()).toEqual({ by: [clientId], said: 'granted' });
    expect(await own()).toEqual(['in_use', 'next']);
    expect(existsSync(fileOf(before))).toBe(true);
  });

  test('moves with the first token after the upload, and destroys the old key', async () => {
    await upload(next.certificate);
    expect(await sync()).toEqual({ by: [clientId, clientId], said: 'granted' });
    expect(await own()).toEqual(['retired', 'in_use']);
    expect(existsSync(fileOf(before))).toBe(false);
    expect(readdirSync(world.signingKeyFolder)).toEqual([next.location]);
    expect(await sync()).toEqual({ by: [clientId], said: 'granted' });
    expect(await standing()).toMatchObject({ state: 'ready' });
  });

  test('a certificate that was taken away too early is told in words, and the upload mends it', async () => {
    const third = await rotate({ db, folder: world.signingKeyFolder, now: () => Date.now() }, { apiHost });
    // Neither the one in use nor the next: of a key that is destroyed already.
    await upload(before.certificate);
    const words = 'Salesforce did not accept the signature.';
    expect((await sync()).said).toContain(words);
    expect((await sync()).said).toMatch(/Upload the certificate that the connect page shows/);
    expect(await standing()).toMatchObject({ state: 'blocked', reason: expect.stringContaining(words) });
    expect(await own()).toEqual(['retired', 'in_use', 'next']);
    for (const key of [await ownKey('in_use'), third]) expect(existsSync(fileOf(key))).toBe(true);
    await upload(third.certificate);
    expect(await standing()).toMatchObject({ state: 'ready' });
    expect(await own()).toEqual(['retired', 'retired', 'in_use']);
    expect(await sync()).toEqual({ by: [clientId], said: 'granted' });
  });
});

describe('the way back to the installation’s app', () => {
  const call = async (what: 'installation' | 'own', someone = ada) => {
    const { person, member } = someone;
    const proof = await someone.prove(`/v1/org-apps/${apiHost}/${what}`);
    const of = { person, member, proof, input: { apiHost } };
    return what === 'own' ? world.services.keepOrgApp(of) : world.services.leaveOrgApp(of);
  };
  const said = async () =>
    (await listAdminEntries(world.db, orgId))
      .filter(({ action }) => action === 'org.app_left' || action === 'org.app_kept')
      .map(({ action, subject, detail }) => [action, subject, detail?.done]);
  let key: KeyRow;

  test('is an owner’s, by their own request for exactly this', async () => {
    key = await ownKey('in_use');
    const sam = await world.person('sam@acme.example');
    await expect(call('installation', sam)).rejects.toMatchObject({ code: 'forbidden' });
    const { person, member } = ada;
    for (const path of [`/v1/org-apps/${apiHost}/own`, `/v1/org-apps/${apiHost}/key`]) {
      const of = { person, member, proof: await ada.prove(path), input: { apiHost } };
      await expect(world.services.leaveOrgApp(of)).rejects.toMatchObject({
        reason: 'proof_for_other_request',
      });
    }
    expect(await values()).toMatchObject({ own: true, state: 'in_use' });
    expect(await said()).toEqual([]);
  });

  test('loses nothing while Salesforce does not accept that app: it says why, and the own one stays in use', async () => {
    await world.ask('/fault', { appBlocked: true });
    expect(await call('installation')).toEqual({
      done: false,
      refused: expect.stringContaining('A Salesforce admin has blocked the app.'),
    });
    expect(await values()).toMatchObject({
      own: false,
      state: 'next',
      returning: true,
      clientId: names.clientId,
      fingerprint: (await listKeys(db, { hosts: [''] }))[0]?.fingerprint,
    });
    expect(await sync()).toEqual({ by: [clientId], said: 'granted' });
    expect(await standing()).toMatchObject({ state: 'ready' });
    expect(new URL((await world.start(ada)).authorizeUrl).searchParams.get('client_id')).toBe(clientId);
    expect((await ownKey('in_use')).id).toBe(key.id);
    expect(existsSync(fileOf(key))).toBe(true);
    const [attempt] = (await world.api.entries({ tenant: 't1', orgId, purposes: ['probe'] })).entries;
    expect(attempt).toMatchObject({ who: 'delegation', outcome: 'refused', code: 'app_blocked' });
  });

  test('can be left again, and nothing of it stays', async () => {
    await call('own');
    expect(await values()).toMatchObject({ own: true, state: 'in_use', clientId });
    await world.ask('/fault', { appBlocked: false });
    expect(await sync()).toEqual({ by: [clientId], said: 'granted' });
    expect((await ownKey('in_use')).id).toBe(key.id);
  });

  test('is done with Salesforce’s first token by that app: the own key is destroyed, and a second request says so', async () => {
    expect(await call('installation')).toEqual({ done: true });
    expect(await own()).not.toContain('in_use');
    expect(readdirSync(world.signingKeyFolder)).toEqual([]);
    expect(await values()).toMatchObject({ own: false, state: 'in_use', clientId: names.clientId });
    expect(await sync()).toEqual({ by: [names.clientId], said: 'granted' });
    expect(await standing()).toMatchObject({ state: 'ready' });
    await expect(call('installation')).rejects.toMatchObject({ reason: 'no_own_app' });
    expect(await said()).toEqual([
      ['org.app_left', 'auth0|ada', true],
      ['org.app_kept', 'auth0|ada', undefined],
      ['org.app_left', 'auth0|ada', false],
    ]);
  });
});
