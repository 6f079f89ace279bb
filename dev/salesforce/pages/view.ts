// What a Setup address shows, as data: the page's own script draws it, as Lightning does.

import { componentFacts } from '../metadata/facts.ts';
import { frameTicket } from '../oauth/browser.ts';
import { shortId } from '../state/ids.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { describeComponent } from './describe.ts';
import { shownDate, shownPerson } from './format.ts';
import { type CellView, type ListView, listView, shownRows } from './list-view.ts';
import { componentsOf } from './nodes.ts';
import { objectManagerView } from './object-manager.ts';
import { readPermissions } from './permission-xml.ts';
import { nodeLabel } from './tree.ts';

export interface View {
  readonly node: string;
  readonly title: string;
  readonly heading: string;
  readonly kind: 'home' | 'list' | 'frame' | 'summary' | 'missing';
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly CellView[])[];
  readonly total?: number;
  /** Further lists of a summary. */
  readonly lists?: readonly NamedList[];
  /** Other pages of the same thing. */
  readonly links?: readonly CellView[];
  readonly frame?: { readonly src: string; readonly title: string };
  readonly details?: readonly (readonly [string, string])[];
  readonly text?: string;
}

interface NamedList extends ListView {
  readonly heading: string;
}

/** `to` is a path with its query, of a Setup host. */
export async function viewOf(org: Org, person: Person, to: string, search: string): Promise<View> {
  const url = new URL(to, 'https://here.invalid');
  const path = /^\/lightning\/setup\/([A-Za-z]+)(?:\/(.*))?$/.exec(url.pathname);
  const node = path?.[1] ?? 'SetupOneHome';
  const rest = path?.[2] ?? 'home';
  const titled = { node, title: `${nodeLabel(node)} | Salesforce`, heading: nodeLabel(node) };
  if (node === 'SetupOneHome')
    return { ...titled, title: 'Home | Salesforce', heading: 'Home', kind: 'home' };
  if (node === 'ObjectManager') return objectManagerView(org, rest, search);
  const components = rest === 'home' ? componentsOf(org.components, node) : undefined;
  if (components) return { ...titled, kind: 'list', ...(await listView(org, components, search)) };
  const summary = /^(0PS[0-9A-Za-z]{12,15})\/summary$/.exec(rest);
  if (node === 'PermSets' && summary) return permissionSummary(org, titled, summary[1] ?? '');
  const own = /^([0-9A-Za-z]{15,18})\/[a-z]+$/.exec(rest)?.[1];
  if (own) return ownPage(org, titled, own);
  const address = url.searchParams.get('address');
  // Only a path of the org's own domain: the frame's address carries a ticket.
  if (rest === 'page' && address && /^\/(?![/\\])/.test(address)) return framed(org, person, titled, address);
  return { ...titled, kind: 'missing', text: 'This page is not part of the local org.' };
}

type Titled = Pick<View, 'node' | 'title' | 'heading'>;

/** An older page in a frame on another host; the address says which. */
function framed(org: Org, person: Person, titled: Titled, address: string): View {
  const found = /^\/([0-9A-Za-z]{15,18})(?:\/e)?(?:\?.*)?$/.exec(address);
  const id = found && shortId(found[1] ?? '');
  const component = id ? org.components.byId(id) : undefined;
  const isFlow = component?.type === 'Flow' || id?.startsWith('300');
  const { apiHost, frameHost } = org.settings;
  const src = new URL(
    isFlow
      ? `https://${frameHost}/udd/FlowDefinition/viewFlowDefinition.apexp?id=${id}`
      : `https://${apiHost}${address}`,
  );
  src.searchParams.set('isdtp', 'p1');
  src.searchParams.set('ticket', frameTicket(person));
  const name = component
    ? `${component.fullName} ~ Salesforce - Enterprise Edition`
    : 'Salesforce - Enterprise Edition';
  return { ...titled, kind: 'frame', frame: { src: src.href, title: name } };
}

/** A page of Lightning's own: `CustomNotifications/0ML…/detail`. */
async function ownPage(org: Org, titled: Titled, id: string): Promise<View> {
  const component = org.components.byId(id);
  if (!component) return { ...titled, kind: 'missing', text: 'It was deleted or never existed.' };
  const { label, details, lists } = await describeComponent(org, component);
  const shown = lists.map((list) => ({
    ...list,
    rows: list.rows.map((row) => row.map((text) => ({ text }))),
  }));
  return { ...titled, heading: label, kind: 'summary', details, lists: shown };
}

async function permissionSummary(org: Org, titled: Titled, id: string): Promise<View> {
  const component = org.components.byId(id);
  if (!component)
    return { ...titled, kind: 'missing', text: 'The permission set was deleted or never existed.' };
  const facts = await componentFacts(org.components, component);
  const permissions = readPermissions((await org.components.text(component, 'metadata')) ?? '');
  return {
    ...titled,
    heading: facts.label ?? component.fullName,
    kind: 'summary',
    details: [
      ['API Name', component.fullName],
      ['Description', facts.description ?? ''],
      ['License', facts.license ?? ''],
      ['Last Modified By', `${shownPerson(org, component.modified)}, ${shownDate(component.modified.at)}`],
    ],
    lists: [
      {
        heading: 'Field Permissions',
        columns: ['Field', 'Read Access', 'Edit Access'],
        rows: permissions.fields
          .slice(0, shownRows)
          .map((field) => [
            { text: field.field },
            { text: field.readable ? '✓' : '' },
            { text: field.editable ? '✓' : '' },
          ]),
        total: permissions.fields.length,
      },
    ],
  };
}
