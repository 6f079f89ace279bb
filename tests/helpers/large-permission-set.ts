// Makes a permission set as large as a big org's profile, and variants of it, always the same ones.

import { randomFrom } from '../../bench/diff/names.ts';

export interface Variant {
  readonly name: string;
  readonly text: string;
}

interface Item {
  readonly tag: string;
  readonly fields: readonly (readonly [string, string])[];
}

const words =
  'Account Amount Annual Billing Case Close Contact Contract Cost Date Decision Email Fiscal Invoice Lead Legal Market Order Owner Partner Phone Price Product Quote Rating Region Renewal Revenue Risk Service Source Stage Status Street Support Target Team Term Total'.split(
    ' ',
  );

function items(random: () => number, suffix: string): Item[] {
  const word = () => words[Math.floor(random() * words.length)] ?? 'Any';
  const flag = () => String(random() < 0.5);
  const made: Item[] = [];
  for (let i = 0; i < 26_880; i++) {
    made.push({
      tag: 'fieldPermissions',
      fields: [
        ['editable', flag()],
        ['field', `${word()}_${Math.floor(i / 120)}${suffix}__c.${word()}_${word()}_${i}__c`],
        ['readable', flag()],
      ],
    });
  }
  for (let i = 0; i < 760; i++) {
    made.push({
      tag: 'objectPermissions',
      fields: ['allowCreate', 'allowDelete', 'allowEdit', 'allowRead', 'modifyAllRecords']
        .map((name): [string, string] => [name, flag()])
        .concat([
          ['object', `${word()}_${i}${suffix}__c`],
          ['viewAllRecords', flag()],
        ]),
    });
  }
  for (let i = 0; i < 2600; i++)
    made.push({
      tag: 'classAccesses',
      fields: [
        ['apexClass', `${word()}${word()}Service${i}${suffix}`],
        ['enabled', flag()],
      ],
    });
  for (let i = 0; i < 800; i++)
    made.push({
      tag: 'tabSettings',
      fields: [
        ['tab', `${word()}_${i}${suffix}__c`],
        ['visibility', 'Visible'],
      ],
    });
  for (let i = 0; i < 600; i++)
    made.push({
      tag: 'userPermissions',
      fields: [
        ['enabled', flag()],
        ['name', `${word()}${word()}${i}${suffix}`],
      ],
    });
  return made;
}

function write(all: readonly Item[]): string {
  const body = all.map(({ tag, fields }) => {
    const inner = fields.map(([name, text]) => `        <${name}>${text}</${name}>\n`).join('');
    return `    <${tag}>\n${inner}    </${tag}>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n${body.join('')}    <label>Everything</label>\n</PermissionSet>\n`;
}

/** Changes, removes and adds about so many items, spread over the document. */
function edited(
  all: readonly Item[],
  counts: { changed: number; added: number; removed: number },
  random: () => number,
): Item[] {
  const total = counts.changed + counts.added + counts.removed;
  const result: Item[] = [];
  let left = total;
  all.forEach((item, index) => {
    if (random() >= left / (all.length - index)) {
      result.push(item);
      return;
    }
    left--;
    const kind = random() * total;
    if (kind < counts.changed)
      result.push({
        ...item,
        fields: item.fields.map(([name, text]) => [
          name,
          text === 'true' ? 'false' : text === 'false' ? 'true' : text,
        ]),
      });
    else if (kind < counts.changed + counts.added)
      result.push(item, {
        ...item,
        fields: item.fields.map(([name, text]) => [
          name,
          /true|false|Visible/.test(text) ? text : `${text}_new`,
        ]),
      });
  });
  return result;
}

function shuffled(all: readonly Item[], random: () => number): Item[] {
  return all
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

export function largePermissionSet(): { base: string; variants: readonly Variant[] } {
  const random = randomFrom(5475);
  const all = items(random, '');
  const few = { changed: 5, added: 3, removed: 2 };
  return {
    base: write(all),
    variants: [
      { name: '10 edits', text: write(edited(all, few, random)) },
      { name: '10 % edits', text: write(edited(all, { changed: 1524, added: 1008, removed: 692 }, random)) },
      { name: 'shuffled', text: write(shuffled(all, random)) },
      { name: 'shuffled, 10 edits', text: write(shuffled(edited(all, few, random), random)) },
      { name: 'all different', text: write(items(random, 'x')) },
    ],
  };
}
