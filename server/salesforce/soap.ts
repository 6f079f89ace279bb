// The Metadata API's envelopes: requests from a template, answers cut into records without a document tree.

import { SaxesParser } from 'saxes';
import { deepest } from '#core/metadata/xml-depth.ts';
import { AppError } from '../errors.ts';
import type { ApiFault } from './api-errors.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeText = (text: string) => text.replace(/[&<>"]/g, (found) => escapes[found] ?? found);

/** `parts` are element names with their texts, in order; a nested list is an element of its own. */
export type SoapParts = readonly (readonly [name: string, value: string | SoapParts])[];

export function buildEnvelope(token: string, operation: string, parts: SoapParts): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:met="http://soap.sforce.com/2006/04/metadata"><soapenv:Header><met:SessionHeader><met:sessionId>${escapeText(token)}</met:sessionId></met:SessionHeader></soapenv:Header><soapenv:Body><met:${operation}>${write(parts)}</met:${operation}></soapenv:Body></soapenv:Envelope>`;
}

function write(parts: SoapParts): string {
  return parts
    .map(([name, value]) => {
      const inside = typeof value === 'string' ? escapeText(value) : write(value);
      return `<met:${name}>${inside}</met:${name}>`;
    })
    .join('');
}

/** One element below the operation's response: its simple children, and the raw text of each. */
export interface SoapElement {
  readonly name: string;
  /** Texts of children that have no children of their own. */
  readonly texts: Readonly<Record<string, string>>;
  /** Each child's own XML, with its name; `nil` for an empty one. */
  readonly children: readonly { readonly name: string; readonly xml: string; readonly nil: boolean }[];
}

const depthOfElement = 4;
const depthOfChild = 5;
const depthOfFault = 3;

/** The elements below `<…Response>`. Throws `salesforce_error` for what is no SOAP answer. */
export function readEnvelope(text: string): {
  elements: SoapElement[];
  fault: Omit<ApiFault, 'status'> | undefined;
} {
  const elements: {
    name: string;
    texts: Record<string, string>;
    children: SoapElement['children'][number][];
  }[] = [];
  const fault: Record<string, string> = {};
  const path: string[] = [];
  let childStart = 0;
  let nil = false;
  let collected = '';
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on('error', (error) => {
    throw new AppError('salesforce_error', {
      detail: 'Salesforce’s answer is not XML.',
      cause: error.message,
    });
  });
  parser.on('opentag', (tag) => {
    path.push(localName(tag.name));
    if (path.length > deepest) {
      throw new AppError('salesforce_error', { detail: 'Salesforce’s answer is nested too deeply.' });
    }
    collected = '';
    if (path.length === depthOfElement) elements.push({ name: path.at(-1) ?? '', texts: {}, children: [] });
    if (path.length !== depthOfChild) return;
    // Attribute values cannot hold this sign, so the last one begins the tag.
    childStart = text.lastIndexOf('<', parser.position - 1);
    nil = Object.entries(tag.attributes).some(
      ([name, value]) => localName(name) === 'nil' && value === 'true',
    );
  });
  const collect = (part: string) => {
    collected += part;
  };
  parser.on('text', collect);
  parser.on('cdata', collect);
  parser.on('closetag', () => {
    const depth = path.length;
    const name = path.pop() ?? '';
    if (path[depthOfFault - 1] === 'Fault' && depth === depthOfElement) fault[name] = collected;
    if (depth !== depthOfChild) return;
    const element = elements.at(-1);
    if (!element) return;
    element.children.push({ name, xml: text.slice(childStart, parser.position), nil });
    element.texts[name] = collected;
  });
  parser.write(text).close();
  return { elements, fault: faultOf(fault) };
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function faultOf({
  faultcode,
  faultstring = '',
}: Record<string, string>): Omit<ApiFault, 'status'> | undefined {
  if (faultcode === undefined) return undefined;
  return { code: localName(faultcode.trim()), message: faultstring };
}
