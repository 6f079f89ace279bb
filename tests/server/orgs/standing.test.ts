// Standing: Salesforce's word opens history for a quarter of an hour, its no locks it at once, silence changes nothing.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findLink } from '../../../server/db/links.ts';
import { AppError } from '../../../server/errors.ts';
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
let ada: Someone;
let sam: Someone;
const org = { ...handleOrg, tenantId: 't1', name: 'Acme' };
const username = 'ada.king@acme.example';

beforeAll(async () => {
  world = await createOrgsWorld();
  ada = await world.person('ada@acme.example');
  sam = await world.person('sam@acme.example');
  await world.connect(ada, username, integration);
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.clock.offset = 0;
  await world.ask('/fault', {
    assigned: {},
    without: {},
    inactive: [],
    appBlocked: false,
    wrongIdentity: false,
    down: 'no',
  });
  await prove();
});

async function prove(someone = ada) {
  const proof = await someone.prove(`/v1/orgs/${orgId}/standing`);
  return world.services.proveStanding({ person: someone.person, org, proof });
}
const status = () => world.services.orgStatus({ subject: 'auth0|ada', apiHost });

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.catch((thrown: unknown) => thrown);
  return error instanceof AppError ? error.code : `no refusal: ${JSON.stringify(error)}`;
}

describe('Salesforce’s yes', () => {
  test('opens history for fifteen minutes, not longer', async () => {
    expect(await prove()).toMatchObject({ state: 'ready' });
    world.clock.offset = 14 * 60_000;
    expect((await status()).state).toBe('ready');
    world.clock.offset = 15 * 60_000 + 1000;
    expect((await status()).state).toBe('locked');
  });
});

describe('Salesforce’s no', () => {
  const cases: [string, Record<string, unknown>, 'locked' | 'blocked', RegExp][] = [
    ['the user is deactivated', { inactive: [username] }, 'locked', /deactivated/],
    ['the assignment is taken away', { assigned: { [username]: false } }, 'locked', /app/],
    ['View Setup is taken away', { without: { [username]: ['ViewSetup'] } }, 'locked', /View Setup/],
    ['API access is taken away', { without: { [username]: ['ApiEnabled'] } }, 'locked', /API Enabled/],
    ['an admin blocks the app', { appBlocked: true }, 'blocked', /blocked the app.*Connected Apps/],
  ];
  test.each(cases)('%s: history is locked at once, with the reason', async (_, fault, state, reason) => {
    await world.ask('/fault', fault);
    const now = await prove();
    expect(now.state).toBe(state);
    expect(now.reason).toMatch(reason);
    expect(now.standingUntil).toBeUndefined();
    expect((await findLink(world.db, { orgId, subject: 'auth0|ada' }))?.standingUntil).toBeNull();
  });

  test('a lifted block opens again', async () => {
    await world.ask('/fault', { appBlocked: true });
    expect((await prove()).state).toBe('blocked');
    await world.ask('/fault', { appBlocked: false });
    expect((await prove()).state).toBe('ready');
  });

  test('an answer for another user locks and is thrown', async () => {
    await world.ask('/fault', { wrongIdentity: true });
    expect(await codeOf(prove())).toBe('identity_mismatch');
    expect((await status()).state).toBe('locked');
    expect(world.logged()).toContain('"alarm":"identity_mismatch"');
  });
});

describe('no answer', () => {
  test.each(['503', 'reset'])('(%s) changes nothing', async (down) => {
    await world.ask('/fault', { down });
    expect(await codeOf(prove())).toBe('salesforce_unavailable');
    expect((await status()).state).toBe('ready');
  });
});

test('a person without a link has none', async () => {
  expect(await codeOf(prove(sam))).toBe('not_linked');
});

test('a proof works for its own route and once', async () => {
  const { person } = ada;
  const proof = await ada.prove(`/v1/orgs/${orgId}/compare`);
  expect(await codeOf(world.services.proveStanding({ person, org, proof }))).toBe('delegation_refused');
  const good = await ada.prove(`/v1/orgs/${orgId}/standing`);
  await world.services.proveStanding({ person, org, proof: good });
  expect(await codeOf(world.services.proveStanding({ person, org, proof: good }))).toBe('not_authenticated');
});
