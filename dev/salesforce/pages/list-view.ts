// The list of a Setup node: a row for each component of its types, with columns of their own for some.

import { componentFacts } from '../metadata/facts.ts';
import { activeVersion } from '../metadata/flow.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { shownDate, shownName, shownPerson } from './format.ts';
import { setupPath } from './nodes.ts';

export interface CellView {
  readonly text: string;
  readonly href?: string;
  readonly newTab?: boolean;
}

export interface ListView {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CellView[])[];
  /** Of all that were found; only the first rows are given. */
  readonly total: number;
}

export const shownRows = 300;

const stampColumns = ['Last Modified By', 'Last Modified Date'];
const columnsOf: Readonly<Record<string, readonly string[]>> = {
  ApexClass: ['Name', 'API Version', 'Status', 'Size Without Comments', ...stampColumns],
  PermissionSet: ['Permission Set Label', 'API Name', 'Description', 'License', ...stampColumns],
  Flow: ['Flow Label', 'Flow API Name', 'Process Type', 'Active', ...stampColumns, ''],
};

/** By label, those whose name or label holds what is searched for. */
export async function listView(org: Org, all: readonly OrgComponent[], search: string): Promise<ListView> {
  const wanted = search.trim().toLowerCase();
  const found: { component: OrgComponent; label: string }[] = [];
  for (const component of all) {
    const label = await labelOf(org, component);
    if (!wanted || `${component.fullName} ${label}`.toLowerCase().includes(wanted))
      found.push({ component, label });
  }
  found.sort((one, other) => one.label.localeCompare(other.label));
  const types = new Set(all.map(({ type }) => type));
  const [only = ''] = types.size === 1 ? types : [];
  const plain = ['Name', 'API Name', ...(types.size > 1 ? ['Type'] : []), ...stampColumns];
  const rows: CellView[][] = [];
  for (const { component, label } of found.slice(0, shownRows)) {
    const own = columnsOf[only] ? await ownCells(org, component, label) : undefined;
    rows.push(own ?? plainCells(org, component, label, types.size > 1));
  }
  return { columns: columnsOf[only] ?? plain, rows, total: found.length };
}

async function labelOf(org: Org, component: OrgComponent): Promise<string> {
  const { label, masterLabel, name } = await componentFacts(org.components, component);
  return label ?? masterLabel ?? name ?? shownName(component);
}

const stampCells = (org: Org, component: OrgComponent): CellView[] => [
  { text: shownPerson(org, component.modified) },
  { text: shownDate(component.modified.at) },
];

function plainCells(org: Org, component: OrgComponent, label: string, withType: boolean): CellView[] {
  return [
    { text: label, href: setupPath(component) },
    { text: component.fullName },
    ...(withType ? [{ text: component.type.replace(/([a-z])([A-Z])/g, '$1 $2') }] : []),
    ...stampCells(org, component),
  ];
}

async function ownCells(org: Org, component: OrgComponent, label: string): Promise<CellView[]> {
  const facts = await componentFacts(org.components, component);
  const href = setupPath(component);
  const stamp = stampCells(org, component);
  if (component.type === 'ApexClass') {
    const size = (await org.components.text(component, 'content'))?.length ?? 0;
    return [
      { text: component.fullName, href },
      { text: facts.apiVersion ?? '' },
      { text: facts.status ?? 'Active' },
      { text: size.toLocaleString('en-GB') },
      ...stamp,
    ];
  }
  if (component.type === 'PermissionSet') {
    return [
      { text: label, href },
      { text: component.fullName, href: `/lightning/setup/PermSets/${component.id}/summary` },
      { text: facts.description ?? '' },
      { text: facts.license ?? '' },
      ...stamp,
    ];
  }
  const active = await activeVersion(org.components, component);
  const shown = active ?? component.versions.at(-1);
  return [
    { text: label, href },
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
