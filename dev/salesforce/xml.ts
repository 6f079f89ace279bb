// Metadata XML as a small tree, read by a strict parser: no DTD, no entities of its own.

import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Text directly inside; an org keeps no comments, so they are gone. */
  text: string;
}

export class XmlError extends Error {}

/** Parses one document; throws XmlError with the parser's reason. */
export function parseXml(source: string): XmlElement {
  const parser = new SaxesParser();
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  parser.on('doctype', () => {
    throw new XmlError('DOCTYPE is disallowed when the feature "disallow-doctype-decl" set to true.');
  });
  parser.on('error', (cause) => {
    throw new XmlError(cause.message);
  });
  parser.on('opentag', (tag) => {
    const element: XmlElement = { name: tag.name, attributes: tag.attributes, children: [], text: '' };
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

/** Writes an element as Salesforce's answers do: no indentation. */
export function writeXml(element: XmlElement, name = element.name): string {
  const attributes = Object.entries(element.attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(value).replace(/"/g, '&quot;')}"`)
    .join('');
  const inside =
    element.children.length > 0
      ? element.children.map((each) => writeXml(each)).join('')
      : escapeXml(element.text);
  return `<${name}${attributes}>${inside}</${name}>`;
}
