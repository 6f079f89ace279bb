// DeployResult: a deploy as checkDeployStatus tells it, as data for SOAP and for the REST twin.

import type { Org } from '../../state/org.ts';
import { escapeXml } from '../../xml.ts';
import type { Job } from '../jobs.ts';
import type { DeployOptions } from './options.ts';
import type { DeployMessage, DeployOutcome } from './outcome.ts';

/** What a deploy's job is about, kept beside its outcome. */
export interface DeployWork {
  readonly options: DeployOptions;
  readonly outcome: DeployOutcome;
  /** The zip of a validation, for its quick deploy. */
  readonly zip: Buffer | undefined;
}

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type DeployResult = { readonly [name: string]: Value };

const unfinished = { Pending: 'Pending', InProgress: 'InProgress', Canceling: 'Canceling' } as const;

/** Fields by name, in alphabetical order; null for what a deploy doesn't have yet. */
export function deployResult(
  job: Job<DeployWork>,
  options: DeployOptions,
  includeDetails: boolean,
): DeployResult {
  const outcome = job.state === 'Done' ? job.result?.outcome : undefined;
  const done = job.state === 'Done' || job.state === 'Canceled';
  const status = outcome?.status ?? (job.state === 'Canceled' ? 'Canceled' : unfinishedOf(job.state));
  const messages = outcome?.messages ?? [];
  const counted = messages.filter((each) => each.componentType !== '');
  const errors = counted.filter((each) => !each.success).length;
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());
  const createdDate = time(job.doneAt ?? job.createdAt) ?? '';
  const rolledBack = status === 'Failed' || status === 'Canceled';
  return {
    canceledBy: job.canceledBy?.id.slice(0, 15) ?? null,
    canceledByName: job.canceledBy?.name ?? null,
    checkOnly: options.checkOnly,
    completedDate: done ? time(job.doneAt) : null,
    createdBy: job.owner.id.slice(0, 15),
    createdByName: job.owner.name,
    createdDate: time(job.createdAt),
    ...(includeDetails ? { details: details(messages, createdDate) } : {}),
    done,
    errorMessage: outcome?.error?.message ?? null,
    errorStatusCode: outcome?.error?.code ?? null,
    id: job.id,
    ignoreWarnings: options.ignoreWarnings,
    lastModifiedDate: time(job.doneAt ?? job.startedAt ?? job.createdAt),
    numberComponentErrors: errors,
    numberComponentsDeployed: counted.length - errors,
    numberComponentsTotal: counted.length,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: options.rollbackOnError,
    runTestsEnabled: runsTests(options),
    startDate: time(job.startedAt),
    stateDetail: null,
    status,
    success: !rolledBack && done && status === 'Succeeded',
  };
}

function unfinishedOf(state: Job<unknown>['state']): string {
  return state === 'Pending' || state === 'Canceling' ? unfinished[state] : unfinished.InProgress;
}

function runsTests({ testLevel, runTests }: DeployOptions): boolean {
  return runTests !== null || (testLevel !== null && testLevel !== 'NoTestRun');
}

function details(messages: readonly DeployMessage[], createdDate: string): Value {
  const told = (each: DeployMessage): Value => ({
    changed: each.changed,
    columnNumber: each.columnNumber ?? null,
    componentType: each.componentType,
    created: each.created,
    createdDate,
    deleted: each.deleted,
    fileName: each.fileName,
    fullName: each.fullName,
    id: each.id ?? null,
    lineNumber: each.lineNumber ?? null,
    problem: each.problem ?? null,
    problemType: each.problemType ?? null,
    success: each.success,
  });
  return {
    componentFailures: messages.filter((each) => !each.success).map(told),
    componentSuccesses: messages.filter((each) => each.success).map(told),
    runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
  };
}

/** As elements: nulls left out, a list as its name repeated. */
export function resultElements(value: DeployResult): string {
  return Object.entries(value)
    .map(([name, each]) => element(name, each))
    .join('');
}

function element(name: string, value: Value): string {
  if (value === null) return '';
  if (isList(value)) return value.map((each) => element(name, each)).join('');
  if (name === 'totalTime' && typeof value === 'number') return `<totalTime>${value.toFixed(1)}</totalTime>`;
  const inside = typeof value === 'object' ? resultElements(value) : escapeXml(String(value));
  return `<${name}>${inside}</${name}>`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The REST twin's answer has each list and null that SOAP leaves out. */
export function restResult(org: Org, version: string, result: DeployResult, options: DeployOptions): object {
  const id = String(result.id);
  const place = `https://${org.settings.apiHost}/services/data/v${version}/metadata/deployRequest/${id}`;
  return {
    validatedDeployRequestId: null,
    deployResult: result.details === undefined ? { ...result, details: null } : withEmptyLists(result),
    deployOptions: options,
    id,
    url: `${place}?includeDetails=${result.details !== undefined}`,
  };
}

function withEmptyLists(result: DeployResult): DeployResult {
  const given = result.details as { readonly [name: string]: Value };
  const tests = given.runTestResult as { readonly [name: string]: Value };
  const none = {
    apexLogId: null,
    codeCoverage: [],
    codeCoverageWarnings: [],
    failures: [],
    flowCoverage: [],
    flowCoverageWarnings: [],
    successes: [],
  };
  const all = [...(given.componentFailures as Value[]), ...(given.componentSuccesses as Value[])];
  const details = {
    ...given,
    allComponentMessages: all,
    retrieveResult: null,
    runTestResult: { ...none, ...tests },
  };
  return { ...result, details };
}
