// Components by type and name, a hundred to a page.

import type { OrgComponent } from '../../state/components.ts';
import type { Org } from '../../state/org.ts';
import type { Page } from '../layout.ts';
import { type Markup, markup } from '../markup.ts';
import { moment, pager, section, table } from '../parts.ts';

const pageSize = 100;

export function components(org: Org, query: URLSearchParams): Page {
  const type = query.get('type') ?? '';
  const name = (query.get('name') ?? '').trim();
  const types = org.components.types().sort();
  const found = find(org, type === '' ? types : [type], name.toLowerCase());
  const page = Math.max(1, Math.trunc(Number(query.get('page'))) || 1);
  const address = (to: number) =>
    `/admin/components?${new URLSearchParams({ type, name, page: String(to) })}`;
  const rows = found.slice((page - 1) * pageSize, page * pageSize).map((each) => row(org, each));
  const nothing = types.length === 0 ? 'The org has no component.' : 'No component is called like that.';
  return {
    title: 'Components',
    body: markup`<form method="get" class="filter" data-at-once><label for="type">Type</label><select name="type" id="type"><option value="">Every type</option>${types.map(
      (each) =>
        markup`<option value="${each}"${each === type && markup` selected`}>${each} (${org.components.list(each).length.toLocaleString('en-GB')})</option>`,
    )}</select><label for="name">Name has</label><input type="search" name="name" id="name" value="${name}"><button>Show</button></form>
${section(
  `${found.length.toLocaleString('en-GB')} components`,
  markup`${table(['Type', 'Full name', 'Id', 'Changed (UTC)', 'By'], rows, nothing)}${pager(address, page, pageSize, found.length)}`,
)}
${section(
  'A new component',
  markup`<form method="get" action="/admin/component" class="filter"><label for="new-type">Type</label><input name="type" id="new-type" required placeholder="ApexClass" value="${type}"><label for="new-name">Full name</label><input name="fullName" id="new-name" required><button>Write it</button></form>`,
)}`,
  };
}

/** By type, then by name. */
function find(org: Org, types: readonly string[], wanted: string): OrgComponent[] {
  return types.flatMap((type) =>
    org.components
      .list(type)
      .filter((component) => wanted === '' || component.fullName.toLowerCase().includes(wanted))
      .sort((one, other) => (one.fullName < other.fullName ? -1 : 1)),
  );
}

function row(org: Org, { type, fullName, id, modified }: OrgComponent): Markup {
  return markup`<tr><td>${type}</td><td class="long"><a href="${componentAddress(type, fullName)}">${fullName}</a></td><td><code>${id}</code></td><td>${moment(modified.at)}</td><td>${org.people.byId(modified.userId)?.name ?? ''}</td></tr>`;
}

export function componentAddress(type: string, fullName: string): string {
  return `/admin/component?${new URLSearchParams({ type, fullName })}`;
}
