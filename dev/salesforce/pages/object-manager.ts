// Object Manager: the objects, each one's details and parts, and the page of a part.

import { componentFacts } from '../metadata/facts.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { describeComponent } from './describe.ts';
import { framed } from './framed.ts';
import { columnLabel } from './invented.ts';
import { listView } from './list-view.ts';
import { objectOf, objectSections, type Section, sectionAliases } from './nodes.ts';
import type { View } from './view.ts';

const node = 'ObjectManager';
const root = `/lightning/setup/${node}`;
const titled = { node, title: 'Object Manager | Salesforce', heading: 'Object Manager' };

interface Place {
  /** What the address has after the node: `home`, `Account/Details/view`, `Account/PageLayouts/00h…/view`. */
  readonly rest: string;
  /** The older page that the address names. */
  readonly inner: string | null;
  readonly search: string;
}

export async function objectManagerView(org: Org, person: Person, place: Place): Promise<View> {
  const [object = '', section = '', item = ''] = place.rest.split('/');
  if (object === 'home') {
    const objects = org.components
      .list('CustomObject')
      .filter(({ fullName }) => !/__(?:mdt|e)$/.test(fullName));
    return { ...titled, kind: 'list', ...(await listView(org, objects, place.search)) };
  }
  if (object === 'new') return newThing({ ...titled, heading: 'New Custom Object' });
  if (object === 'page' || item === 'page')
    return (
      framed(org, person, titled, place.inner) ?? gone(titled, 'This page is not part of the local org.')
    );
  const owner = org.components.byName('CustomObject', object) ?? org.components.byId(object);
  if (owner?.type !== 'CustomObject') return gone(titled, 'The object was deleted or never existed.');
  const label = (await componentFacts(org.components, owner)).label ?? owner.fullName;
  const at = { ...titled, heading: label, links: sectionLinks(owner.fullName) };
  if (section === 'Details' || section === '')
    return { ...at, kind: 'summary', ...(await summary(org, owner)) };
  const found = objectSections.find(({ name }) => name === (sectionAliases[section] ?? section));
  if (!found) return gone(titled, 'This page is not part of the local org.');
  if (item === 'new') return newThing({ ...at, heading: `${label}: New ${found.label}` });
  const part = org.components.byId(item) ?? partNamed(org, owner, found, item);
  if (part) {
    const shown = await summary(org, part);
    return { ...at, heading: `${label}: ${shown.label}`, kind: 'summary', ...shown };
  }
  if (/^\d/.test(item)) return gone(at, 'It was deleted or never existed.');
  if (/\/(?:view|edit)$/.test(place.rest) && !/^(?:view|edit)?$/.test(item))
    return standardPart({ ...at, heading: `${label}: ${columnLabel(item)}` }, owner, item);
  const parts = await partsOf(org, owner, found);
  const list = await listView(org, parts, place.search);
  return { ...at, heading: `${label}: ${found.label}`, kind: 'list', ...list };
}

type At = Pick<View, 'node' | 'title' | 'heading' | 'links'>;

const gone = (at: At, text: string): View => ({ ...at, kind: 'missing', text });

const newThing = (at: At): View => ({
  ...at,
  kind: 'summary',
  details: [
    ['Label', ''],
    ['Name', ''],
  ],
  lists: [],
});

/** What every object has, and no document says: `Owner`, `ShippingAddress`. */
function standardPart(at: At, owner: OrgComponent, name: string): View {
  const details = [
    ['Field Label', columnLabel(name)],
    ['Field Name', name],
    ['API Name', `${owner.fullName}.${name}`],
    ['Data Type', 'Standard'],
  ] as const;
  return { ...at, kind: 'summary', details, lists: [] };
}

function partNamed(org: Org, owner: OrgComponent, section: Section, name: string): OrgComponent | undefined {
  const named = section.types.map((type) => org.components.byName(type, `${owner.fullName}.${name}`));
  return named.find((each) => each !== undefined);
}

/** A trigger's code and a page's document name the object; every other part's name begins with it. */
async function partsOf(org: Org, owner: OrgComponent, section: Section): Promise<OrgComponent[]> {
  const all = section.types.flatMap((type) => org.components.list(type));
  const belongs = await Promise.all(
    all.map(async (part) => {
      if (part.type === 'ApexTrigger') {
        const code = (await org.components.text(part, 'content')) ?? '';
        return new RegExp(`\\son\\s+${owner.fullName}\\b`, 'i').test(code);
      }
      if (part.type === 'FlexiPage')
        return (await componentFacts(org.components, part)).sobjectType === owner.fullName;
      return objectOf(part) === owner.fullName;
    }),
  );
  return all.filter((_, index) => belongs[index]);
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
