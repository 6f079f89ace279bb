// Writes metadata documents the way Salesforce does: declaration, four spaces, one element a line.

export type Value = string | boolean | number;
export type Child = readonly [tag: string, content: Value | readonly Child[], attributes?: string];

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const schemas =
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

/** One document; top-level elements come as in files that Salesforce retrieved: its name, then sorted by tag. */
export function metadataFile(type: string, children: readonly Child[]): string {
  return rootElement(type, namespace, children);
}

/** A document whose values say of which type they are. */
export function typedFile(type: string, children: readonly Child[]): string {
  return rootElement(type, `${namespace} ${schemas}`, children);
}

/** Elements with plain values, those left out that are undefined. */
export function values(given: Readonly<Record<string, Value | undefined>>): Child[] {
  return Object.entries(given).flatMap(([tag, value]) =>
    value === undefined ? [] : [[tag, value] as const],
  );
}

/** The same element once for each value. */
export const each = (tag: string, all: readonly Value[]): Child[] =>
  all.map((value) => [tag, value] as const);

function rootElement(type: string, attributes: string, children: readonly Child[]): string {
  const place = ([tag]: Child) => (tag === 'fullName' ? '' : tag);
  const sorted = [...children].sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
  const body = sorted.map((child) => write(child, 1)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} ${attributes}>\n${body}</${type}>\n`;
}

function write([tag, content, attributes]: Child, depth: number): string {
  const indent = '    '.repeat(depth);
  const open = attributes === undefined ? tag : `${tag} ${attributes}`;
  if (typeof content === 'object') {
    if (content.length === 0) return `${indent}<${open}/>\n`;
    return `${indent}<${open}>\n${content.map((child) => write(child, depth + 1)).join('')}${indent}</${tag}>\n`;
  }
  return `${indent}<${open}>${escapeText(String(content))}</${tag}>\n`;
}

function escapeText(text: string): string {
  if (!/[&<>'"]/.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll("'", '&apos;')
    .replaceAll('"', '&quot;');
}
