// Lists of the older pages: by a key prefix, `/01p`, or at a path of their own. Their links move the frame, not the page around it.

import { escapeHtml, type Reply } from '../http/exchange.ts';
import type { OrgComponent } from '../state/components.ts';
import { type FrameCall, framePage, inFrame } from './frame-page.ts';
import { objectOf } from './nodes.ts';

interface Listed {
  readonly heading: string;
  readonly types: readonly string[];
  /** The address's `type` names the object whose parts are listed. */
  readonly ofObject?: boolean;
}

/** After the published lists of Classic's addresses. */
const listsAt: Readonly<Record<string, Listed>> = {
  '/_ui/flexipage/ui/FlexiPageFilterListPage': { heading: 'Lightning App Builder', types: ['FlexiPage'] },
  '/_ui/perms/ui/setup/PermSetGroupsPage': {
    heading: 'Permission Set Groups',
    types: ['PermissionSetGroup'],
  },
  '/apexpages/setup/listStaticResource.apexp': { heading: 'Static Resources', types: ['StaticResource'] },
  '/p/own/OrgSharingDetail': {
    heading: 'Sharing Settings',
    types: ['SharingOwnerRule', 'SharingCriteriaRule'],
  },
  '/p/setup/custent/CustomObjectsPage': { heading: 'Custom Objects', types: ['CustomObject'] },
  '/p/setup/layout/LayoutFieldList': { heading: 'Fields', types: ['CustomField'], ofObject: true },
  '/p/setup/vr/listvr.jsp': { heading: 'Validation Rules', types: ['ValidationRule'], ofObject: true },
  '/setup/ui/listCustomMetadata.apexp': { heading: 'Custom Metadata', types: ['CustomMetadata'] },
  '/setup/ui/recordtypeselect.jsp': { heading: 'Record Types', types: ['RecordType'], ofObject: true },
  '/ui/setup/layout/PageLayouts': { heading: 'Page Layouts', types: ['Layout'], ofObject: true },
  '/ui/setup/pathassistant/PathAssistantSetupPage': { heading: 'Path Settings', types: ['PathAssistant'] },
};

const inWords = (type: string) => type.replace(/([a-z])([A-Z])/g, '$1 $2');

/** Undefined where the address is no list. */
export function classicList(at: FrameCall): Reply | undefined {
  const { path, query } = at.call;
  const listed = Object.hasOwn(listsAt, path) ? listsAt[path] : undefined;
  const object = query.get('type');
  if (listed) {
    const all = listed.types.flatMap((type) => at.org.components.list(type));
    const found = listed.ofObject ? all.filter((each) => objectOf(each) === object) : all;
    const kind = /__mdt$/.test(object ?? '') ? found.filter((each) => isOf(each, object ?? '')) : found;
    return listPage(at, object ? `${listed.heading}: ${object}` : listed.heading, kind);
  }
  const prefix = /^\/([0-9A-Za-z]{3})$/.exec(path)?.[1];
  if (!prefix) return undefined;
  const all = at.org.components.types().flatMap((type) => at.org.components.list(type));
  // What a custom metadata type's records begin with ends its list's address in z.
  const begins = prefix === 'm0z' ? 'm0' : prefix;
  const found = all.filter(({ id }) => id.startsWith(begins));
  return listPage(at, inWords(found[0]?.type ?? 'Items'), found);
}

/** `Rate.Low` is a record of `Rate__mdt`. */
const isOf = ({ fullName }: OrgComponent, type: string) =>
  fullName.startsWith(`${type.replace(/__mdt$/, '')}.`);

function listPage(at: FrameCall, heading: string, found: readonly OrgComponent[]): Reply {
  const rows = found
    .toSorted((one, other) => one.fullName.localeCompare(other.fullName))
    .map(
      ({ id, fullName }) =>
        `<tr><td><a href="${inFrame(at, `/${id}/e`)}">Edit</a></td><td><a href="${inFrame(at, `/${id}`)}">${escapeHtml(fullName)}</a></td></tr>`,
    );
  const none = rows.length === 0 ? '<p class="note">No records to display</p>' : '';
  const body = `<h1>${escapeHtml(heading)}</h1><section class="block"><header><h2>All</h2><div class="buttons"><span class="btn">New</span></div></header><table class="rows"><thead><tr><th>Action</th><th>Name</th></tr></thead><tbody>${rows.join('')}</tbody></table>${none}</section>`;
  const query = new URLSearchParams(at.call.query);
  for (const own of ['ticket', 'isdtp']) query.delete(own);
  return framePage(at, { title: heading, address: at.call.path + (query.size > 0 ? `?${query}` : ''), body });
}
