// What a Setup address shows, as data: the page's own script draws it, as Lightning does.

import { componentFacts } from '../metadata/facts.ts';
import { activeVersion } from '../metadata/flow.ts';
import { frameTicket } from '../oauth/browser.ts';
import type { OrgComponent } from '../state/components.ts';
import { shortId } from '../state/ids.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { shownDate, shownPerson } from './format.ts';
import { readPermissions } from './permission-xml.ts';
import { nodeLabel } from './tree.ts';

interface CellView {
  readonly text: string;
  readonly href?: string;
  readonly newTab?: boolean;
}

export interface View {
  readonly node: string;
  readonly title: string;
  readonly heading: string;
  readonly kind: 'home' | 'list' | 'frame' | 'summary' | 'missing';
  readonly columns?: readonly string[];
  readonly rows?: readonly (readonly CellView[])[];
  readonly total?: number;
  readonly frame?: { readonly src: string; readonly title: string };
  readonly details?: readonly (readonly [string, string])[];
  readonly text?: string;
}

type Listed = 'ApexClass' | 'PermissionSet' | 'Flow';

const listed: Record<string, Listed> = {
  ApexClasses: 'ApexClass',
  PermSets: 'PermissionSet',
  Flows: 'Flow',
};
const shownRows = 300;

/** `to` is a path with its query, of a Setup host. */
export async function viewOf(org: Org, person: Person, to: string, search: string): Promise<View> {
  const url = new URL(to, 'https://here.invalid');
  const path = /^\/lightning\/setup\/([A-Za-z]+)(?:\/(.*))?$/.exec(url.pathname);
  const node = path?.[1] ?? 'SetupOneHome';
  const rest = path?.[2] ?? 'home';
  const titled = { node, title: `${nodeLabel(node)} | Salesforce`, heading: nodeLabel(node) };
  if (node === 'SetupOneHome')
    return { ...titled, title: 'Home | Salesforce', heading: 'Home', kind: 'home' };
  const type = listed[node];
  if (rest === 'home' && type) return { ...titled, kind: 'list', ...(await list(org, type, search)) };
  const summary = /^(0PS[0-9A-Za-z]{12,15})\/summary$/.exec(rest);
  if (node === 'PermSets' && summary) return permissionSummary(org, titled, summary[1] ?? '');
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

async function list(
  org: Org,
  type: Listed,
  search: string,
): Promise<Pick<View, 'columns' | 'rows' | 'total'>> {
  const wanted = search.trim().toLowerCase();
  const found: { component: OrgComponent; label: string }[] = [];
  for (const component of org.components.list(type)) {
    const label = (await componentFacts(org.components, component)).label ?? component.fullName;
    if (!wanted || `${component.fullName} ${label}`.toLowerCase().includes(wanted))
      found.push({ component, label });
  }
  found.sort((one, other) => one.label.localeCompare(other.label));
  const rows: CellView[][] = [];
  for (const each of found.slice(0, shownRows)) rows.push(await cells(org, each.component, each.label));
  const columns: Record<Listed, string[]> = {
    ApexClass: [
      'Name',
      'API Version',
      'Status',
      'Size Without Comments',
      'Last Modified By',
      'Last Modified Date',
    ],
    PermissionSet: [
      'Permission Set Label',
      'API Name',
      'Description',
      'License',
      'Last Modified By',
      'Last Modified Date',
    ],
    Flow: [
      'Flow Label',
      'Flow API Name',
      'Process Type',
      'Active',
      'Last Modified By',
      'Last Modified Date',
      '',
    ],
  };
  return { columns: columns[type], rows, total: found.length };
}

async function cells(org: Org, component: OrgComponent, label: string): Promise<CellView[]> {
  const facts = await componentFacts(org.components, component);
  const stamp = [{ text: shownPerson(org, component.modified) }, { text: shownDate(component.modified.at) }];
  const page = (node: string) => `/lightning/setup/${node}/page?address=%2F${component.id}`;
  if (component.type === 'ApexClass') {
    const size = (await org.components.text(component, 'content'))?.length ?? 0;
    return [
      { text: component.fullName, href: page('ApexClasses') },
      { text: facts.apiVersion ?? '' },
      { text: facts.status ?? 'Active' },
      { text: size.toLocaleString('en-GB') },
      ...stamp,
    ];
  }
  if (component.type === 'PermissionSet') {
    return [
      { text: label, href: page('PermSets') },
      { text: component.fullName, href: `/lightning/setup/PermSets/${component.id}/summary` },
      { text: facts.description ?? '' },
      { text: facts.license ?? '' },
      ...stamp,
    ];
  }
  const active = await activeVersion(org.components, component);
  const shown = active ?? component.versions.at(-1);
  return [
    { text: label, href: page('Flows') },
    { text: component.fullName },
    { text: processType(facts.processType) },
    { text: active ? '✓' : '' },
    ...stamp,
    { text: 'Open', href: `/builder_platform_interaction/flowBuilder.app?flowId=${shown?.id}`, newTab: true },
  ];
}

export function processType(type: string | undefined): string {
  return type === 'Flow' ? 'Screen Flow' : type === 'AutoLaunchedFlow' ? 'Autolaunched Flow' : (type ?? '');
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
    columns: ['Field', 'Read Access', 'Edit Access'],
    rows: permissions.fields
      .slice(0, shownRows)
      .map((field) => [
        { text: field.field },
        { text: field.readable ? '✓' : '' },
        { text: field.editable ? '✓' : '' },
      ]),
    total: permissions.fields.length,
  };
}
