// The parts of a document that are components of their own: labels in their file, rules in a workflow.

import type { OrgComponent } from '../state/components.ts';
import { childText, localName, parseXml, writeFile, writeXml, type XmlElement, XmlError } from '../xml.ts';
import { type ChildType, childNamed, typeNamed } from './types.ts';

export interface ChildElement {
  readonly type: string;
  readonly fullName: string;
  /** Its element as text: differs when the part does. */
  readonly held: string;
}

/** What a document names; nothing when it is no XML. */
export function childElements(parent: { type: string; fullName: string }, text: string): ChildElement[] {
  const root = tryParse(text);
  if (!root) return [];
  const types = typeNamed(parent.type)?.children ?? [];
  return root.children.flatMap((element) => {
    const type = types.find((each) => each.element === localName(element));
    const key = type && childText(element, type.key)?.trim();
    if (!type || !key) return [];
    return [{ type: type.name, fullName: childName(type, parent.fullName, key), held: writeXml(element) }];
  });
}

export function childName(type: ChildType, parent: string, key: string): string {
  return type.alone ? key : `${parent}.${key}`;
}

/** The key that names a child inside its parent. */
export function keyOfChild(type: ChildType, fullName: string): string {
  return type.alone ? fullName : fullName.slice(fullName.indexOf('.') + 1);
}

/** A part's element as a document of its own; undefined when the parent doesn't hold it. */
export function childDocument(child: OrgComponent, parentText: string): string | undefined {
  const root = tryParse(parentText);
  const element = root && findChild(root, child.type, child.fullName);
  return element && writeFile({ ...element, name: child.type, attributes: {} });
}

export function findChild(root: XmlElement, typeName: string, fullName: string): XmlElement | undefined {
  const type = childNamed(typeName);
  const key = type && keyOfChild(type, fullName).toLowerCase();
  return root.children.find(
    (each) => localName(each) === type?.element && childText(each, type.key)?.trim().toLowerCase() === key,
  );
}

/** The document with the child put in its place, or taken out. */
export function withChild(
  root: XmlElement,
  typeName: string,
  fullName: string,
  document: XmlElement | undefined,
): XmlElement {
  const type = childNamed(typeName);
  if (!type) return root;
  const old = findChild(root, typeName, fullName);
  const made: XmlElement[] = document ? [{ ...document, name: type.element, attributes: {} }] : [];
  const at = old ? root.children.indexOf(old) : placeFor(root, type.element);
  return { ...root, children: root.children.toSpliced(at, old ? 1 : 0, ...made) };
}

/** After its siblings, else where the alphabet puts it. */
function placeFor(root: XmlElement, element: string): number {
  const after = root.children.findIndex((each) => localName(each) > element);
  return after < 0 ? root.children.length : after;
}

function tryParse(text: string): XmlElement | undefined {
  try {
    return text === '' ? undefined : parseXml(text);
  } catch (cause) {
    if (cause instanceof XmlError) return undefined;
    throw cause;
  }
}
