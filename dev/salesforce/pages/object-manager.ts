// Object Manager: the objects, each one's details and parts, and the page of a part.

import { componentFacts } from '../metadata/facts.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { describeComponent } from './describe.ts';
import { listView } from './list-view.ts';
import { objectOf, objectSections } from './nodes.ts';
import type { View } from './view.ts';

const node = 'ObjectManager';
const root = `/lightning/setup/${node}`;

/** `rest` is what the address has after the node: `home`, `Account/Details/view`, `Account/PageLayouts/00h…/view`. */
export async function objectManagerView(org: Org, rest: string, search: string): Promise<View> {
  const [object = '', section = '', item = ''] = rest.split('/');
  const titled = { node, title: 'Object Manager | Salesforce', heading: 'Object Manager' };
  if (object === 'home') {
    const objects = org.components
      .list('CustomObject')
      .filter(({ fullName }) => !/__(?:mdt|e)$/.test(fullName));
    return { ...titled, kind: 'list', ...(await listView(org, objects, search)) };
  }
  const owner = org.components.byName('CustomObject', object) ?? org.components.byId(object);
  if (owner?.type !== 'CustomObject')
    return { ...titled, kind: 'missing', text: 'The object was deleted or never existed.' };
  const label = (await componentFacts(org.components, owner)).label ?? owner.fullName;
  const links = sectionLinks(owner.fullName);
  const found = objectSections.find(({ name }) => name === section);
  const at = { ...titled, heading: label, links };
  if (!found) return { ...at, kind: 'summary', ...(await summary(org, owner)) };
  if (item === 'view' || item === '') {
    const parts = found.types
      .flatMap((type) => org.components.list(type))
      .filter((part) => objectOf(part) === owner.fullName);
    const heading = `${label}: ${found.label}`;
    return { ...at, heading, kind: 'list', ...(await listView(org, parts, search)) };
  }
  const part = org.components.byId(item);
  if (!part) return { ...at, kind: 'missing', text: `It was deleted or never existed.` };
  const shown = await summary(org, part);
  return { ...at, heading: `${label}: ${shown.label}`, kind: 'summary', ...shown };
}

const sectionLinks = (object: string) => [
  { text: 'Details', href: `${root}/${object}/Details/view` },
  ...objectSections.map(({ name, label }) => ({ text: label, href: `${root}/${object}/${name}/view` })),
];

async function summary(org: Org, component: OrgComponent) {
  const { label, details, lists } = await describeComponent(org, component);
  return {
    label,
    details,
    lists: lists.map(({ rows, ...list }) => ({
      ...list,
      rows: rows.map((row) => row.map((text) => ({ text }))),
    })),
  };
}
