// Documents a deploy adds to instead of replacing: labels, workflows, rules, and profiles.

import { keyOfChild } from '../../metadata/children.ts';
import { childNamed, typeNamed } from '../../metadata/types.ts';
import { childText, type XmlElement } from '../../xml.ts';

/** What names an entry of a profile's lists, the first that it has. */
const profileKeys = [
  'apexClass',
  'apexPage',
  'application',
  'dataCategoryGroup',
  'externalCredentialPrincipal',
  'externalDataSource',
  'field',
  'flow',
  'object',
  'recordType',
  'tab',
  'name',
  'startAddress',
];

/** A profile keeps what the deployed one doesn't speak of. */
export function mergeProfile(before: XmlElement, given: XmlElement): XmlElement {
  const keyOf = (element: XmlElement) => {
    if (element.children.length === 0) return element.name;
    const type = childText(element, 'recordType');
    if (element.name === 'layoutAssignments') {
      const object = (childText(element, 'layout') ?? '').split('-')[0];
      return `${element.name}:${type ?? object}`;
    }
    const key = profileKeys.map((name) => childText(element, name)).find((each) => each !== undefined);
    return key === undefined ? element.name : `${element.name}:${key}`;
  };
  return merged(before, given, keyOf);
}

/** The document with the named parts of another put in or replaced. */
export function mergeParts(before: XmlElement, given: XmlElement, wanted: ReadonlySet<string>): XmlElement {
  const types = typeNamed(before.name)?.children ?? [];
  const keyOf = (element: XmlElement) => {
    const type = types.find((each) => each.element === element.name);
    const key = type && childText(element, type.key)?.trim();
    return key === undefined ? element.name : `${element.name}:${key}`;
  };
  const chosen = given.children.filter((each) => wanted.has(keyOf(each)));
  return merged(before, { ...given, children: chosen }, keyOf);
}

/** How `mergeParts` calls a part. */
export function partKey(typeName: string, fullName: string): string {
  const type = childNamed(typeName);
  return type ? `${type.element}:${keyOfChild(type, fullName)}` : fullName;
}

/** New entries go after their like, or where the alphabet puts them. */
function merged(before: XmlElement, given: XmlElement, keyOf: (element: XmlElement) => string): XmlElement {
  const incoming = new Map(given.children.map((each) => [keyOf(each), each]));
  const children = before.children.map((each) => {
    const key = keyOf(each);
    const next = incoming.get(key);
    incoming.delete(key);
    return next ?? each;
  });
  const sorted = [...children, ...incoming.values()];
  if (incoming.size > 0)
    sorted.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
  return { ...before, children: sorted };
}
