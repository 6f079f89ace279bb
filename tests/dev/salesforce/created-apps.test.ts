// Apps that an admin creates in the org: each has its own consumer key, one certificate, its own users and its own end.

import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testTls } from '../../helpers/tls.ts';
import { type Admin, adminOf } from './admin-under-test.ts';
import { type OrgUnderTest, startOrgUnderTest } from './org-under-test.ts';

let org: OrgUnderTest;
let admin: Admin;
let certificate: string;
let ownCertificate: string;
const ada = 'ada.king@acme.example';
const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

beforeAll(async () => {
  org = await startOrgUnderTest();
  admin = adminOf(org);
  const tls = await testTls(org.dir);
  certificate = tls.cert.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/)?.[0] ?? '';
  ownCertificate = tls.ca;
});
afterAll(() => org.stop());

async function create(name: string): Promise<string> {
  const answer = await org.control('/apps', { name });
  expect(answer.status, answer.text).toBe(200);
  return answer.json().clientId;
}
const set = async (path: string, body: object) => {
  const answer = await org.control(path, body);
  return answer.status === 200 ? answer.json() : answer.json().problem;
};
async function bearer(clientId: string, key = org.key): Promise<string> {
  const answer = await org.bearer({ claims: { iss: clientId }, key });
  return answer.status === 200 ? 'granted' : answer.json().error_description;
}

test('is closed until it has a certificate and its users, and mints in its own name then', async () => {
  const clientId = await create('Bank One');
  expect(clientId).toMatch(/^3MVG9[\w.]{80}$/);
  expect(await bearer(clientId)).toBe('invalid assertion');
  await set('/apps/certificate', { clientId, certificate });
  expect(await bearer(clientId)).toBe('user is not admin approved to access this app');
  await set('/apps/assign', { clientId, usernames: [ada] });
  expect(await bearer(clientId)).toBe('granted');
  expect(await bearer('3MVG9.nobody')).toBe('client identifier invalid');
  const { sessions } = (await org.control('/sessions')).json();
  expect(sessions.map((each: { clientId: string }) => each.clientId)).toEqual([clientId]);
  const logins = (await org.query('SELECT Application, Status FROM LoginHistory', undefined, '')).json();
  expect(logins.records.map(({ Application }: { Application: string }) => Application)).toContain('Bank One');
});

test('has one certificate at a time: an upload takes the place of the one before', async () => {
  const clientId = await create('Bank Two');
  await set('/apps/assign', { clientId, usernames: [ada] });
  await set('/apps/certificate', { clientId, certificate });
  expect(await bearer(clientId)).toBe('granted');
  await set('/apps/certificate', { clientId, certificate: ownCertificate });
  expect(await bearer(clientId)).toBe('invalid assertion');
  await set('/apps/certificate', { clientId, certificate: '' });
  expect(await bearer(clientId)).toBe('invalid assertion');
  expect(await set('/apps/certificate', { clientId, certificate: otherKey })).toMatch(
    /no X\.509 certificate/,
  );
  expect(await set('/apps/certificate', { clientId, certificate: 'x'.repeat(5000) })).toMatch(/4096 bytes/);
});

test('one app’s certificate opens no other, and blocking or deleting one leaves the others', async () => {
  const [first, second] = [await create('Bank Three'), await create('Bank Four')];
  for (const clientId of [first, second]) await set('/apps/assign', { clientId, usernames: [ada] });
  await set('/apps/certificate', { clientId: first, certificate });
  expect(await bearer(second)).toBe('invalid assertion');
  await org.fault({ appBlocked: true });
  expect(await bearer(first)).toBe('granted');
  await org.fault({ appBlocked: false });
  await set('/apps/block', { clientId: first, blocked: true });
  expect(await bearer(first)).toBe('this app is blocked by admin');
  await set('/apps/delete', { clientId: first });
  expect(await bearer(first)).toBe('client identifier invalid');
  expect((await org.bearer()).status).toBe(200);
});

test('the admin page does the same, and says what it did', async () => {
  const made = await admin.send('app-new', { name: 'By form' });
  const clientId = /consumer key is (\S+)\.$/.exec(made.said?.[1] ?? '')?.[1] ?? '';
  expect((await admin.send('app-new', { name: 'By form' })).said).toEqual([
    'refused',
    'there is an app By form already',
  ]);
  expect((await admin.send('app-certificate', { clientId, certificate })).said).toEqual([
    'done',
    'By form has another certificate now.',
  ]);
  expect((await admin.send('app-assign', { clientId, usernames: `${ada}\n` })).said).toEqual([
    'done',
    `By form is assigned to ${ada}.`,
  ]);
  expect(await bearer(clientId)).toBe('granted');
  const { text } = await admin.get('/admin/app');
  expect(text).toContain(clientId);
  await admin.send('app-block', { clientId, blocked: 'yes' });
  expect(await bearer(clientId)).toBe('this app is blocked by admin');
  expect((await admin.send('app-delete', { clientId })).said?.[1]).toMatch(/^The app is gone, and 1 of/);
});
