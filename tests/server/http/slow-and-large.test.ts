// Clients that send slowly, too much, or never stop: each is cut off, and others are served meanwhile.

import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { as, type Stub, stubApp } from './stub-app.ts';

let stub: Stub;
let port: number;
const sockets: Socket[] = [];
const patience = { headers: 400, request: 800, idle: 1500, check: 50 };

beforeAll(async () => {
  stub = stubApp({ app: { patience }, services: { endSession: async () => {} } });
  await stub.app.listen({ host: '127.0.0.1', port: 0 });
  port = (stub.app.server.address() as AddressInfo).port;
});
afterAll(() => stub.app.close());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** Sends the parts with `gap` ms between them; answers what came back when the server had closed. */
function send(parts: Iterable<string>, gap = 0): Promise<{ text: string; ms: number }> {
  const started = performance.now();
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (part) => {
    text += part;
  });
  socket.on('error', () => undefined);
  const next = (iterator: Iterator<string>) => {
    const { value, done } = iterator.next();
    if (done || socket.destroyed) return;
    socket.write(value, () => setTimeout(next, gap, iterator));
  };
  socket.on('connect', () => next(parts[Symbol.iterator]()));
  return new Promise((resolve) => {
    socket.on('close', () => resolve({ text, ms: performance.now() - started }));
  });
}
function* forever(first: string, part: string): Generator<string> {
  yield first;
  for (;;) yield part;
}
const statusOf = (text: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
const session = async () =>
  (await fetch(`http://127.0.0.1:${port}/v1/session`, { headers: { ...as('ada'), connection: 'close' } }))
    .status;

describe('a client that sends', () => {
  test('its headers a byte at a time is cut off, and two hundred of them keep nobody out', async () => {
    const slow = Array.from({ length: 200 }, () => send(forever('GET /v1/session HTTP/1.1\r\nx: ', 'a'), 40));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await session()).toBe(200);
    for (const { text, ms } of await Promise.all(slow)) {
      expect(statusOf(text)).toBe(408);
      expect(ms).toBeLessThan(5_000);
    }
  });

  test('its body a byte at a time is cut off', async () => {
    const head =
      'POST /v1/session/end HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n';
    const { text, ms } = await send(forever(head, ' '), 30);
    expect(statusOf(text)).toBe(408);
    expect(ms).toBeLessThan(5_000);
  });

  test('nothing at all is cut off', async () => {
    const { text, ms } = await send(['']);
    expect([408, Number.NaN]).toContain(statusOf(text));
    expect(ms).toBeLessThan(5_000);
  });

  test.each([
    ['one long header', `GET /v1/session HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['many headers', `GET /v1/session HTTP/1.1\r\nhost: x\r\n${'x: aaaaaaaaaa\r\n'.repeat(2000)}\r\n`],
    ['a long address', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
  ])('%s is refused', async (_, text) => {
    expect(statusOf((await send([text])).text)).toBe(431);
  });

  test('a length and chunks, which two servers could read in two ways, is refused', async () => {
    const head =
      'POST /v1/session/end HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n';
    expect(statusOf((await send([`${head}0\r\n\r\nGET / HTTP/1.1\r\n\r\n`])).text)).toBe(400);
  });

  test('chunks without end is cut off at the limit, not read to its end', async () => {
    const head =
      'POST /v1/session/end HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
    const { text } = await send(forever(head, `2000\r\n${' '.repeat(0x2000)}\r\n`));
    expect(statusOf(text)).toBe(413);
  });
});

describe('a body', () => {
  const post = async (body: string) => {
    const headers = { ...as('ada'), 'content-type': 'application/json', connection: 'close' };
    const answer = await fetch(`http://127.0.0.1:${port}/v1/session/end`, { method: 'POST', headers, body });
    return { status: answer.status, code: ((await answer.json()) as { code?: string }).code };
  };

  test.each([
    ['lists in lists', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['lists without end', '['.repeat(60_000)],
    ['objects without end', '{"a":'.repeat(12_000)],
  ])('of %s is refused, and the server lives', async (_, body) => {
    expect(await post(body)).toEqual({ status: 400, code: 'invalid_request' });
    expect(await session()).toBe(200);
  });

  test('of objects in objects is nothing that the endpoint takes', async () => {
    expect((await post(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)).status).toBeLessThan(500);
    expect(await session()).toBe(200);
  });
});
