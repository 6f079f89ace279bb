// What is refused before anybody is known is counted, a line for each address and reason, and nothing the client sent is in it.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRefusalLog } from '../../../server/http/refusal-log.ts';
import { createLog } from '../../../server/log.ts';
import { as, type Stub, start, stubApp } from './stub-app.ts';

let stub: Stub | undefined;
beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(async () => {
  vi.useRealTimers();
  await stub?.app.close();
});

const operatorLines = (lines: readonly string[]) =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ log }) => log === 'operator');

test('some ninety refusals are four lines a minute later, and none before', async () => {
  stub = stubApp();
  const { app, logged } = stub;
  const bad = { url: '/v1/session', headers: { authorization: 'DPoP nonsense', dpop: 'sesame' } };
  for (let turn = 0; turn < 50; turn += 1) await app.inject(bad);
  for (let turn = 0; turn < 40; turn += 1) await app.inject({ url: `/wp-admin/${turn}.php` });
  await app.inject({
    method: 'POST',
    url: '/v1/session/end',
    payload: '{',
    headers: { 'content-type': 'text/x' },
  });
  const written = logged.filter((line) => !line.includes('"level":"debug"'));
  expect(written).toEqual([]);
  vi.advanceTimersByTime(60_000);
  const lines = operatorLines(logged);
  expect(lines.map(({ address, reason, count }) => [address, reason, count])).toEqual([
    ['127.0.0.1', 'not_authenticated: No token.', 30],
    ['127.0.0.1', 'rate_limited', 20],
    ['127.0.0.1', 'not_found', 40],
    ['127.0.0.1', 'invalid_request: The body’s type is not application/json.', 1],
  ]);
  expect(lines[0]).toMatchObject({ level: 'warn', since: new Date(start).toISOString() });
  expect(logged.join('')).not.toMatch(/sesame|nonsense|wp-admin/);
  vi.advanceTimersByTime(60_000);
  expect(operatorLines(logged)).toHaveLength(4);
});

test('who is known has their refusals in the ordinary log, one by one; a stale nonce is no refusal', async () => {
  stub = stubApp();
  const { app, logged } = stub;
  await app.inject({ url: '/v1/orgs/x/history', headers: as('ada') });
  await app.inject({ url: '/v1/session', headers: { ...as('ada'), dpop: 'stale' } });
  await app.close();
  expect(operatorLines(logged)).toEqual([]);
  expect(logged.filter((line) => line.includes('"msg":"refused"'))).toHaveLength(1);
});

test('what was counted is written when the server stops', async () => {
  stub = stubApp();
  await stub.app.inject({ url: '/nowhere' });
  await stub.app.close();
  expect(operatorLines(stub.logged)).toMatchObject([{ reason: 'not_found', count: 1 }]);
});

test('a flood from everywhere shares a line, and its memory is bounded', () => {
  const lines: string[] = [];
  const log = createLog({ destination: { write: (line) => lines.push(line) } });
  const refusals = createRefusalLog(log, () => start);
  for (let n = 0; n < 5000; n += 1) refusals.note(`10.0.${n >> 8}.${n & 255}`, 'not_found');
  refusals.stop();
  expect(lines).toHaveLength(2001);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ address: 'others', count: 3000 });
});
