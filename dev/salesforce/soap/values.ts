// Reads the values of a SOAP request by their types, and refuses those that are none.

import { child, localName, type XmlElement } from '../xml.ts';
import { clientFault } from './envelope.ts';
import { metadataNamespace } from './faults.ts';

/** Text of each child of that name, in order. */
export function texts(element: XmlElement, name: string): string[] {
  return element.children.filter((each) => localName(each) === name).map((each) => each.text.trim());
}

/** Undefined when absent, nil or empty. */
export function textOf(element: XmlElement | undefined, name: string): string | undefined {
  const found = element && child(element, name);
  if (!found || isNil(found)) return undefined;
  return found.text.trim() || undefined;
}

export function flagOf(element: XmlElement | undefined, name: string, otherwise = false): boolean {
  const text = textOf(element, name);
  if (text === undefined) return otherwise;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw notOfType(text, 'xsd:boolean');
}

export function numberOf(element: XmlElement | undefined, name: string): number | undefined {
  const text = textOf(element, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isNaN(value)) throw notOfType(text, 'xsd:double');
  return value;
}

export function bytesOf(element: XmlElement, name: string): Buffer | undefined {
  const text = textOf(element, name);
  if (text === undefined) return undefined;
  if (!/^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/.test(text)) throw notOfType(text.slice(0, 40), 'xsd:base64Binary');
  return Buffer.from(text, 'base64');
}

/** Refuses children that the type doesn't have. */
export function onlyChildren(element: XmlElement, type: string, names: readonly string[]): void {
  for (const each of element.children) {
    if (names.includes(localName(each))) continue;
    throw clientFault(
      `Element {${metadataNamespace}}${localName(each)} invalid at this location in type ${type}`,
    );
  }
}

export function isNil(element: XmlElement): boolean {
  return Object.entries(element.attributes).some(
    ([name, value]) => localName({ ...element, name }) === 'nil' && value === 'true',
  );
}

function notOfType(text: string, type: string) {
  return clientFault(`'${text}' is not valid for the type ${type}`);
}
