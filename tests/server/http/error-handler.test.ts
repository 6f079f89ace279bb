// Failures become problem documents; faults become `internal`; nothing secret is in either.

import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { as, orgId, type Stub, type StubOptions, stubApp } from './stub-app.ts';

let stub: Stub;
const open = (options?: StubOptions) => {
  stub = stubApp(options);
  return stub.app;
};
afterEach(() => stub.app.close());

const token = `00D5g000004XyZa!${'AQ4xY_z0'.repeat(10)}`;
const find = { url: `/v1/orgs/${orgId}/components/find?type=Flow&fullName=A`, headers: as('ada') };
const failing = (error: unknown) =>
  open({
    services: {
      findComponent: async () => {
        throw error;
      },
    },
  });

test('a failure of the list tells what happened, what to do and when to retry', async () => {
  const answer = await failing(
    new AppError('salesforce_unavailable', { detail: 'No answer in 20 s.', retryAfter: 4.2 }),
  ).inject(find);
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('5');
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.json()).toEqual({
    type: 'urn:canvasback:error:salesforce_unavailable',
    title: 'Salesforce did not answer.',
    status: 503,
    code: 'salesforce_unavailable',
    action: 'Try again in a moment.',
    retry: true,
    who: 'you',
    detail: 'No answer in 20 s.',
    requestId: answer.headers['x-request-id'],
  });
});

test.each([
  ['an ordinary error', new Error(`boom with ${token}`)],
  ['a thrown text', 'boom'],
  ['nothing', undefined],
  ['an error that claims a status', Object.assign(new Error('teapot'), { statusCode: 418 })],
])(
  '%s is a fault: the answer says nothing of it, the log holds it under the request id',
  async (_, error) => {
    const answer = await failing(error).inject(find);
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ code: 'internal', requestId: answer.headers['x-request-id'] });
    expect(answer.body).not.toMatch(/boom|teapot|AQ4/);
    const logged = stub.logged.join('');
    expect(logged).toContain(String(answer.headers['x-request-id']));
    expect(logged).not.toContain('AQ4xY');
  },
);

test.each([
  ['a full disk', Object.assign(new Error('write'), { code: 'ENOSPC' })],
  ['a full database', Object.assign(new Error('full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })],
])('%s says that there is no room', async (_, error) => {
  const answer = await failing(error).inject(find);
  expect(answer.json()).toMatchObject({ status: 507, code: 'storage_full', retry: true });
});

test('an unknown address is a problem document too', async () => {
  const answer = await open().inject({ url: '/v2/anything' });
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ code: 'not_found' });
  expect(answer.headers['dpop-nonce']).toBe('nonce-of-now');
});

test('an address that cannot be decoded is not found', async () => {
  expect((await open().inject({ url: '/v1/orgs/%E0%A4%A' })).json()).toMatchObject({ code: 'not_found' });
});

test('a stale nonce is told apart, with the challenge that RFC 9449 names', async () => {
  const headers = { ...as('ada'), dpop: 'stale' };
  const answer = await open().inject({ url: '/v1/session', headers });
  expect(answer.statusCode).toBe(401);
  expect(answer.json()).toMatchObject({ code: 'use_dpop_nonce', retry: true });
  expect(answer.headers['www-authenticate']).toContain('error="use_dpop_nonce"');
  expect(answer.headers['dpop-nonce']).toBe('nonce-of-now');
});

test('the request’s token and proof are in no log line', async () => {
  await open().inject({ url: '/v1/session', headers: as('ada') });
  expect(stub.logged.join('')).not.toMatch(/token-of|"proof"/);
  expect(stub.logged.join('')).toContain('"route":"/v1/session"');
});
