// What pages without a design of their own show of a component: plain values, the lists of its document, its code.

import { elementOf } from '../metadata/elements.ts';
import type { OrgComponent } from '../state/components.ts';
import type { Org } from '../state/org.ts';
import { type XmlElement, XmlError } from '../xml.ts';
import { shownName, shownStamp } from './format.ts';

export interface Listing {
  readonly heading: string;
  readonly columns: readonly string[];
  /** The first of them only. */
  readonly rows: readonly (readonly string[])[];
  readonly total: number;
}

export interface Description {
  readonly label: string;
  readonly details: readonly (readonly [name: string, value: string])[];
  readonly lists: readonly Listing[];
  readonly code: readonly { readonly name: string; readonly text: string }[];
}

const shownRows = 60;
const shownColumns = 5;

export async function describeComponent(org: Org, component: OrgComponent): Promise<Description> {
  const root = await elementOf(org.components, component).catch(unreadable);
  const children = root?.children ?? [];
  const plain = children.filter((each) => each.children.length === 0);
  const value = (name: string) => plain.find((each) => each.name === name)?.text;
  return {
    label: value('label') ?? value('masterLabel') ?? value('name') ?? shownName(component),
    details: [
      ['API Name', component.fullName],
      ...plain.map((each) => [inWords(each.name), each.text] as const),
      ['Created By', shownStamp(org, component.created)],
      ['Last Modified By', shownStamp(org, component.modified)],
    ],
    lists: [
      ...Map.groupBy(
        children.filter((each) => each.children.length > 0),
        (each) => each.name,
      ),
    ].map(([name, items]) => listing(inWords(name), items)),
    code: await codeOf(org, component),
  };
}

function listing(heading: string, items: readonly XmlElement[]): Listing {
  const leaves = items.map((item) => leavesOf(item));
  const columns = [...new Set(leaves.slice(0, shownRows).flatMap((each) => [...each.keys()]))].slice(
    0,
    shownColumns,
  );
  return {
    heading,
    columns: columns.map(inWords),
    rows: leaves.slice(0, shownRows).map((each) => columns.map((name) => each.get(name) ?? '')),
    total: items.length,
  };
}

/** Plain values at any depth, those of one name together. */
function leavesOf(element: XmlElement, into = new Map<string, string>()): Map<string, string> {
  for (const each of element.children) {
    if (each.children.length > 0) leavesOf(each, into);
    else into.set(each.name, into.has(each.name) ? `${into.get(each.name)}, ${each.text}` : each.text);
  }
  return into;
}

async function codeOf(org: Org, component: OrgComponent): Promise<Description['code']> {
  const code: { name: string; text: string }[] = [];
  for (const role of component.files.keys()) {
    if (role === 'metadata' || role.endsWith('-meta.xml')) continue;
    const text = (await org.components.text(component, role)) ?? '';
    code.push({ name: role === 'content' ? component.fullName : role, text });
  }
  return code;
}

/** `errorConditionFormula` → Error Condition Formula. */
function inWords(name: string): string {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function unreadable(cause: unknown): undefined {
  if (!(cause instanceof XmlError)) throw cause;
}
