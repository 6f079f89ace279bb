// The proxy lets known hosts through to loopback and keeps everything else on this machine.

import { createServer, get, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LocalProxy, matchesHost, startProxy } from '../../../dev/proxy.ts';

let target: Server;
let proxy: LocalProxy;
let clock = 1000;

beforeEach(async () => {
  target = createServer((request, response) => response.end(`target saw ${request.headers.host}`));
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  const { port } = target.address() as AddressInfo;
  proxy = await startProxy({
    now: () => clock,
    routes: [
      { host: 'login.salesforce.com', port },
      { host: '*.my.salesforce.com', port: () => port },
      { host: 'down.example', port: 1 },
    ],
  });
});
afterEach(async () => {
  target.close();
  await proxy.stop();
});

/** Opens a tunnel by hand and returns the status line; through an open one, also a request's answer. */
function tunnel(authority: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(proxy.port, '127.0.0.1', () =>
      socket.write(`CONNECT ${authority} HTTP/1.1\r\n\r\n`),
    );
    let text = '';
    socket.on('data', (chunk) => {
      if (text === '' && String(chunk).includes(' 200 ')) {
        socket.write(`GET / HTTP/1.1\r\nhost: ${authority}\r\nconnection: close\r\n\r\n`);
      }
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('the proxy', () => {
  test('leads a known host to its port', async () => {
    expect(await tunnel('login.salesforce.com:443')).toContain('target saw login.salesforce.com');
    expect(await tunnel('acme--uat.sandbox.my.salesforce.com:443')).toContain('target saw acme--uat');
    expect(proxy.refused).toEqual([]);
    expect(Object.fromEntries(proxy.passed)).toEqual({
      'login.salesforce.com': 1,
      'acme--uat.sandbox.my.salesforce.com': 1,
    });
  });

  test('refuses and records an unknown host, with count and times', async () => {
    clock = 5000;
    expect(await tunnel('example.com:443')).toMatch(/^HTTP\/1.1 403 /);
    clock = 7000;
    expect(await tunnel('EXAMPLE.com:443')).toMatch(/^HTTP\/1.1 403 /);
    expect(proxy.refused).toEqual([
      { host: 'example.com', reason: 'unknown host', count: 2, firstAt: 5000, lastAt: 7000 },
    ]);
  });

  test.each(['127.0.0.1:443', '[::1]:443', 'login.salesforce.com.evil.example:443', 'salesforce.com:443'])(
    'refuses %s',
    async (authority) => {
      expect(await tunnel(authority)).toMatch(/^HTTP\/1.1 403 /);
      expect(proxy.refused).toHaveLength(1);
    },
  );

  test('refuses a known host at a port that is not TLS', async () => {
    expect(await tunnel('login.salesforce.com:80')).toMatch(/^HTTP\/1.1 403 /);
    expect(proxy.refused).toMatchObject([{ host: 'login.salesforce.com', reason: 'not TLS' }]);
  });

  test('refuses plain requests, even to known hosts', async () => {
    const status = await new Promise((resolve) =>
      get({ port: proxy.port, host: '127.0.0.1', path: 'http://login.salesforce.com/x' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }),
    );
    expect(status).toBe(403);
    expect(proxy.refused).toMatchObject([{ host: 'login.salesforce.com', reason: 'not TLS', count: 1 }]);
  });

  test('answers 502 when nothing listens at the port', async () => {
    expect(await tunnel('down.example:443')).toMatch(/^HTTP\/1.1 502 /);
  });

  test('stops with tunnels open', async () => {
    const socket = connect(proxy.port, '127.0.0.1', () =>
      socket.write('CONNECT login.salesforce.com:443 HTTP/1.1\r\n\r\n'),
    );
    await new Promise((resolve) => socket.once('data', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await proxy.stop();
    await closed;
  });

  test('matches hosts by whole labels', () => {
    expect(matchesHost('*.force.com', 'acme.force.com')).toBe(true);
    expect(matchesHost('*.force.com', 'force.com')).toBe(false);
    expect(matchesHost('*.force.com', 'evilforce.com')).toBe(false);
    expect(matchesHost('force.com', 'acme.force.com')).toBe(false);
  });
});
