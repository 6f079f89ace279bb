// The list of an older page, `/01p`: what begins with a key prefix. Its links move the frame, not the page around it.

import { type Exchange, escapeHtml, type Reply } from '../http/exchange.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { framePage, inFrame } from './frame-page.ts';

export function classicList(org: Org, call: Exchange, person: Person, prefix: string): Reply {
  const at = { org, call, person, editing: false };
  const found = org.components
    .types()
    .flatMap((type) => org.components.list(type))
    .filter(({ id }) => id.startsWith(prefix));
  const rows = found
    .sort((one, other) => one.fullName.localeCompare(other.fullName))
    .map(
      ({ id, fullName }) =>
        `<tr><td><a href="${inFrame(at, `/${id}/e`)}">Edit</a></td><td><a href="${inFrame(at, `/${id}`)}">${escapeHtml(fullName)}</a></td></tr>`,
    );
  const kind = (found[0]?.type ?? 'Items').replace(/([a-z])([A-Z])/g, '$1 $2');
  const body = `<h1>${escapeHtml(kind)}</h1><section class="block"><header><h2>All</h2></header><table class="rows"><thead><tr><th>Action</th><th>Name</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
  return framePage(at, { title: kind, address: `/${prefix}`, body });
}
