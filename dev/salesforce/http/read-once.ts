// A request's body that can be asked for more than once: by a fault's rule first, then by whoever answers.

import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, type Exchange, readBytes } from './exchange.ts';

/** The first reading takes it from the wire; later ones are held to their own limit. */
export function readOnce(request: IncomingMessage): Pick<Exchange, 'body' | 'bytes'> {
  let read: Promise<Buffer> | undefined;
  const bytes = async (limit = 1_000_000) => {
    read ??= readBytes(request, limit);
    const all = await read;
    if (all.length > limit) throw new BodyTooLarge(`more than ${limit} bytes`);
    return all;
  };
  return { bytes, body: async (limit) => (await bytes(limit)).toString('utf8') };
}
