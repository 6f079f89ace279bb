// The Metadata API's endpoint: session, permission, operation, fault.

import { BodyTooLarge, type Exchange, type Reply } from '../http/exchange.ts';
import { type AdmitProblem, admit } from '../rest/admit.ts';
import { limitHeader } from '../rest/answers.ts';
import { may, type Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { childText, localName, type XmlElement } from '../xml.ts';
import { cancelDeploy, checkDeployStatus, deploy, deployRecentValidation } from './deploy/calls.ts';
import { describeMetadata } from './describe.ts';
import { answer, readEnvelope, unknownOperation } from './envelope.ts';
import { fault, faultReply, metadataNamespace, SoapFault } from './faults.ts';
import { listMetadata } from './list.ts';
import { readMetadata } from './read.ts';
import { checkRetrieveStatus, retrieve } from './retrieve/calls.ts';

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
          'Maximum size of request reached. Maximum size of request is 52428800 bytes.',
        ),
      );
    }
    throw cause;
  }
}

async function operate(org: Org, call: Exchange): Promise<Reply> {
  if (call.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
  const request = readEnvelope(call.headers['content-type'], await call.body(largestMessage));
  const version = versionOf(org, call.path);
  call.log.detail = detailOf(request.name, request.operation);
  const admitted = admit(org, call, request.sessionId);
  if ('problem' in admitted) throw refusal(admitted.problem);
  if (!may(org, admitted.person, 'ModifyAllData') && !may(org, admitted.person, 'ModifyMetadata')) {
    throw fault(
      'INSUFFICIENT_ACCESS',
      'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
    );
  }
  const results = await resultsOf(org, request.name, request.operation, version, admitted.person);
  const reply = answer(request.name, results);
  return { ...reply, headers: { ...reply.headers, ...limitHeader(org) } };
}

/** Clients may put the org's id behind the version. */
function versionOf(org: Org, path: string): number {
  const version = Number(/^\/services\/Soap\/m\/(\d+)\.0(?:\/00D[0-9A-Za-z]{12,15})?\/?$/.exec(path)?.[1]);
  const { oldestVersion, latestVersion } = org.settings;
  if (version >= oldestVersion && version <= latestVersion) return version;
  throw new SoapFault('soapenv:Client', 'UNSUPPORTED_API_VERSION: Invalid Api version specified on URL');
}

/** What was asked for, without packages' bytes. */
function detailOf(name: string, operation: XmlElement): string {
  const told = operation.children.map((each) =>
    localName(each) === 'queries' ? (childText(each, 'type') ?? '') : each.text.slice(0, 200).trim(),
  );
  return `${name} ${name === 'deploy' ? '' : told.join(' ')}`.slice(0, 500);
}

async function resultsOf(
  org: Org,
  name: string,
  operation: XmlElement,
  version: number,
  asker: Person,
): Promise<string | (string | Buffer)[]> {
  switch (name) {
    case 'describeMetadata':
      return describeMetadata(org, operation, version);
    case 'listMetadata':
      return listMetadata(org, operation, version, asker);
    case 'readMetadata':
      return readMetadata(org, operation, version);
    case 'retrieve':
      return retrieve(org, operation, version, asker);
    case 'checkRetrieveStatus':
      return checkRetrieveStatus(org, operation, asker);
    case 'deploy':
      return deploy(org, operation, asker);
    case 'checkDeployStatus':
      return checkDeployStatus(org, operation, asker);
    case 'cancelDeploy':
      return cancelDeploy(org, operation, asker);
    case 'deployRecentValidation':
      return deployRecentValidation(org, operation, asker);
    default:
      throw unknownOperation(metadataNamespace, name);
  }
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
