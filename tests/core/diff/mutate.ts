// Breaks and edits documents at random, the same way for the same seed: bytes, lines, and whole elements.

import { parseXml, XmlError, type XmlNode } from '../../../core/metadata/parse-xml.ts';
import { writeXml } from '../../../core/metadata/write-xml.ts';

export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

const oddities = [
  '<',
  '>',
  '&',
  '&amp;',
  '&#x0;',
  '&#65;',
  '&#13;',
  '<!--',
  '-->',
  '<!-- a note -->',
  '<![CDATA[',
  '<![CDATA[x]]>',
  ']]>',
  '</',
  '/>',
  '\u0000',
  '\uD83D',
  '\r',
  '\r\n',
  '\t',
  '\uFEFF',
  '<?x?>',
  ' xsi:nil="true"',
  ' xmlns=""',
  '<a:b/>',
  '__proto__',
  '<constructor/>',
  '<name/>',
  '<fullName>x</fullName>',
  '\u2028',
];

/** Anything: most of what comes out is not well-formed. */
export function mutatedBytes(text: string, dice: Dice): string {
  let result = text;
  for (let edits = 1 + dice.below(3); edits > 0; edits--) {
    const at = dice.below(result.length + 1);
    const end = Math.min(result.length, at + dice.below(60));
    const lines = result.split('\n');
    const line = dice.below(lines.length);
    result = dice.pick([
      () => result.slice(0, at) + result.slice(end),
      () => result.slice(0, at) + dice.pick(oddities) + result.slice(at),
      () => result.slice(0, end) + result.slice(at),
      () => result.slice(0, at),
      () => lines.toSpliced(line, 1).join('\n'),
      () => lines.toSpliced(line, 0, lines[line] ?? '').join('\n'),
      () => lines.toSpliced(line, 2, lines[line + 1] ?? '', lines[line] ?? '').join('\n'),
      () => result.replace(/true|false|\d+/, () => dice.pick(['true', 'false', '1', '58.0', '', 'NaN'])),
      () => result.replaceAll('\n', '\r\n'),
      () => result.replace(/^ +/gm, '\t'),
    ])();
  }
  return result;
}

const texts = [
  '',
  'true',
  'false',
  '1',
  '5.0',
  '5',
  'A',
  'B',
  'a < b',
  ' x ',
  '😀',
  '2024-01-31T09:00:00+01:00',
];
const attributes = [
  { name: 'xsi:nil', value: 'true' },
  { name: 'xsi:type', value: 'xsd:string' },
  { name: 'size', value: '1' },
];

interface Loose {
  name: string;
  text: string;
  attributes: { name: string; value: string }[];
  children: Loose[];
  line: number;
  endLine: number;
}

/** Edits of whole elements: what comes out is well-formed. Undefined when the text is not. */
export function mutatedTree(text: string, dice: Dice): string | undefined {
  try {
    const document = parseXml(text);
    const root = loosened(document.root);
    for (let edits = 1 + dice.below(4); edits > 0; edits--) edit(root, dice);
    return writeXml({ ...document, root });
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function loosened(node: XmlNode): Loose {
  const { name, text, line, endLine } = node;
  const own = node.attributes.map((attribute) => ({ ...attribute }));
  return { name, text, attributes: own, children: node.children.map(loosened), line, endLine };
}

function edit(root: Loose, dice: Dice): void {
  const parent = chosen(root, dice);
  const { children } = parent;
  const at = dice.below(children.length);
  const child = children[at];
  if (!child) {
    parent.text = dice.pick(texts);
    return;
  }
  dice.pick([
    () => children.splice(at, 1),
    () => children.splice(at, 0, loosened(child)),
    () => children.push(...children.splice(at, 1)),
    () => children.reverse(),
    () => chosen(root, dice).children.push(loosened(child)),
    () => {
      child.name = dice.pick(children).name;
    },
    () => {
      if (child.children.length === 0) child.text = dice.pick(texts);
    },
    () => {
      const other = dice.pick(children);
      if (child.children.length === 0 && other.children.length === 0) child.text = other.text;
    },
    () => {
      child.attributes = child.attributes.length > 0 ? [] : [{ ...dice.pick(attributes) }];
    },
    () => {
      const copy = loosened(child);
      rename(copy, dice);
      children.splice(at, 1, copy);
    },
  ])();
}

function rename(node: Loose, dice: Dice): void {
  const name = node.children.find((child) => /^(?:name|fullName|field|label)$/.test(child.name));
  if (name) name.text += dice.pick(['2', '_x', ' ']);
}

/** An element that has children, any one of them. */
function chosen(root: Loose, dice: Dice): Loose {
  let here = root;
  for (;;) {
    const inner = here.children.filter(({ name, children }) => !name.startsWith('#') && children.length > 0);
    if (inner.length === 0 || dice.below(3) === 0) return here;
    here = dice.pick(inner);
  }
}
