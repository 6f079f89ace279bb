// Compares flows as google/flow-lens does, written anew from its way of working (src/main/flow_comparator.ts and
// flow_parser.ts at afaaef7): elements match by name, are equal when they are deeply equal, arrays by index.

import { parseXml, type XmlNode } from '../../../core/metadata/parse-xml.ts';

/** The lists whose elements it draws; variables, formulas, choices and the like it does not look at. */
export const drawn =
  'apexPluginCalls assignments collectionProcessors customErrors decisions loops orchestratedStages recordCreates recordDeletes recordLookups recordRollbacks recordUpdates screens steps subflows transforms waits actionCalls'.split(
    ' ',
  );

export type Status = 'added' | 'deleted' | 'modified';

type Value = string | readonly Value[] | { readonly [tag: string]: Value };

/** Children by tag, repeated ones as an array, text as it is: what its XML reader gives. */
function contentOf(node: XmlNode): Value {
  const children = node.children.filter(({ name }) => !name.startsWith('#'));
  if (children.length === 0) return node.text;
  const made: Record<string, Value | Value[]> = {};
  for (const child of children) {
    const known = made[child.name];
    const value = contentOf(child);
    if (known === undefined) made[child.name] = value;
    else if (Array.isArray(known)) known.push(value);
    else made[child.name] = [known as Value, value];
  }
  return made as Value;
}

export function elementsOf(xml: string): Map<string, XmlNode> {
  const elements = new Map<string, XmlNode>();
  for (const child of parseXml(xml).root.children) {
    if (child.name === 'start') elements.set('FLOW_START', child);
    const name = child.children.find((part) => part.name === 'name')?.text;
    if (drawn.includes(child.name) && name !== undefined) elements.set(name, child);
  }
  return elements;
}

function deeplyEqual(one: Value | undefined, other: Value | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) =>
    deeplyEqual((one as Record<string, Value>)[key], (other as Record<string, Value>)[key]),
  );
}

/** What it would colour: elements that are not the same on both sides. */
export function statuses(before: string, after: string): ReadonlyMap<string, Status> {
  const [old, now] = [elementsOf(before), elementsOf(after)];
  const found = new Map<string, Status>();
  for (const [name, node] of old) {
    const other = now.get(name);
    if (!other) found.set(name, 'deleted');
    else if (!deeplyEqual(contentOf(node), contentOf(other))) found.set(name, 'modified');
  }
  for (const name of now.keys()) if (!old.has(name)) found.set(name, 'added');
  return found;
}

/** Lists that are tried, shown or numbered in their order; written here again, so that our own table is held to it. */
const inOrder = new Set(
  'rules conditions filters fields assignmentItems sortOptions choiceReferences exitConditions entryConditions'.split(
    ' ',
  ),
);

/** What an element means, by another road than ours: no coordinates, lists sorted where order means nothing. */
export function meaningOf(node: XmlNode | undefined): string {
  if (!node) return '';
  const children = node.children.filter(({ name }) => name !== 'locationX' && name !== 'locationY');
  if (children.length === 0) {
    const text = node.name === 'numberValue' ? String(Number(node.text)) : node.text;
    return `${node.name}=${JSON.stringify(text)}`;
  }
  const lists = new Map<string, string[]>();
  for (const child of children) lists.set(child.name, [...(lists.get(child.name) ?? []), meaningOf(child)]);
  const parts = [...lists].sort(([one], [other]) => (one < other ? -1 : 1));
  return `${node.name}{${parts.map(([tag, list]) => (inOrder.has(tag) ? list : list.sort()).join()).join(';')}}`;
}
