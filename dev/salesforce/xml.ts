// Metadata XML as a small tree, read by a strict parser: no DTD, no entities of its own.

import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Text directly inside. */
  text: string;
  /** A comment that is all there is inside: how Salesforce writes a label nobody translated. */
  comment?: string | undefined;
  /** Written `<a/>`, as an empty structure is; an empty text is `<a></a>`. */
  selfClosing?: boolean | undefined;
}

export class XmlError extends Error {
  /** From 1; undefined when the reader did not say. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, line?: number, column?: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** Parses one document; throws XmlError with the parser's reason. */
export function parseXml(source: string): XmlElement {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  parser.on('doctype', () => {
    throw new XmlError(
      'DOCTYPE is disallowed when the feature "disallow-doctype-decl" set to true.',
      parser.line,
      parser.column,
    );
  });
  parser.on('error', (cause) => {
    throw new XmlError(cause.message, parser.line, parser.column);
  });
  parser.on('opentag', (tag) => {
    const element: XmlElement = { name: tag.name, attributes: tag.attributes, children: [], text: '' };
    if (tag.isSelfClosing) element.selfClosing = true;
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (text: string) => {
    const top = open.at(-1);
    if (top) top.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('comment', (comment) => {
    const top = open.at(-1);
    if (top && top.children.length === 0) top.comment = comment;
  });
  parser.write(source.replace(/^\uFEFF/, '')).close();
  if (!root) throw new XmlError('Premature end of file.');
  return root;
}

export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((each) => localName(each) === name);
}

export function childText(element: XmlElement, name: string): string | undefined {
  return child(element, name)?.text;
}

export function localName(element: XmlElement): string {
  return element.name.slice(element.name.indexOf(':') + 1);
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** In files Salesforce writes quotes as entities too. */
function escapeInFile(text: string): string {
  return escapeXml(text).replace(/"/g, '&quot;').replace(/'/g, '&apos;');
}

/** Writes an element as Salesforce's answers do: no indentation, no comments. */
export function writeXml(element: XmlElement, name = element.name): string {
  const inside =
    element.children.length > 0
      ? element.children.map((each) => writeXml(each)).join('')
      : escapeXml(element.text);
  return `<${name}${attributesOf(element)}>${inside}</${name}>`;
}

const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';

/** Writes a document as the files of a package are written: four spaces, a line for each element. */
export function writeFile(root: XmlElement): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  const attributes = { xmlns: metadataNamespace, ...root.attributes };
  writeLines({ ...root, attributes, text: '', selfClosing: false }, '', lines);
  return `${lines.join('\n')}\n`;
}

function writeLines(element: XmlElement, indent: string, lines: string[]): void {
  const { name, children } = element;
  const head = `${indent}<${name}${attributesOf(element)}`;
  if (children.length > 0) {
    lines.push(`${head}>`);
    for (const each of children) writeLines(each, `${indent}    `, lines);
    lines.push(`${indent}</${name}>`);
  } else if (indent === '') lines.push(`${head}>`, `</${name}>`);
  else if (element.text.trim() === '' && element.comment !== undefined) {
    lines.push(`${head}><!--${element.comment}--></${name}>`);
  } else if (element.selfClosing && element.text === '') lines.push(`${head}/>`);
  else lines.push(`${head}>${escapeInFile(element.text)}</${name}>`);
}

function attributesOf({ attributes }: XmlElement): string {
  return Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(value).replace(/"/g, '&quot;')}"`)
    .join('');
}
