// A caller who closes the connection before the answer: the handler is told, and the log has no fault of ours.

import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { CompareLive } from '../../../server/compare/live.ts';
import { as, orgId, type Stub, stubApp } from './stub-app.ts';

let stub: Stub;
afterEach(() => stub.app.close());

test('a comparison whose caller goes away is told so, and ends without a failure', async () => {
  const began = Promise.withResolvers<CompareLive>();
  const compareLive = (wanted: CompareLive) => {
    began.resolve(wanted);
    return new Promise<never>((_, reject) => {
      wanted.leaving?.addEventListener('abort', () => reject(wanted.leaving?.reason));
    });
  };
  stub = stubApp({ services: { compareLive } });
  await stub.app.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect((stub.app.server.address() as AddressInfo).port, '127.0.0.1');
  const body = JSON.stringify({ type: 'Flow', fullName: 'Route' });
  const headers = {
    host: 'x',
    'content-type': 'application/json',
    'content-length': body.length,
    ...as('ada'),
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST /v1/orgs/${orgId}/compare HTTP/1.1\r\n${head.join('')}\r\n${body}`);
  const { leaving } = await began.promise;
  expect(leaving?.aborted).toBe(false);
  socket.destroy();
  await expect.poll(() => leaving?.aborted).toBe(true);
  await expect.poll(() => stub.logged.join('')).toContain('the caller left');
  expect(stub.logged.join('')).not.toContain('a fault of ours');
});

test('a caller who waits for the answer has not left', async () => {
  let leaving: AbortSignal | undefined;
  stub = stubApp({
    services: {
      compareLive: async (wanted) => {
        leaving = wanted.leaving;
        throw new Error('no answer');
      },
    },
  });
  const address = await stub.app.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`${address}/v1/orgs/${orgId}/compare`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close', ...as('ada') },
    body: JSON.stringify({ type: 'Flow', fullName: 'Route' }),
  });
  await response.text();
  expect([response.status, leaving?.aborted]).toEqual([500, false]);
});
