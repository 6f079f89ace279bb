// A separate app for sign-in: allowed by each person on Salesforce's own page, for openid alone; the delegation app is never signed in with.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { org as names } from '../../../dev/world/names.ts';
import { apiHost, createOrgsWorld, type OrgsWorld, type Someone } from './world.ts';

const signInClientId = '3MVG9.sign_in_only';
const integration = 'integration@acme.example';
let world: OrgsWorld;
let ada: Someone;

beforeAll(async () => {
  world = await createOrgsWorld({ signInClientId });
  ada = await world.person('ada@acme.example');
});
afterAll(() => world.stop());

test('people sign in with it and allow it themselves; tokens are minted with the delegation app', async () => {
  const status = await world.connect(ada, 'ada.king@acme.example', integration);
  expect(status).toMatchObject({ state: 'ready', you: { username: 'ada.king@acme.example' } });
  expect(world.consents).toHaveLength(1);
  expect(world.consents[0]).toContain('Canvasback sign-in is asking to');
  expect(world.consents[0]).not.toMatch(/Manage user data|Perform requests at any time/);

  await world.services.guideCheck({ person: ada.person, member: ada.member, input: { apiHost } });
  const authorized = world.asked.filter((line) => line.includes('/services/oauth2/authorize?'));
  expect(authorized.length).toBeGreaterThan(2);
  for (const line of authorized) {
    const { searchParams } = new URL(line.split(' ')[0] ?? '');
    expect(searchParams.get('client_id')).toBe(signInClientId);
    expect(searchParams.get('scope')).toBe('openid');
  }
  const exchanged = world.asked.filter((line) => line.includes('grant_type=authorization_code'));
  expect(exchanged).toHaveLength(1);
  expect(exchanged[0]).toContain(`client_id=${signInClientId}`);
  expect(world.asked.filter((line) => /refresh_token|offline_access/.test(line))).toEqual([]);

  const issuers = world.asked.flatMap((line) => {
    const assertion = /assertion=([\w-]+)\.([\w-]+)/.exec(line)?.[2];
    return assertion ? [JSON.parse(Buffer.from(assertion, 'base64url').toString()).iss] : [];
  });
  expect(new Set(issuers)).toEqual(new Set([names.clientId]));
});

test('the page tells which app is for what', async () => {
  const values = await world.services.guideValues({ person: ada.person, member: ada.member, apiHost });
  expect(values).toMatchObject({
    clientId: names.clientId,
    signInClientId,
    scopes: ['api', 'refresh_token'],
  });
});

test('whoever declines it links nothing', async () => {
  const sam = await world.person('sam@acme.example');
  const { state } = await world.start(sam);
  await expect(
    world.services.connectRefused({ person: sam.person, state, error: 'access_denied' }),
  ).resolves.toMatchObject({ what: 'The sign-in was declined at Salesforce.' });
});

test('owners are told of a certificate that ends within thirty days', async () => {
  const asked = { tenantId: ada.member?.tenantId ?? '', subject: ada.person.subject };
  const told = async (role: 'owner' | 'viewer') =>
    (await world.services.listOrgs({ ...asked, role }))[0]?.certificate;
  expect(await told('owner')).toBeUndefined();
  world.clock.offset = (2 * 365 - 29) * 24 * 3_600_000;
  try {
    expect(await told('owner')).toMatchObject({ waits: false, endsAt: expect.stringMatching(/^20/) });
    expect(await told('viewer')).toBeUndefined();
  } finally {
    world.clock.offset = 0;
  }
});
