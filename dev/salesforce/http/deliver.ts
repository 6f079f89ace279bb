// Sends an answer: whole, or as a fault leaves it.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { cut } from '../faults/cut.ts';
import type { FaultKind } from '../faults/rule.ts';
import type { Reply } from './exchange.ts';

/** Resolves when everything that will be sent is with the connection. `now` is the org's clock. */
export async function deliver(
  request: IncomingMessage,
  response: ServerResponse,
  now: number,
  reply: Reply,
  fault: FaultKind | undefined,
): Promise<void> {
  const whole = typeof reply.body === 'string' ? Buffer.from(reply.body) : (reply.body ?? Buffer.alloc(0));
  const { body, sent } = cut(fault, whole);
  response.writeHead(reply.status, {
    date: new Date(now).toUTCString(),
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    ...reply.headers,
    'content-length': String(body.length),
  });
  if (sent !== undefined) {
    await new Promise<void>((resolve) => response.write(body.subarray(0, sent), () => resolve()));
    request.socket.destroy();
    return;
  }
  response.end(request.method === 'HEAD' ? undefined : body);
}
