// A token that is refused in the middle of work moves the connection: the org's when it concerns everybody, else the person's own.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createOpenLive } from '../../../server/compare/open-live.ts';
import { listAdminEntries } from '../../../server/db/admin-log.ts';
import { listLinked } from '../../../server/db/links.ts';
import { SalesforceRefusal } from '../../../server/delegation/salesforce-errors.ts';
import { AppError } from '../../../server/errors.ts';
import { unblockOrg } from '../../../server/orgs/block.ts';
import { noteRefusedSync } from '../../../server/orgs/refused.ts';
import { createOpenSync } from '../../../server/sync/open-sync.ts';
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
const users = { ada: 'ada.king@acme.example', sam: 'sam.okafor@acme.example' };

beforeAll(async () => {
  world = await createOrgsWorld();
  ada = await world.person('ada@acme.example');
  sam = await world.person('sam@acme.example');
  await world.connect(ada, users.ada, integration);
  await world.connect(sam, users.sam);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.ask('/fault', { assigned: {}, inactive: [], frozen: [], appBlocked: false, down: 'no' });
  for (const one of [ada, sam]) expect((await prove(one)).state).toBe('ready');
});

async function prove(someone: Someone) {
  const proof = await someone.prove(`/v1/orgs/${orgId}/standing`);
  return world.services.proveStanding({ person: someone.person, org, proof });
}
const status = async (who: 'ada' | 'sam') => world.services.orgStatus({ subject: `auth0|${who}`, apiHost });

/** As a comparison does it: the refusal is noted, then thrown. */
async function readAs(someone: Someone): Promise<string> {
  const open = createOpenLive(world.salesforce);
  const proof = await someone.prove(`/v1/orgs/${orgId}/compare`);
  const ref = { type: 'ApexClass', fullName: 'LeadRouter' } as const;
  const { log } = world.salesforce;
  try {
    const { signal } = new AbortController();
    const handle = await open({ org, ref, proof, log, signal });
    try {
      await handle.read(ref);
    } finally {
      await handle.close();
    }
    return 'read';
  } catch (error) {
    await world.services.noteRefused({ org, subject: someone.person.subject }, error);
    return error instanceof AppError ? error.code : String(error);
  }
}

async function sync(): Promise<string> {
  const { db, clock, worker, salesforce } = world;
  const deps = { db, now: () => Date.now() + clock.offset };
  const open = createOpenSync({ ...salesforce, delegation: worker }, async () => org, {
    refused: (of, error) => noteRefusedSync(deps, of, error),
    granted: (of) => unblockOrg(deps, { orgId: of, by: 'worker' }),
  });
  try {
    const handle = await open(orgId);
    await handle.list().finally(() => handle.close());
    return 'read';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

/** Newest first, so what came since is at the beginning; two may be of one millisecond. */
const recordedSoFar = async () => (await listAdminEntries(world.db, orgId)).length;
const recorded = async (since: number) =>
  (await listAdminEntries(world.db, orgId))
    .toReversed()
    .slice(since)
    .map(({ subject, action, detail }) =>
      action === 'connection.change'
        ? `${subject} ${detail?.from} → ${detail?.to}`
        : `${subject} ${action}${detail?.reason ? `: ${detail.reason}` : ''}`,
    );
const blocked = /^A Salesforce admin has blocked the app\..*Connected Apps OAuth Usage/;

describe('an admin blocks the app', () => {
  test('the next comparison closes the org for everybody, with the reason, and is recorded once', async () => {
    const since = await recordedSoFar();
    await world.ask('/fault', { appBlocked: true });
    expect(await readAs(ada)).toBe('salesforce_refused');
    for (const who of ['ada', 'sam'] as const) {
      expect(await status(who)).toMatchObject({ state: 'blocked', reason: expect.stringMatching(blocked) });
    }
    expect(await recorded(since)).toEqual([
      expect.stringMatching(/^auth0\|ada org\.block: A Salesforce admin has blocked the app/),
      'auth0|ada connected → blocked',
    ]);
  });

  test('then nothing is asked of Salesforce but whether it was lifted, and that opens it', async () => {
    await world.ask('/fault', { appBlocked: true });
    await readAs(ada);
    const asked = world.asked.length;
    expect(await readAs(sam)).toBe('org_blocked');
    expect(await sync()).toBe('org_blocked');
    expect(world.asked.length).toBe(asked);
    expect((await prove(sam)).state).toBe('blocked');
    await world.ask('/fault', { appBlocked: false });
    expect(await readAs(sam)).toBe('org_blocked');
    expect((await prove(ada)).state).toBe('ready');
    expect(await sync()).toBe('read');
    expect(await readAs(ada)).toBe('read');
  });

  test('a certificate that the app does not know closes the org too, and the next token opens it', async () => {
    const since = await recordedSoFar();
    const refusal = new SalesforceRefusal('certificate', 'Salesforce did not accept the signature.');
    await world.services.noteRefused({ org, subject: 'auth0|ada' }, refusal);
    expect((await status('sam')).state).toBe('blocked');
    expect(await sync()).toBe('read');
    expect((await status('sam')).state).toBe('ready');
    expect((await recorded(since)).at(-1)).toBe('worker org.unblock');
  });

  test('background work that meets it first closes the org as well, in its own name', async () => {
    const since = await recordedSoFar();
    await world.ask('/fault', { appBlocked: true });
    expect(await sync()).toBe('salesforce_refused');
    expect(await status('sam')).toMatchObject({ state: 'blocked', reason: expect.stringMatching(blocked) });
    await world.ask('/fault', { appBlocked: false });
    expect((await prove(ada)).state).toBe('ready');
    expect(await recorded(since)).toEqual([
      expect.stringMatching(/^worker org\.block: /),
      'auth0|ada org.unblock',
      'auth0|ada blocked → connected',
    ]);
  });
});

describe('one person is refused', () => {
  test.each([
    ['is not assigned', { assigned: { [users.sam]: false } }, /assign/],
    ['is frozen', { frozen: [users.sam] }, /deactivated/],
  ])('who %s: their history locks with the reason, and others go on', async (_, fault, reason) => {
    await world.ask('/fault', fault);
    expect(await readAs(sam)).toBe('salesforce_refused');
    const theirs = await status('sam');
    expect(theirs).toMatchObject({ state: 'locked', reason: expect.stringMatching(reason) });
    expect(await listLinked(world.db, orgId)).toContainEqual({ subject: 'auth0|sam', state: 'revoked' });
    expect((await status('ada')).state).toBe('ready');
    expect(await readAs(ada)).toBe('read');
  });

  test('the integration user: the job waits, nobody’s connection is touched', async () => {
    const since = await recordedSoFar();
    await world.ask('/fault', { assigned: { [integration]: false } });
    expect(await sync()).toBe('salesforce_refused');
    expect(await recorded(since)).toEqual([]);
    expect((await status('ada')).state).toBe('ready');
  });
});

test('no answer moves nothing', async () => {
  await world.ask('/fault', { down: '503' });
  expect(await readAs(ada)).toBe('salesforce_unavailable');
  expect((await status('ada')).state).toBe('ready');
});
