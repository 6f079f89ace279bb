// Asks a process whether it is ready: over TLS by its real name, or over its unix socket.

import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

/** The status of `GET path`, straight at the loopback port; rejects while nothing answers. */
export function askTls(options: { host: string; port: number; path: string; ca: string }): Promise<number> {
  const { host, port, path, ca } = options;
  return statusOf((done) =>
    tlsRequest(
      { host: '127.0.0.1', port, path, ca, servername: host, headers: { host }, agent: false },
      done,
    ),
  );
}

export function askSocket(socketPath: string, path: string): Promise<number> {
  return statusOf((done) => plainRequest({ socketPath, path, agent: false }, done));
}

type Ask = (
  done: (response: { statusCode?: number; resume(): void }) => void,
) => ReturnType<typeof plainRequest>;

function statusOf(ask: Ask): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = ask((response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.setTimeout(2000, () => call.destroy(new Error('no answer in 2 s')));
    call.once('error', reject);
    call.end();
  });
}
