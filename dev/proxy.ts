// The world's only way out: a CONNECT proxy that leads known hosts to loopback ports and refuses all others.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';

export interface Route {
  /** A host, or `*.suffix` for anything below it. */
  readonly host: string;
  /** Loopback port; a function when it may change, as after a restart. */
  readonly port: number | (() => number);
}

export interface Refusal {
  readonly host: string;
  /** Epoch ms of the first and the last attempt. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
  readonly reason: 'unknown host' | 'not TLS';
}

export interface LocalProxy {
  readonly port: number;
  readonly url: string;
  /** What was asked for and not let through, one row for each host and reason. */
  readonly refused: readonly Refusal[];
  /** How often each known host was connected to. */
  readonly passed: ReadonlyMap<string, number>;
  forget(): void;
  stop(): Promise<void>;
}

interface ProxyOptions {
  readonly routes: readonly Route[];
  /** 0 picks a free one. */
  readonly port?: number;
  readonly now?: () => number;
  readonly onRefused?: (refusal: Refusal) => void;
}

export async function startProxy(options: ProxyOptions): Promise<LocalProxy> {
  const now = options.now ?? Date.now;
  const refusals = new Map<string, Refusal>();
  const passed = new Map<string, number>();
  const sockets = new Set<Socket>();

  function refuse(host: string, reason: Refusal['reason']) {
    const key = `${reason} ${host}`;
    const at = now();
    const known = refusals.get(key);
    const refusal = {
      host,
      reason,
      firstAt: known?.firstAt ?? at,
      lastAt: at,
      count: (known?.count ?? 0) + 1,
    };
    refusals.set(key, refusal);
    options.onRefused?.(refusal);
  }

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    refuse(plainHost(request), 'not TLS');
    response.writeHead(403, { 'content-type': 'text/plain' });
    response.end('This proxy only opens TLS tunnels to the local world.\n');
  });

  server.on('connect', (request: IncomingMessage, client: Socket, head: Buffer) => {
    track(client);
    const target = splitAuthority(request.url ?? '');
    const route = target && options.routes.find(({ host }) => matchesHost(host, target.host));
    if (!target || !route || target.port !== 443) {
      refuse(target?.host ?? String(request.url), target && route ? 'not TLS' : 'unknown host');
      client.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    passed.set(target.host, (passed.get(target.host) ?? 0) + 1);
    const upstream = connect({ host: '127.0.0.1', port: portOf(route) });
    track(upstream);
    let opened = false;
    upstream.on('connect', () => {
      opened = true;
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => {
      if (opened) client.destroy();
      else client.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    });
    upstream.on('close', () => {
      if (opened) client.destroy();
    });
    client.on('close', () => upstream.destroy());
  });
  server.on('connection', track);

  function track(socket: Socket) {
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    get refused() {
      return [...refusals.values()];
    },
    passed,
    forget() {
      refusals.clear();
      passed.clear();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** True when `host` is `pattern`, or lies below it when the pattern begins with `*.`. */
export function matchesHost(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === host;
  return host.length > pattern.length - 1 && host.endsWith(pattern.slice(1));
}

function portOf(route: Route): number {
  return typeof route.port === 'function' ? route.port() : route.port;
}

function splitAuthority(authority: string): { host: string; port: number } | undefined {
  const match = /^([a-z0-9.-]+):(\d{1,5})$/i.exec(authority);
  return match?.[1] && match[2] ? { host: match[1].toLowerCase(), port: Number(match[2]) } : undefined;
}

function plainHost(request: IncomingMessage): string {
  try {
    return new URL(request.url ?? '').hostname;
  } catch {
    return request.headers.host ?? 'unknown';
  }
}
