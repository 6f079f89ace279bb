// /services/data/vXX.0/metadata/deployRequest: deploys over REST, the twin of the SOAP calls.

import { type Exchange, json, type Reply } from '../http/exchange.ts';
import { readMultipart } from '../http/multipart.ts';
import { optionsOfJson } from '../soap/deploy/options.ts';
import { type DeployWork, deployResult, restResult } from '../soap/deploy/result.ts';
import { deployOptions, quickDeploy, startDeploy } from '../soap/deploy/start.ts';
import { SoapFault } from '../soap/faults.ts';
import { type Job, jobsOf } from '../soap/jobs.ts';
import { may, type Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { ApiRefusal, notFound } from './answers.ts';

const largest = 60 * 1024 * 1024;

/** `rest` is the path below `metadata/`; throws ApiRefusal. */
export async function deployRequest(
  org: Org,
  call: Exchange,
  person: Person,
  version: string,
  rest: string,
): Promise<Reply> {
  const found = /^deployRequest(?:\/([0-9A-Za-z]+))?$/.exec(rest);
  if (!found) throw notFound();
  if (!may(org, person, 'ModifyAllData') && !may(org, person, 'ModifyMetadata')) {
    const message =
      'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions';
    throw new ApiRefusal(403, 'INSUFFICIENT_ACCESS', message);
  }
  try {
    return await answer(org, call, person, version, found[1]);
  } catch (cause) {
    if (!(cause instanceof SoapFault)) throw cause;
    const code = cause.code.replace(/^\w+:/, '');
    throw new ApiRefusal(400, code, cause.message.replace(`${code}: `, ''));
  }
}

async function answer(
  org: Org,
  call: Exchange,
  person: Person,
  version: string,
  id: string | undefined,
): Promise<Reply> {
  const reply = (status: number, job: Job<DeployWork>, details: boolean) =>
    json(
      status,
      restResult(org, version, deployResult(job, deployOptions(job), details), deployOptions(job)),
    );
  if (id === undefined && call.method === 'POST') {
    const job = await post(org, call, person);
    return json(201, { ...restBase(org, version, job), deployOptions: deployOptions(job) });
  }
  if (id !== undefined && (call.method === 'GET' || call.method === 'HEAD')) {
    const job = await jobsOf(org).find<DeployWork>('deploy', id, person);
    return reply(200, job, call.query.get('includeDetails') === 'true');
  }
  if (id !== undefined && call.method === 'PATCH') {
    const wanted = (await readJson(call)) as { deployResult?: { status?: unknown } } | null;
    if (wanted?.deployResult?.status !== 'Canceling')
      throw new ApiRefusal(400, 'INVALID_STATUS', 'A deploy can only be set to Canceling');
    await jobsOf(org).cancel(id, person);
    return reply(202, await jobsOf(org).find<DeployWork>('deploy', id, person), false);
  }
  const allowed = id === undefined ? 'POST' : 'GET,HEAD,PATCH';
  const message = `HTTP Method '${call.method}' not allowed. Allowed are ${allowed}`;
  throw new ApiRefusal(405, 'METHOD_NOT_ALLOWED', message);
}

/** The first answer knows no result yet. */
function restBase(org: Org, version: string, { id }: Job<DeployWork>) {
  const place = `https://${org.settings.apiHost}/services/data/v${version}/metadata/deployRequest/${id}`;
  return { validatedDeployRequestId: null, id, url: `${place}?includeDetails=true`, deployResult: null };
}

async function post(org: Org, call: Exchange, person: Person): Promise<Job<DeployWork>> {
  const contentType = call.headers['content-type'];
  if (/^application\/json/i.test(contentType ?? '')) {
    const given = (await readJson(call)) as { validatedDeployRequestId?: unknown } | null;
    const id = given?.validatedDeployRequestId;
    return quickDeploy(org, typeof id === 'string' ? id : undefined, person);
  }
  const parts = readMultipart(contentType, await call.bytes(largest));
  const described = parts?.find((each) => /^application\/json/i.test(each.contentType ?? ''));
  const file = parts?.find((each) => each !== described && each.name === 'file');
  const options = described && optionsOfJson(parsed(described.bytes.toString('utf8')));
  if (!file || !options) {
    throw new ApiRefusal(400, 'INVALID_MULTIPART_REQUEST', 'Multipart message is missing a required part');
  }
  return startDeploy(org, person, file.bytes, options);
}

/** The options stand below `deployOptions`. */
function parsed(text: string): unknown {
  try {
    return (JSON.parse(text) as { deployOptions?: unknown } | null)?.deployOptions;
  } catch (cause) {
    throw new ApiRefusal(400, 'JSON_PARSER_ERROR', cause instanceof Error ? cause.message : String(cause));
  }
}

async function readJson(call: Exchange): Promise<unknown> {
  try {
    return JSON.parse(await call.body());
  } catch (cause) {
    throw new ApiRefusal(400, 'JSON_PARSER_ERROR', cause instanceof Error ? cause.message : String(cause));
  }
}
