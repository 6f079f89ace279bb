// The older pages that Setup shows in a frame on another host.

import { type Exchange, html, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';

export function frames(_org: Org, _call: Exchange): Reply {
  return html(404, 'not yet');
}
