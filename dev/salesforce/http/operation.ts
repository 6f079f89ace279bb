// What a call asks for beyond its path: the SOAP operation, the grant type.

import { surfaceOf } from '../faults/surface.ts';
import type { Exchange } from './exchange.ts';

/** Read from the body, which the handlers can still read; undefined when the call names nothing. */
export async function operationOf(call: Exchange, limit: number): Promise<string | undefined> {
  if (call.method !== 'POST') return undefined;
  const surface = surfaceOf(call.path);
  if (surface === 'oauth') return new URLSearchParams(await call.body(limit)).get('grant_type') ?? undefined;
  if (surface !== 'soap') return undefined;
  const found = /<(?:[\w.-]+:)?Body[^>]*>\s*<(?:[\w.-]+:)?([\w.-]+)/.exec(await call.body(limit));
  return found?.[1];
}
