// Asks the org over a bare TLS connection, to see what exactly came before the connection ended.

import { connect } from 'node:tls';

export interface RawAnswer {
  /** Undefined when the connection ended without a status line. */
  readonly status: number | undefined;
  readonly contentLength: number | undefined;
  readonly body: Buffer;
  /** True when the other side ended the connection; false when nothing more came in time. */
  readonly ended: boolean;
}

/** Sends one request and collects bytes until the end, or until nothing came for `patience` milliseconds. */
export function rawCall(
  port: number,
  ca: string,
  host: string,
  lines: readonly string[],
  body = '',
  patience = 700,
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port, ca, servername: host });
    const finish = (ended: boolean) => {
      socket.destroy();
      resolve({ ...read(Buffer.concat(chunks)), ended });
    };
    socket.setTimeout(patience, () => finish(false));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => finish(true));
    socket.on('close', () => finish(true));
    const length = body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`];
    socket.write([...lines, `host: ${host}`, ...length, '', body].join('\r\n'));
  });
}

function read(all: Buffer): Omit<RawAnswer, 'ended'> {
  const gap = all.indexOf('\r\n\r\n');
  if (gap < 0) return { status: undefined, contentLength: undefined, body: Buffer.alloc(0) };
  const head = all.subarray(0, gap).toString();
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return {
    status: Number(head.split(' ')[1]),
    contentLength: length === undefined ? undefined : Number(length),
    body: all.subarray(gap + 4),
  };
}
