// Makes p5, a profile as large as a big org's: 5,475 kB, 156,004 lines, 31,640 items in Salesforce's order.

import type { Names } from './names.ts';

/** Child elements in the order Salesforce writes them. */
type Fields = readonly (readonly [name: string, text: string])[];

export interface Item {
  readonly tag: string;
  readonly fields: Fields;
}

interface Kind {
  readonly tag: string;
  readonly count: number;
  /** The children that tell an item from the others of its list. */
  readonly identity: readonly string[];
  make(names: Names, object: string, at: number): Fields;
}

const flag = (name: string, names: Names): [string, string] => [name, names.flag()];

/** In Salesforce's order, which is the alphabet's. The counts give p5 its lines: most items have five. */
const kinds: readonly Kind[] = [
  {
    tag: 'classAccesses',
    count: 2140,
    identity: ['apexClass'],
    make: (names) => [['apexClass', names.unique(3, '')], flag('enabled', names)],
  },
  {
    tag: 'fieldPermissions',
    count: 26_880,
    identity: ['field'],
    make: (names, object) => [
      flag('editable', names),
      ['field', names.field(object)],
      flag('readable', names),
    ],
  },
  {
    tag: 'layoutAssignments',
    count: 600,
    identity: ['layout', 'recordType'],
    // Two in five are for records that have no type.
    make: (names, object, at) => {
      const type = names.unique(2, '_', (name) => `${object}.${name}`);
      const layout: [string, string] = ['layout', `${object}-${type.slice(object.length + 1)} Layout`];
      return at < 361 ? [layout, ['recordType', type]] : [layout];
    },
  },
  {
    tag: 'objectPermissions',
    count: 480,
    identity: ['object'],
    make: (names, object) => [
      flag('allowCreate', names),
      flag('allowDelete', names),
      flag('allowEdit', names),
      flag('allowRead', names),
      flag('modifyAllRecords', names),
      ['object', object],
      flag('viewAllRecords', names),
    ],
  },
  {
    tag: 'recordTypeVisibilities',
    count: 400,
    identity: ['recordType'],
    make: (names, object) => [
      flag('default', names),
      ['recordType', names.unique(3, '_', (name) => `${object}.${name}`)],
      flag('visible', names),
    ],
  },
  {
    tag: 'tabVisibilities',
    count: 700,
    identity: ['tab'],
    make: (names) => [
      ['tab', names.unique(3, '_')],
      ['visibility', names.pick(['DefaultOff', 'DefaultOn', 'Hidden'])],
    ],
  },
  {
    tag: 'userPermissions',
    count: 440,
    identity: ['name'],
    make: (names) => [flag('enabled', names), ['name', names.unique(4, '')]],
  },
];

const byTag = new Map(kinds.map((kind) => [kind.tag, kind]));

/** Empty for what is no item of a profile. */
export function identityOf(tag: string): readonly string[] {
  return byTag.get(tag)?.identity ?? [];
}

/** What tells the item from every other one. */
export function nameOf({ tag, fields }: Item): string {
  const identity = identityOf(tag);
  const parts = fields.filter(([name]) => identity.includes(name)).map(([, text]) => text);
  return [tag, ...parts].join(' ');
}

/** All items of a profile `scale` times as large as p5. */
export function makeItems(names: Names, scale = 1): Item[] {
  const counted = (count: number) => Math.max(1, Math.round(count * scale));
  const objects = Array.from({ length: counted(480) }, () => names.object());
  const items = kinds.flatMap(({ tag, count, make }) => {
    const length = counted(count);
    return Array.from({ length }, (_, at) => {
      const object = objects[Math.floor((at * objects.length) / length)] as string;
      return { tag, fields: make(names, object, at / scale) };
    });
  });
  return inSalesforcesOrder(items);
}

/** One more item of a tag. */
export function makeItem(tag: string, names: Names): Item {
  return { tag, fields: byTag.get(tag)?.make(names, names.object(), 0) ?? [] };
}

export function inSalesforcesOrder(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, name: nameOf(item) }))
    .sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))
    .map(({ item }) => item);
}

export function write(items: readonly Item[]): string {
  const body = items.map(({ tag, fields }) => {
    const inner = fields.map(([name, text]) => `        <${name}>${text}</${name}>\n`).join('');
    return `    <${tag}>\n${inner}    </${tag}>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Profile xmlns="http://soap.sforce.com/2006/04/metadata">\n${body.join('')}</Profile>\n`;
}
