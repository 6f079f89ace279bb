// Reads a SOAP request strictly and writes the answer's envelope.

import type { Reply } from '../http/exchange.ts';
import { child, childText, localName, parseXml, type XmlElement, XmlError } from '../xml.ts';
import { metadataNamespace, SoapFault } from './faults.ts';
import { parserWords } from './parser-words.ts';

const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const headers = ['SessionHeader', 'CallOptions', 'DebuggingHeader', 'AllOrNoneHeader', 'LocaleOptions'];

export interface SoapRequest {
  readonly operation: XmlElement;
  readonly name: string;
  readonly sessionId: string | undefined;
  /** Name the client gave itself in CallOptions. */
  readonly client: string | undefined;
}

/** Throws SoapFault for anything that is no request of the Metadata API's form. */
export function readEnvelope(contentType: string | undefined, text: string): SoapRequest {
  if (!/^text\/xml(?:\s*;|$)/i.test(contentType?.trim() ?? '')) {
    throw clientFault('content-type of the request should be text/xml');
  }
  const envelope = parse(text);
  const scope = new Map<string, string>();
  checkName(envelope, scope, 'Envelope', envelopeNamespace, 'Envelope');
  const inside = declared(envelope, scope);
  const body = child(envelope, 'Body');
  if (!body) throw clientFault('SOAP Envelope must have a Body');
  checkName(body, inside, 'Body', envelopeNamespace, 'Envelope');
  const header = child(envelope, 'Header');
  if (header) checkHeaders(header, declared(header, inside));
  const operation = body.children[0];
  if (!operation) throw clientFault('No operation available for request');
  const name = localName(operation);
  const namespace = namespaceOf(operation, declared(body, inside));
  if (namespace !== metadataNamespace) throw unknownOperation(namespace, name);
  const session = header && child(header, 'SessionHeader');
  const options = header && child(header, 'CallOptions');
  return {
    operation,
    name,
    sessionId: session && childText(session, 'sessionId')?.trim(),
    client: options && childText(options, 'client')?.trim(),
  };
}

export function clientFault(text: string): SoapFault {
  return new SoapFault('soapenv:Client', text);
}

export function unknownOperation(namespace: string, name: string): SoapFault {
  return clientFault(
    `No operation available for request {${namespace}}${name}, please check the WSDL for the service.`,
  );
}

function parse(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (cause) {
    if (cause instanceof XmlError) throw clientFault(parserWords(cause, text));
    throw cause;
  }
}

type Scope = ReadonlyMap<string, string>;

/** The prefixes that hold inside an element. */
function declared(element: XmlElement, outside: Scope): Scope {
  const scope = new Map(outside);
  for (const [name, value] of Object.entries(element.attributes)) {
    if (name === 'xmlns') scope.set('', value);
    else if (name.startsWith('xmlns:')) scope.set(name.slice(6), value);
  }
  return scope;
}

function namespaceOf(element: XmlElement, outside: Scope): string {
  const colon = element.name.indexOf(':');
  const prefix = colon < 0 ? '' : element.name.slice(0, colon);
  const namespace = declared(element, outside).get(prefix);
  if (namespace === undefined && prefix !== '')
    throw clientFault(`The prefix "${prefix}" for element "${element.name}" is not bound.`);
  return namespace ?? '';
}

function checkName(element: XmlElement, outside: Scope, name: string, namespace: string, type: string): void {
  const own = namespaceOf(element, outside);
  if (localName(element) === name && own === namespace) return;
  throw clientFault(`Element {${own}}${localName(element)} invalid at this location in type ${type}`);
}

/** Headers of other services pass, unless they must be understood. */
function checkHeaders(header: XmlElement, scope: Scope): void {
  for (const each of header.children) {
    const known = headers.includes(localName(each)) && namespaceOf(each, scope) === metadataNamespace;
    const must = Object.entries(each.attributes).some(
      ([name, value]) => /(?:^|:)mustUnderstand$/.test(name) && (value === '1' || value === 'true'),
    );
    if (must && !known)
      throw new SoapFault('soapenv:MustUnderstand', `Did not understand header ${localName(each)}`);
  }
}

/** `results` are the elements inside the response; bytes are sent as they are. */
export function answer(operation: string, results: string | readonly (string | Buffer)[]): Reply {
  const head = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${envelopeNamespace}" xmlns="${metadataNamespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>`;
  const tail = '</soapenv:Body></soapenv:Envelope>';
  const headersOfAll = { 'content-type': 'text/xml;charset=UTF-8' };
  if (results.length === 0)
    return { status: 200, headers: headersOfAll, body: `${head}<${operation}Response/>${tail}` };
  const pieces = typeof results === 'string' ? [results] : results;
  const all = [`${head}<${operation}Response>`, ...pieces, `</${operation}Response>${tail}`];
  const body = all.every((each) => typeof each === 'string')
    ? all.join('')
    : Buffer.concat(all.map((each) => (typeof each === 'string' ? Buffer.from(each) : each)));
  return { status: 200, headers: headersOfAll, body };
}
