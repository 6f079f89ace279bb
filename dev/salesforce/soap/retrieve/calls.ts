// retrieve and checkRetrieveStatus: the request as sent, the job's state as answered.

import type { Org } from '../../state/org.ts';
import type { Person } from '../../state/people.ts';
import { child, escapeXml, type XmlElement } from '../../xml.ts';
import { type Job, jobsOf } from '../jobs.ts';
import { readManifest } from '../manifest.ts';
import { flagOf, numberOf, onlyChildren, textOf, texts } from '../values.ts';
import { type RetrieveOutcome, type RetrieveRequest, runRetrieve } from './run.ts';

const requestFields = [
  'apiVersion',
  'packageNames',
  'rootTypesWithDependencies',
  'singlePackage',
  'specificFiles',
  'unpackaged',
];

/** Queues the retrieve; the answer is its id. Clients name the request in two ways. */
export function retrieve(org: Org, operation: XmlElement, version: number, asker: Person): string {
  const element = child(operation, 'retrieveRequest') ?? child(operation, 'request') ?? operation;
  onlyChildren(element, 'RetrieveRequest', requestFields);
  const unpackaged = child(element, 'unpackaged');
  const manifest = unpackaged && readManifest(unpackaged);
  const request: RetrieveRequest = {
    manifest,
    version: numberOf(unpackaged, 'version') ?? numberOf(element, 'apiVersion') ?? version,
    packageNames: texts(element, 'packageNames').filter((each) => each !== ''),
    singlePackage: flagOf(element, 'singlePackage'),
    specificFiles: texts(element, 'specificFiles').filter((each) => each !== ''),
  };
  const job = jobsOf(org).add('retrieve', asker, () => runRetrieve(org, asker, request));
  return `<result><done>false</done><id>${job.id}</id><state>Queued</state></result>`;
}

/** The zip is given with the first answer that asks for it and then deleted; later answers have none. */
export async function checkRetrieveStatus(
  org: Org,
  operation: XmlElement,
  asker: Person,
): Promise<(string | Buffer)[]> {
  const id = textOf(operation, 'asyncProcessId') ?? textOf(operation, 'id');
  const job = await jobsOf(org).find<RetrieveOutcome>('retrieve', id, asker);
  const outcome = job.state === 'Done' ? job.result : undefined;
  if (!outcome) return [result(job, undefined), '<zipFile xsi:nil="true"/></result>'];
  const zip = flagOf(operation, 'includeZip', true) ? outcome.zip : undefined;
  if (zip) outcome.zip = undefined;
  const file = zip ? ['<zipFile>', ...base64(zip), '</zipFile>'] : ['<zipFile xsi:nil="true"/>'];
  return [result(job, outcome), ...file, '</result>'];
}

/** Everything of the result that stands before the zip. */
function result(job: Job<RetrieveOutcome>, outcome: RetrieveOutcome | undefined): string {
  const running = job.state === 'Pending' ? 'Pending' : 'InProgress';
  const status = !outcome ? running : outcome.error ? 'Failed' : 'Succeeded';
  const error = outcome?.error;
  const parts = [
    '<result>',
    `<done>${outcome !== undefined}</done>`,
    ...(error
      ? [
          `<errorMessage>${escapeXml(error.message)}</errorMessage>`,
          `<errorStatusCode>${error.code}</errorStatusCode>`,
        ]
      : []),
    ...(outcome?.properties ?? []).map((each) => `<fileProperties>${each}</fileProperties>`),
    `<id>${job.id}</id>`,
    ...(outcome?.messages ?? []).map(
      ({ fileName, problem }) =>
        `<messages><fileName>${escapeXml(fileName)}</fileName><problem>${escapeXml(problem)}</problem></messages>`,
    ),
    `<status>${status}</status>`,
    `<success>${status === 'Succeeded'}</success>`,
  ];
  return parts.join('');
}

/** Base64 of the chunks as one text, made chunk by chunk: three bytes make four letters. */
export function* base64(chunks: readonly Buffer[]): Generator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole = all.length - (all.length % 3);
    if (whole > 0) yield Buffer.from(all.toString('base64', 0, whole), 'latin1');
    rest = all.subarray(whole);
  }
  if (rest.length > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}
