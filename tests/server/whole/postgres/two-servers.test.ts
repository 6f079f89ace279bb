// Two servers on one PostgreSQL, each an API and a worker: one picture of everything, and one goes on when the other is killed.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProxy } from '../../../../dev/proxy.ts';
import { type Child, createChild } from '../../../../dev/world/child.ts';
import { apiEnvironment, workerEnvironment } from '../../../../dev/world/environment.ts';
import { extensionId, hosts } from '../../../../dev/world/names.ts';
import { freePorts } from '../../../../dev/world/ports.ts';
import { askTls } from '../../../../dev/world/ready.ts';
import { openDatabase } from '../../../../server/db/database.ts';
import { createProxiedFetch } from '../../../helpers/proxied-fetch.ts';
import { startTestWorld, type TestWorld } from '../../../helpers/world.ts';
import { apiHost, createPerson, orgId, type Person } from '../person.ts';
import { databaseSettings } from '../settings.ts';

const checkout = fileURLToPath(new URL('../../../..', import.meta.url));
const names = Array.from({ length: 12 }, (_, index) => `Added${String(index).padStart(2, '0')}`);
let settings: Record<string, string>;
let first: TestWorld;
let second: TestWorld;
let secondWorker: Child;
let ada: Person;
const closing: (() => Promise<unknown>)[] = [];

/** The same world, its API's name led to a second process, with a second worker that is not started. */
async function addServer(world: TestWorld): Promise<[TestWorld, Child]> {
  const ports = { ...world.ports, api: (await freePorts()).api };
  const { ca } = world.tls;
  const api = createChild({
    name: 'The second API server',
    cwd: checkout,
    args: [join(checkout, 'server', 'main.ts')],
    env: apiEnvironment({ ...world, ports, extensionIds: [extensionId], settings }),
    logFile: join(world.layout.logs, 'api-2.log'),
    ready: async () =>
      (await askTls({ host: 'api.canvasback.test', port: ports.api, path: '/readyz', ca })) === 200,
  });
  const worker = createChild({
    name: 'The second worker',
    cwd: checkout,
    args: [join(checkout, 'server', 'worker.ts')],
    env: workerEnvironment({ ...world, extensionIds: [extensionId], settings }),
    logFile: join(world.layout.logs, 'worker-2.log'),
    ready: async (said) => said().includes('"msg":"working"'),
  });
  await api.start();
  const proxy = await startProxy({ routes: hosts.map(({ host, part }) => ({ host, port: ports[part] })) });
  const web = createProxiedFetch(proxy.url, ca);
  closing.push(
    () => web.close(),
    () => proxy.stop(),
    () => api.stop(),
    () => worker.stop(),
  );
  return [{ ...world, fetch: web.fetch }, worker];
}

beforeAll(async () => {
  settings = await databaseSettings();
  first = await startTestWorld({ settings });
  [second, secondWorker] = await addServer(first);
  ada = await createPerson(first, 'ada@acme.example');
  for (const fullName of names) {
    const metadata =
      '<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>\n';
    const files = { content: `public class ${fullName} {}\n`, metadata };
    await first.ask('POST', '/edit', { type: 'ApexClass', fullName, by: 'nora.haddad@acme.example', files });
  }
});
afterAll(async () => {
  for (const close of closing) await close();
  await first?.stop();
});

test('a request that one has answered is refused by the other, and so is a session that one has ended', async () => {
  const url = 'https://api.canvasback.test/v1/session';
  const nonce = (await first.fetch(url)).headers.get('dpop-nonce') ?? '';
  const headers = { ...(await ada.signedIn.prove({ method: 'GET', url, nonce })) };
  expect((await first.fetch(url, { headers })).status).toBe(200);
  expect(await (await second.fetch(url, { headers })).json()).toMatchObject({
    code: 'not_authenticated',
    detail: 'The proof was already used.',
  });
  // The nonce of one is good at the other: a balancer may send each request elsewhere.
  const fresh = { ...(await ada.signedIn.prove({ method: 'GET', url, nonce })) };
  const answer = await second.fetch(url, { headers: fresh });
  expect(answer.status).toBe(200);
  const left = /r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1];
  expect(Number(left)).toBe(600 - 2);

  const sam = await createPerson(first, 'sam@acme.example');
  await sam.call('session.end', {});
  const proof = await sam.signedIn.prove({ method: 'GET', url, nonce });
  expect(await (await second.fetch(url, { headers: { ...proof } })).json()).toMatchObject({
    detail: 'This session was signed out.',
  });
});

test('the baseline of the one that is killed is finished by the other, each component once', async () => {
  await first.ask('POST', '/fault', { slow: 250 });
  await ada.connect('ada.king@acme.example', 'integration@acme.example');
  await ada.until('orgs.status', { apiHost }, ({ job }) => (job?.done ?? 0) > 0, 60);
  // However long the other takes to start: by then this one is not done.
  await first.ask('POST', '/fault', { slow: 12_000 });
  await secondWorker.start();
  const there = await createPerson(second, 'ada@acme.example');
  const db = await openDatabase(settings.CANVASBACK_DATABASE ?? '');
  closing.unshift(() => db.destroy());
  const job = () => db.selectFrom('jobs').select(['lease_owner', 'state', 'done']).executeTakeFirstOrThrow();

  // While the lease is renewed, the other leaves the job alone.
  const before = await job();
  expect(before).toMatchObject({ state: 'running' });
  await first.parts.worker.kill();
  await first.parts.api.kill();
  const left = await job();
  expect(left.lease_owner).toBe(before.lease_owner);
  await first.ask('POST', '/fault', { slow: 0 });
  const { job: done } = await there.until(
    'orgs.status',
    { apiHost },
    (status) => status.job?.state === 'done',
    60,
  );
  expect(done?.problem).toBeUndefined();
  await first.parts.api.start();
  for (const fullName of names) {
    for (const person of [ada, there]) {
      const { versions } = await person.call('history.list', { orgId, type: 'ApexClass', fullName });
      expect(
        versions.map(({ origin }) => origin),
        fullName,
      ).toEqual(['captured']);
    }
  }
});

test('what one commits, the other shows; two at once are one commit', async () => {
  const there = await createPerson(second, 'ada@acme.example');
  const flow = { type: 'Flow', fullName: 'Route_New_Leads' } as const;
  const { compareId } = await ada.call('compare.live', { orgId, ...flow });
  const [one, two] = await Promise.all(
    [ada, there].map((person) => person.call('compare.commit', { orgId, compareId })),
  );
  expect(two?.version).toEqual(one?.version);
  const { versions } = await there.call('history.list', { orgId, ...flow });
  expect(versions[0]).toMatchObject({ ...one?.version });
  expect(versions.filter(({ origin }) => origin === 'captured')).toHaveLength(1);
});
