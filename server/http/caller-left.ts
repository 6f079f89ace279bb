// Tells a handler that nobody waits for its answer any more: the connection of the request was closed before it.

import type { FastifyReply } from 'fastify';

/** No failure: whoever asked went to another page, or closed it. */
export class CallerLeft extends Error {
  constructor() {
    super('Whoever asked is gone.');
    this.name = 'CallerLeft';
  }
}

/** Aborted, with `CallerLeft` for a reason, when the caller goes before the answer is sent. */
export function leavingOf({ raw }: Pick<FastifyReply, 'raw'>): AbortSignal {
  const leaving = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) leaving.abort(new CallerLeft());
  });
  return leaving.signal;
}
