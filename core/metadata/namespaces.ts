// Resolves namespace prefixes, so that documents compare equal whatever prefixes they chose.

import type { XmlAttribute } from './parse-xml.ts';

/** Prefix to namespace; the default namespace has the prefix ''. */
export type Namespaces = ReadonlyMap<string, string>;

export const toolingNamespace = 'urn:metadata.tooling.soap.sforce.com';
export const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';
export const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
const schemaNamespace = 'http://www.w3.org/2001/XMLSchema';

export const rootNamespaces: Namespaces = new Map([
  ['', ''],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ['xmlns', 'http://www.w3.org/2000/xmlns/'],
]);

/** Prefixes we write for namespaces everyone knows, so that `i:nil` and `xsi:nil` are one name. */
const usualPrefixes = new Map([
  [instanceNamespace, 'xsi'],
  [schemaNamespace, 'xsd'],
  ['http://www.w3.org/XML/1998/namespace', 'xml'],
]);

type Fail = (message: string) => never;
const noAttributes: readonly XmlAttribute[] = [];

/** Takes the namespace declarations out of a start tag's attributes and qualifies the others. */
export function attributesOf(
  written: Readonly<Record<string, string>>,
  inherited: Namespaces,
  fail: Fail,
): { namespaces: Namespaces; attributes: readonly XmlAttribute[] } {
  const names = Object.keys(written);
  if (names.length === 0) return { namespaces: inherited, attributes: noAttributes };
  let declared: Map<string, string> | undefined;
  for (const name of names) {
    const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : undefined;
    if (prefix === undefined) continue;
    declared ??= new Map(inherited);
    declared.set(prefix, written[name] ?? '');
  }
  const namespaces = declared ?? inherited;
  const attributes = names
    .filter((name) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map((name) => attribute(name, written[name] ?? '', namespaces, fail))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (attributes.some((one, index) => index > 0 && attributes[index - 1]?.name === one.name)) {
    fail('duplicate attribute');
  }
  return { namespaces, attributes };
}

function attribute(written: string, value: string, namespaces: Namespaces, fail: Fail): XmlAttribute {
  if (!written.includes(':')) return { name: written, value };
  const name = usualName(qualify(written, namespaces, fail));
  const [prefix = '', rest] = value.trim().split(':');
  const typeUri = name === 'xsi:type' && rest ? namespaces.get(prefix) : undefined;
  return { name, value: typeUri && rest ? usualName({ local: rest, uri: typeUri }) : value };
}

function usualName({ local, uri }: { local: string; uri: string }): string {
  const prefix = usualPrefixes.get(uri);
  return prefix ? `${prefix}:${local}` : `{${uri}}${local}`;
}

export function qualify(name: string, namespaces: Namespaces, fail: Fail): { local: string; uri: string } {
  const colon = name.indexOf(':');
  if (colon < 0) return { local: name, uri: namespaces.get('') ?? '' };
  const uri = namespaces.get(name.slice(0, colon));
  const local = name.slice(colon + 1);
  if (uri === undefined || uri === '') return fail(`unbound namespace prefix: "${name.slice(0, colon)}"`);
  if (colon === 0 || local === '' || local.includes(':')) return fail(`malformed name: ${name}`);
  return { local, uri };
}
