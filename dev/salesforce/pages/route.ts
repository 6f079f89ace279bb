// The Setup pages of the org's Lightning and Setup hosts.

import { type Exchange, html, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';

export function setupPages(_org: Org, _call: Exchange): Reply {
  return html(404, 'not yet');
}
