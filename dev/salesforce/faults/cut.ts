// Answers that arrive in part: how many bytes are sent, and what content-length says.

import type { FaultKind } from './rule.ts';

export interface Delivery {
  readonly body: Buffer;
  /** Bytes of the body that are sent before the connection is cut; undefined sends it all and keeps it. */
  readonly sent?: number;
}

const opening = Buffer.from('<zipFile>');
const closing = Buffer.from('</zipFile>');

/** Where the base64 of an answer's zip lies; undefined when it has none. */
export function zipPlace(body: Buffer): { from: number; to: number } | undefined {
  const start = body.indexOf(opening);
  if (start < 0) return undefined;
  const from = start + opening.length;
  const to = body.indexOf(closing, from);
  return to > from ? { from, to } : undefined;
}

/** The body as a fault leaves it. */
export function cut(kind: FaultKind | undefined, body: Buffer): Delivery {
  if (kind === 'cut-body') return { body, sent: Math.floor(body.length / 2) };
  const zip = zipPlace(body);
  if (!zip) return { body };
  const length = zip.to - zip.from;
  const middle = zip.from + Math.floor(length / 2);
  if (kind === 'half-zip') return { body, sent: middle };
  if (kind === 'half-zip-short') return { body: body.subarray(0, middle) };
  if (kind !== 'half-zip-inside') return { body };
  // Base64 stays valid when it is cut after a whole group of four.
  const whole = zip.from + Math.floor(length / 8) * 4;
  return { body: Buffer.concat([body.subarray(0, whole), body.subarray(zip.to)]) };
}
