// Reads a SOAP request and writes the answer's envelope.

import type { Reply } from '../http/exchange.ts';
import { child, localName, parseXml, type XmlElement, XmlError } from '../xml.ts';
import { metadataNamespace, SoapFault } from './faults.ts';

export interface SoapRequest {
  readonly operation: XmlElement;
  readonly name: string;
  readonly sessionId: string | undefined;
}

export function readEnvelope(contentType: string | undefined, text: string): SoapRequest {
  if (!/^(text|application)\/(soap\+)?xml/i.test(contentType ?? '')) {
    throw new SoapFault('soapenv:Client', 'content-type of the request should be text/xml');
  }
  let envelope: XmlElement;
  try {
    envelope = parseXml(text);
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    const reason = text.trim() === '' ? 'Premature end of file.' : cause.message.replace(/^\d+:\d+: /, '');
    throw new SoapFault('soapenv:Client', reason);
  }
  const body = localName(envelope) === 'Envelope' ? child(envelope, 'Body') : undefined;
  if (!body)
    throw new SoapFault('soapenv:Client', 'Element {}item invalid at this location in type envelope');
  const operation = body.children[0];
  if (!operation) throw new SoapFault('soapenv:Client', 'No operation available for request');
  const header = child(envelope, 'Header');
  const session = header && child(header, 'SessionHeader');
  const sessionId = session && child(session, 'sessionId')?.text.trim();
  return { operation, name: localName(operation), sessionId };
}

export function answer(operation: string, results: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${metadataNamespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><${operation}Response>${results}</${operation}Response></soapenv:Body></soapenv:Envelope>`;
  return { status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
}
