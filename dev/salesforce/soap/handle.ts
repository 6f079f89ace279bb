// The Metadata API's endpoint: session, permission, operation, fault.

import { BodyTooLarge, type Exchange, type Reply } from '../http/exchange.ts';
import { type AdmitProblem, admit } from '../rest/admit.ts';
import { limitHeader } from '../rest/answers.ts';
import { may, type Org } from '../state/org.ts';
import { childText, localName } from '../xml.ts';
import { answer, readEnvelope } from './envelope.ts';
import { fault, faultReply, SoapFault } from './faults.ts';
import { describeMetadata, listMetadata } from './list.ts';
import { readMetadata } from './read.ts';

/** Salesforce's own bound on a SOAP message. */
const largestMessage = 50 * 1024 * 1024;

export async function metadataSoap(org: Org, call: Exchange): Promise<Reply> {
  try {
    return await operate(org, call);
  } catch (cause) {
    if (cause instanceof SoapFault) return faultReply(cause);
    if (cause instanceof BodyTooLarge) {
      return faultReply(
        new SoapFault(
          'soapenv:Client',
          'Maximum size of request reached. Maximum size of request is 52428800 bytes',
        ),
      );
    }
    throw cause;
  }
}

async function operate(org: Org, call: Exchange): Promise<Reply> {
  if (call.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
  const request = readEnvelope(call.headers['content-type'], await call.body(largestMessage));
  const version = Number(/^\/services\/Soap\/m\/(\d+)\.0/.exec(call.path)?.[1]);
  if (!(version >= org.settings.oldestVersion && version <= org.settings.latestVersion)) {
    throw new SoapFault('soapenv:Client', `UNSUPPORTED_API_VERSION: Invalid Api version specified on URL`);
  }
  call.log.detail = `${request.name} ${request.operation.children
    .map((each) => (localName(each) === 'queries' ? childText(each, 'type') : each.text.trim()))
    .join(' ')}`.slice(0, 500);
  const admitted = admit(org, call, request.sessionId);
  if ('problem' in admitted) throw refusal(admitted.problem);
  if (!may(org, admitted.person, 'ModifyAllData') && !may(org, admitted.person, 'ModifyMetadata')) {
    throw fault(
      'INSUFFICIENT_ACCESS',
      'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
    );
  }
  const reply = answer(request.name, await results(org, request.name, request.operation));
  return { ...reply, headers: { ...reply.headers, ...limitHeader(org) } };
}

async function results(
  org: Org,
  name: string,
  operation: Parameters<typeof listMetadata>[1],
): Promise<string> {
  if (name === 'describeMetadata') return describeMetadata(org);
  if (name === 'listMetadata') return listMetadata(org, operation);
  if (name === 'readMetadata') return readMetadata(org, operation);
  throw new SoapFault(
    'soapenv:Client',
    `No operation available for request {http://soap.sforce.com/2006/04/metadata}${name}, please check the WSDL for the service.`,
  );
}

function refusal(problem: AdmitProblem): SoapFault {
  if (problem === 'limit') return fault('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  if (problem === 'concurrent') {
    return fault('REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.');
  }
  if (problem === 'api-disabled')
    return fault('API_CURRENTLY_DISABLED', 'API is currently disabled for this user');
  if (problem === 'org-without-api') {
    return fault('API_DISABLED_FOR_ORG', 'API is not enabled for this Organization or Partner');
  }
  return fault('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');
}
