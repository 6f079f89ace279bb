// The Classic path that a Setup page was given as its `address`.

import { type Address, decodeOnce, rawParameter } from '../address.ts';
import type { SetupPage } from '../page.ts';
import { readClassicPath } from './classic-path.ts';

/** The one `address` parameter, decoded once; without one, or with two, the page is nobody's. */
export function readInnerAddress(at: Address, node?: string): SetupPage {
  const raw = rawParameter(at.query, 'address');
  const inner = raw === undefined ? undefined : decodeOnce(raw);
  return inner === undefined ? { kind: 'malformed' } : readClassicPath(inner, node);
}
