// A component's own element, parsed; parts that lie in one document share its parsing.

import type { Components, OrgComponent } from '../state/components.ts';
import { parseXml, type XmlElement, XmlError } from '../xml.ts';
import { childName } from './children.ts';
import { childNamed } from './types.ts';

/** Elements of a parent's document by type and full name in small letters. */
type Parts = ReadonlyMap<string, XmlElement>;

/** The documents looked into last, by what their file holds. */
const looked = new Map<object, Promise<Parts>>();
const lookedAtOnce = 8;

/** Throws XmlError when the document is no XML; undefined when there is none. */
export async function elementOf(
  components: Components,
  component: OrgComponent,
): Promise<XmlElement | undefined> {
  const { parent } = component;
  if (component.inside === undefined || !parent) {
    const text = await components.text(component, 'metadata');
    return text === undefined ? undefined : parseXml(text);
  }
  const held = parent.files.get('metadata');
  if (!held) return undefined;
  let parts = looked.get(held);
  if (!parts) {
    parts = readParts(components, parent);
    looked.set(held, parts);
    if (looked.size > lookedAtOnce) looked.delete(looked.keys().next().value ?? held);
  }
  return (await parts).get(keyOf(component.type, component.fullName));
}

/** What a component's document is kept as: another object once it changed. Undefined when it has none. */
export function heldBy(component: OrgComponent): object | undefined {
  if (component.inside !== undefined) return component.parent?.files.get('metadata');
  const own = component.files.get('metadata');
  if (own) return own;
  const name = [...component.files.keys()].find((each) => each.endsWith('-meta.xml') && !each.includes('/'));
  return name === undefined ? undefined : component.files.get(name);
}

async function readParts(components: Components, parent: OrgComponent): Promise<Parts> {
  const parts = new Map<string, XmlElement>();
  const root = parseXml((await components.text(parent, 'metadata')) ?? '');
  const types = [...new Set([...parent.children].map((each) => each.type))].map(childNamed);
  for (const element of root.children) {
    const type = types.find((each) => each?.element === element.name);
    const key = type && element.children.find((each) => each.name === type.key)?.text.trim();
    if (type && key) parts.set(keyOf(type.name, childName(type, parent.fullName, key)), element);
  }
  return parts;
}

function keyOf(type: string, fullName: string): string {
  return `${type}:${fullName.toLowerCase()}`;
}

/** The plain values of the element's own children by name; empty when the document can't be read. */
export async function plainValues(
  components: Components,
  component: OrgComponent,
): Promise<Readonly<Record<string, string>>> {
  const held = heldBy(component);
  const kept = known.get(component);
  if (held && kept?.held === held) return kept.values;
  const values = plain(await elementOf(components, component).catch(unreadable));
  if (held) known.set(component, { held, values });
  return values;
}

const known = new WeakMap<OrgComponent, { held: object; values: Readonly<Record<string, string>> }>();

function plain(element: XmlElement | undefined): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const each of element?.children ?? []) if (each.children.length === 0) values[each.name] = each.text;
  return values;
}

function unreadable(cause: unknown): undefined {
  if (!(cause instanceof XmlError)) throw cause;
}
