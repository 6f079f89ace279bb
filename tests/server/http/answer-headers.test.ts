// Every answer carries the headers that keep it private; only our extension may read it in a browser.

import { afterEach, describe, expect, test } from 'vitest';
import { as, extensionId, type Stub, stubApp } from './stub-app.ts';

let stub: Stub;
afterEach(() => stub.app.close());
const ours = `chrome-extension://${extensionId}`;

test.each([
  ['an answer', '/v1/session', as('ada')],
  ['a refusal', '/v1/session', {}],
  ['a missing address', '/nothing', {}],
  ['health', '/healthz', {}],
])('%s is kept by nobody and only over TLS', async (_, url, headers) => {
  stub = stubApp();
  const answer = await stub.app.inject({ url, headers });
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
    'x-content-type-options': 'nosniff',
    'dpop-nonce': 'nonce-of-now',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test('a client cannot choose its request id', async () => {
  stub = stubApp();
  const answer = await stub.app.inject({ url: '/healthz', headers: { 'x-request-id': 'mine' } });
  expect(answer.headers['x-request-id']).not.toBe('mine');
});

describe('CORS', () => {
  test('a preflight of the extension is answered without a token', async () => {
    stub = stubApp();
    const answer = await stub.app.inject({
      method: 'OPTIONS',
      url: '/v1/org-connections',
      headers: {
        origin: ours,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,dpop',
      },
    });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe(ours);
    expect(answer.headers['access-control-allow-headers']).toBe('authorization, dpop, content-type');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });

  test('its answers show the headers it needs', async () => {
    stub = stubApp();
    const answer = await stub.app.inject({ url: '/v1/session', headers: { ...as('ada'), origin: ours } });
    expect(answer.headers['access-control-allow-origin']).toBe(ours);
    const exposed = String(answer.headers['access-control-expose-headers']).toLowerCase().split(', ');
    expect(exposed).toEqual(
      expect.arrayContaining(['dpop-nonce', 'retry-after', 'x-request-id', 'ratelimit']),
    );
  });

  test.each([
    'https://acme.my.salesforce-setup.com',
    'https://acme.lightning.force.com',
    `chrome-extension://${'b'.repeat(32)}`,
    `${ours}.example`,
    'null',
  ])('%s is not allowed', async (origin) => {
    stub = stubApp();
    const answer = await stub.app.inject({ url: '/v1/session', headers: { ...as('ada'), origin } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});
