// Writes one document in many ways that all mean the same: as a file, as readMetadata answers, as Tooling JSON.

import fc from 'fast-check';

/** `set`: order means nothing among siblings of this tag; `list`: it does. */
export interface Model {
  readonly tag: string;
  readonly text?: string;
  readonly children: readonly Model[];
  readonly order: 'set' | 'list';
  /** Attributes that are part of the value, as they are written. */
  readonly attributes?: string;
  readonly kind?: 'boolean' | 'double' | 'dateTime';
}

export const leaf = (tag: string, text: string, order: Model['order'] = 'set'): Model => ({
  tag,
  text,
  children: [],
  order,
});

export const item = (tag: string, children: readonly Model[], order: Model['order'] = 'set'): Model => ({
  tag,
  children,
  order,
});

/** Ways to write a document that don't change what it means. */
export interface Style {
  readonly indent: string;
  readonly newline: '\n' | '\r\n' | '';
  readonly prefix: '' | 'met:';
  readonly entities: 'named' | 'raw' | 'numeric' | 'cdata';
  readonly mark: boolean;
  readonly nils: boolean;
  readonly wrapper: boolean;
  readonly shortNumbers: boolean;
  /** Another spelling of booleans and moments. */
  readonly otherSpelling: boolean;
  /** Sorts siblings by a hash with this seed; 0 leaves them in place. Lists keep their order. */
  readonly shuffle: number;
}

export const plain: Style = {
  indent: '    ',
  newline: '\n',
  prefix: '',
  entities: 'named',
  mark: false,
  nils: false,
  wrapper: false,
  shortNumbers: false,
  otherSpelling: false,
  shuffle: 0,
};

export const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom('', '  ', '    ', '\t'),
  newline: fc.constantFrom('\n', '\r\n', ''),
  prefix: fc.constantFrom('', 'met:'),
  entities: fc.constantFrom('named', 'raw', 'numeric', 'cdata'),
  mark: fc.boolean(),
  nils: fc.boolean(),
  wrapper: fc.boolean(),
  shortNumbers: fc.boolean(),
  otherSpelling: fc.boolean(),
  shuffle: fc.integer({ min: 0, max: 1000 }),
});

const declarations =
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

export function write(model: Model, how: Style = plain): string {
  const xmlns = how.prefix ? `xmlns:met` : 'xmlns';
  const extra = [
    ...(how.wrapper ? [leaf('fullName', 'Any_Name')] : []),
    ...(how.nils ? [leaf('description', '\u0000nil')] : []),
  ];
  const root = { ...model, children: [...extra, ...model.children] };
  const start = ` ${xmlns}="http://soap.sforce.com/2006/04/metadata" ${declarations}`;
  return `${how.mark ? '\uFEFF' : ''}<?xml version="1.0" encoding="UTF-8"?>${how.newline}${element(root, how, 0, start)}${how.newline}`;
}

/** The `<records>` element of a readMetadata answer: name inside, nulls spelt out, types marked. */
export function writeRecord(model: Model, how: Style): string {
  const told = { ...model, tag: 'records', children: [leaf('fullName', 'Any.Name'), ...model.children] };
  return element(withNulls(told), how, 0, ` xsi:type="${model.tag}"`);
}

function withNulls(model: Model): Model {
  if (model.children.length === 0) return model;
  const children = [...model.children.map(withNulls), leaf('nothingHere', '\u0000nil')];
  return { attributes: model.tag === 'records' ? '' : ' xsi:type="SomeType"', ...model, children };
}

/** The `Metadata` of a Tooling record. `namedBy` says which lists have items that Tooling names by `valueName`. */
export function toTooling(model: Model, namedBy: (parent: string, tag: string) => boolean): unknown {
  const object: Record<string, unknown> = { fullName: null, urls: null };
  for (const child of model.children) {
    const value = toolingValue(model.tag, child, namedBy);
    const others = object[child.tag];
    if (others === undefined || others === null) object[child.tag] = value;
    else if (Array.isArray(others)) others.push(value);
    else object[child.tag] = [others, value];
  }
  return object;
}

function toolingValue(
  parent: string,
  model: Model,
  namedBy: (parent: string, tag: string) => boolean,
): unknown {
  if (model.children.length === 0) {
    if (model.kind === 'boolean') return model.text === 'true';
    return model.kind === 'double' ? Number(model.text) : (model.text ?? '');
  }
  const { fullName, urls, ...rest } = toTooling(model, namedBy) as Record<string, unknown>;
  if (fullName === null || fullName === undefined) return { ...rest, nothingHere: null };
  return { [namedBy(parent, model.tag) ? 'valueName' : 'fullName']: fullName, ...rest, urls };
}

function element(model: Model, how: Style, depth: number, start = ''): string {
  const tag = how.prefix + model.tag;
  const extra = start + (model.attributes ?? '');
  if (model.tag === '#comment') return `<!--${model.text}-->`;
  if (model.text === '\u0000nil') return `<${tag} xsi:nil="true"/>`;
  if (model.children.length === 0) return `<${tag}${extra}>${spelt(model, how)}</${tag}>`;
  const pad = how.newline === '' ? '' : how.newline + how.indent.repeat(depth + 1);
  const end = how.newline === '' ? '' : how.newline + how.indent.repeat(depth);
  const inner = shuffled(model.children, how.shuffle).map((child) => pad + element(child, how, depth + 1));
  return `<${tag}${extra}>${inner.join('')}${end}</${tag}>`;
}

/** Any order of the siblings that keeps each ordered list in its own order. */
export function shuffled(children: readonly Model[], seed: number): readonly Model[] {
  if (seed === 0) return children;
  const hash = (text: string) =>
    [...`${seed}${text}`].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 65_521, 7);
  const keyed = children.map((child, place) => ({
    child,
    place,
    key: child.order === 'list' ? hash(child.tag) : hash(`${place}${child.tag}${JSON.stringify(child)}`),
  }));
  return keyed.sort((a, b) => a.key - b.key || a.place - b.place).map(({ child }) => child);
}

function spelt(model: Model, how: Style): string {
  const text = model.text ?? '';
  if (how.shortNumbers && /^\d+\.0$/.test(text)) return text.slice(0, -2);
  if (how.otherSpelling && model.kind === 'boolean') return text === 'true' ? ' 1 ' : 'False';
  if (how.otherSpelling && model.kind === 'dateTime') return text.replace('.000Z', '+00:00');
  const lines = how.newline === '\r\n' ? text.replaceAll('\n', '\r\n') : text;
  if (how.entities === 'cdata' && text !== '')
    return `<![CDATA[${lines.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  const safe = lines.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(']]>', ']]&gt;');
  if (how.entities === 'raw') return safe;
  if (how.entities === 'numeric') return safe.replaceAll('"', '&#34;').replaceAll("'", '&#x27;');
  return safe.replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');
}
