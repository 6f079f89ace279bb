// deploy, checkDeployStatus, cancelDeploy and deployRecentValidation over SOAP.

import type { Org } from '../../state/org.ts';
import type { Person } from '../../state/people.ts';
import { child, type XmlElement } from '../../xml.ts';
import { jobsOf } from '../jobs.ts';
import { bytesOf, flagOf, textOf } from '../values.ts';
import { optionsOf } from './options.ts';
import { type DeployWork, deployResult, resultElements } from './result.ts';
import { deployOptions, quickDeploy, startDeploy } from './start.ts';

export function deploy(org: Org, operation: XmlElement, asker: Person): string {
  const options = optionsOf(child(operation, 'DeployOptions'));
  const job = startDeploy(org, asker, bytesOf(operation, 'ZipFile') ?? Buffer.alloc(0), options);
  return `<result><done>false</done><id>${job.id}</id><state>Queued</state></result>`;
}

export async function checkDeployStatus(org: Org, operation: XmlElement, asker: Person): Promise<string> {
  const job = await jobsOf(org).find<DeployWork>('deploy', textOf(operation, 'asyncProcessId'), asker);
  const result = deployResult(job, deployOptions(job), flagOf(operation, 'includeDetails'));
  return `<result>${resultElements(result)}</result>`;
}

export async function cancelDeploy(org: Org, operation: XmlElement, asker: Person): Promise<string> {
  const id = textOf(operation, 'String') ?? textOf(operation, 'id') ?? textOf(operation, 'asyncProcessId');
  const job = await jobsOf(org).cancel(id, asker);
  return `<result><done>${job.state === 'Canceled'}</done><id>${job.id}</id></result>`;
}

export async function deployRecentValidation(
  org: Org,
  operation: XmlElement,
  asker: Person,
): Promise<string> {
  const id = textOf(operation, 'validationId') ?? textOf(operation, 'validationID');
  return `<result>${(await quickDeploy(org, id, asker)).id}</result>`;
}
