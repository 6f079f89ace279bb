// SOAP faults of the Metadata API: always HTTP 500, the code bound to the metadata namespace.

import type { Reply } from '../http/exchange.ts';
import { escapeXml } from '../xml.ts';

export const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';

export class SoapFault extends Error {
  readonly code: string;

  /** `code` with its prefix: `sf:INVALID_TYPE`, `soapenv:Client`. */
  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

/** A fault whose text begins with its own code, as Salesforce writes them. */
export function fault(code: string, text: string): SoapFault {
  return new SoapFault(`sf:${code}`, `${code}: ${text}`);
}

export function faultReply(problem: SoapFault): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="${metadataNamespace}"><soapenv:Body><soapenv:Fault><faultcode>${escapeXml(problem.code)}</faultcode><faultstring>${escapeXml(problem.message)}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;
  return { status: 500, headers: { 'content-type': 'text/xml; charset=utf-8' }, body };
}
