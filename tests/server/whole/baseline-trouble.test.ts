// A baseline that meets trouble on its way: Salesforce down, worker or API killed; nothing is lost and nothing done twice.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseIn, openDatabase } from '../../../server/db/database.ts';
import { startTestWorld, type TestWorld } from '../../helpers/world.ts';
import { apiHost, createPerson, orgId, type Person } from './person.ts';
import { databaseSettings } from './settings.ts';

const names = Array.from({ length: 90 }, (_, index) => `Added${String(index).padStart(2, '0')}`);
let world: TestWorld;
let database: string;
let ada: Person;

beforeAll(async () => {
  const settings = await databaseSettings();
  world = await startTestWorld({ settings });
  database = settings.CANVASBACK_DATABASE ?? databaseIn(world.layout.api);
  ada = await createPerson(world, 'ada@acme.example');
  for (const fullName of names) {
    await world.ask('POST', '/edit', {
      type: 'ApexClass',
      fullName,
      by: 'nora.haddad@acme.example',
      files: {
        content: `public class ${fullName} {}\n`,
        metadata:
          '<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>\n',
      },
    });
  }
});
afterAll(() => world?.stop());

/** As the database has it, once it is more. */
async function doneBeyond(before: number): Promise<number> {
  const db = await openDatabase(database);
  try {
    for (;;) {
      const { done } = await db.selectFrom('jobs').select('done').executeTakeFirstOrThrow();
      if (done > before) return done;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await db.destroy();
  }
}

const job = async () => (await ada.call('orgs.status', { apiHost })).job;
test('Salesforce goes down, the worker is stopped, then both are killed, each in the middle: all is committed, once', async () => {
  // Slow enough that the fault comes in the middle.
  await world.ask('POST', '/fault', { slow: 60 });
  await ada.connect('ada.king@acme.example', 'integration@acme.example');
  await world.ask('POST', '/fault', { down: '503', downAfter: 10 });
  const waiting = await ada.until('orgs.status', { apiHost }, (status) => status.job?.state === 'waiting');
  expect(waiting.job?.problem).toMatch(/^Salesforce did not answer\./);
  expect(waiting.job?.retryAt).toBeDefined();
  const before = waiting.job?.done ?? 0;
  expect(before).toBeLessThan(waiting.job?.total || 1);

  await world.ask('POST', '/fault', { down: 'no', slow: 250 });
  await ada.until('orgs.status', { apiHost }, (status) => (status.job?.done ?? 0) > before + 2);

  // An orderly stop gives the job back: the next process goes on at once, and need not wait until a lease runs out.
  await world.parts.worker.stop();
  const resumed = await job();
  expect(resumed?.state).toBe('queued');
  expect(resumed?.done).toBeGreaterThan(before + 2);
  const seen = resumed?.done ?? 0;
  await world.parts.worker.start();
  await ada.until('orgs.status', { apiHost }, (status) => (status.job?.done ?? 0) > seen + 2, 40);

  // Without the API the worker goes on; its progress is there when the API is back. Slow enough that it is not done by then.
  await world.ask('POST', '/fault', { slow: 1500 });
  await world.parts.api.kill();
  const onward = await doneBeyond((await doneBeyond(seen)) + 1);
  await world.parts.worker.kill();
  await world.ask('POST', '/fault', { slow: 0 });
  await world.parts.api.start();
  const left = await job();
  expect(left?.state).toBe('running');
  expect(left?.done).toBeGreaterThanOrEqual(onward);
  expect(left?.done).toBeLessThan(left?.total ?? 0);
  await world.parts.worker.start();

  const end = await ada.until('orgs.status', { apiHost }, (status) => status.job?.state === 'done');
  expect(end.job?.id).toBe(waiting.job?.id);
  expect(end.job?.done).toBe(end.job?.total);
  expect(end.job?.problem).toBeUndefined();
  for (const fullName of names) {
    const { versions } = await ada.call('history.list', { orgId, type: 'ApexClass', fullName });
    expect(versions.map(({ origin, author }) => [origin, author.name])).toEqual([
      ['captured', 'Nora Haddad'],
    ]);
  }
});

test('the log of the worker tells of the wait, and of no token', () => {
  const log = readFileSync(world.parts.worker.logFile, 'utf8');
  expect(log).toContain('job waits');
  expect(log).not.toMatch(/00D[0-9A-Za-z]{12,15}!|eyJ[\w-]{10}|PRIVATE KEY/);
});
