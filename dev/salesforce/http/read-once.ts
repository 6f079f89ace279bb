// A request's body that can be asked for more than once: by a fault's rule first, then by whoever answers.

import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, readBody } from './exchange.ts';

/** The first reading takes it from the wire; later ones are held to their own limit. */
export function readOnce(request: IncomingMessage): (limit?: number) => Promise<string> {
  let read: Promise<string> | undefined;
  return async (limit = 1_000_000) => {
    read ??= readBody(request, limit);
    const text = await read;
    if (Buffer.byteLength(text) > limit) throw new BodyTooLarge(`more than ${limit} bytes`);
    return text;
  };
}
