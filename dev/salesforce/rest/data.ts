// /services/data: versions, limits, queries and rows of the data and Tooling APIs.

import { type Exchange, json, type Reply } from '../http/exchange.ts';
import { bearerToken } from '../oauth/identity.ts';
import { shortId } from '../state/ids.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { dataTables, visible } from '../tooling/data-tables.ts';
import { SoqlError } from '../tooling/soql-lex.ts';
import { type QueryContext, runQuery } from '../tooling/soql-run.ts';
import type { Table } from '../tooling/table.ts';
import { toolingTables } from '../tooling/tooling-tables.ts';
import { XmlError } from '../xml.ts';
import { type AdmitProblem, admit } from './admit.ts';
import { ApiRefusal, apiRefusal, limitHeader, notFound, unknownException } from './answers.ts';
import { deployRequest } from './deploy-request.ts';
import { nextPage, pageOf } from './pages.ts';

/** Tooling answers for the shared objects too. */
const toolingAll: readonly Table[] = [
  ...toolingTables,
  ...dataTables.filter((table) => !toolingTables.some((each) => each.name === table.name)),
];

export async function dataApi(org: Org, call: Exchange): Promise<Reply> {
  try {
    return await answer(org, call);
  } catch (cause) {
    if (cause instanceof ApiRefusal) return apiRefusal(cause);
    if (cause instanceof SoqlError) return apiRefusal(new ApiRefusal(400, cause.errorCode, cause.message));
    if (cause instanceof XmlError) return apiRefusal(unknownException(org));
    throw cause;
  }
}

async function answer(org: Org, call: Exchange): Promise<Reply> {
  if (/^\/services\/data\/?$/.test(call.path)) return json(200, versions(org));
  const found = /^\/services\/data\/v(\d+)\.0(?:\/(.*?))?\/?$/.exec(call.path);
  const version = Number(found?.[1]);
  const admitted = admit(org, call, bearerToken(call));
  if ('problem' in admitted) throw refusalOf(admitted.problem);
  if (!found || version < org.settings.oldestVersion || version > org.settings.latestVersion)
    throw notFound();
  const metadata = /^metadata\/(.*)$/.exec(found[2] ?? '');
  if (metadata) {
    const answered = await deployRequest(org, call, admitted.person, `${version}.0`, metadata[1] ?? '');
    return { ...answered, headers: { ...answered.headers, ...limitHeader(org) } };
  }
  if (call.method !== 'GET' && call.method !== 'HEAD') {
    const message = `HTTP Method '${call.method}' not allowed. Allowed are HEAD,GET`;
    throw new ApiRefusal(405, 'METHOD_NOT_ALLOWED', message);
  }
  const reply = await resource(org, call, admitted.person, version, found[2] ?? '');
  return { ...reply, headers: { ...reply.headers, ...limitHeader(org) } };
}

async function resource(
  org: Org,
  call: Exchange,
  person: Person,
  version: number,
  path: string,
): Promise<Reply> {
  const root = `/services/data/v${version}.0`;
  if (path === '')
    return json(200, { tooling: `${root}/tooling`, query: `${root}/query`, limits: `${root}/limits` });
  if (path === 'limits') return json(200, limits(org));
  const tooling = path === 'tooling' || path.startsWith('tooling/');
  const rest = tooling ? path.slice('tooling/'.length) : path;
  const base = tooling ? `${root}/tooling` : root;
  const tables = tooling ? toolingAll : dataTables;
  const context: QueryContext = { org, asker: person, tables, base: `${base}/sobjects` };
  if (rest === 'query') return query(call, context, tooling, base);
  const more = /^query\/([0-9A-Za-z]+-\d+)$/.exec(rest);
  if (more) {
    const page = nextPage(more[1] ?? '');
    if (!page) throw new ApiRefusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    return json(200, page);
  }
  const row = /^sobjects\/([A-Za-z]+)\/([0-9A-Za-z]+)$/.exec(rest);
  if (row) return json(200, await oneRow(context, row[1] ?? '', row[2] ?? '', call.query.get('fields')));
  const described = /^sobjects\/([A-Za-z]+)\/describe$/.exec(rest);
  if (described) return json(200, describeObject(context, described[1] ?? ''));
  throw notFound();
}

async function query(call: Exchange, context: QueryContext, tooling: boolean, base: string): Promise<Reply> {
  const soql = call.query.get('q');
  if (!soql) throw new ApiRefusal(400, 'MALFORMED_QUERY', "unexpected token: '<EOF>'");
  call.log.detail = soql;
  const result = await runQuery(context, soql);
  return json(200, pageOf(result, `${base}/query`, tooling));
}

async function oneRow(context: QueryContext, type: string, id: string, fields: string | null) {
  const table = tableOf(context, type);
  const short = shortId(id);
  if (short === undefined || (table.prefix !== undefined && !id.startsWith(table.prefix))) throw notFound();
  const columns = fields?.split(',') ?? Object.keys(table.columns);
  const found = await runQuery(context, `SELECT ${columns.join(', ')} FROM ${table.name} WHERE Id = '${id}'`);
  if (!found.records[0]) throw notFound();
  return found.records[0];
}

function describeObject(context: QueryContext, type: string) {
  const table = tableOf(context, type);
  const fields = Object.entries(table.columns).map(([name, kind]) => ({
    name,
    type: kind === 'complex' ? 'complexvalue' : kind,
    filterable: !table.unfiltered?.includes(name),
  }));
  return { name: table.name, keyPrefix: table.prefix ?? null, queryable: true, retrieveable: true, fields };
}

function tableOf(context: QueryContext, type: string): Table {
  const table = context.tables.find((each) => each.name === type);
  if (!table || !visible(context.org, table, context.asker)) throw notFound();
  return table;
}

function refusalOf(problem: AdmitProblem): ApiRefusal {
  const refusals: Record<AdmitProblem, [number, string, string]> = {
    'no-session': [401, 'INVALID_SESSION_ID', 'Session expired or invalid'],
    'wrong-kind': [401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'],
    'api-disabled': [403, 'API_CURRENTLY_DISABLED', 'API is currently disabled for this user'],
    limit: [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'],
    concurrent: [
      403,
      'REQUEST_LIMIT_EXCEEDED',
      'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
    ],
  };
  return new ApiRefusal(...refusals[problem]);
}

/** Three releases a year; 31.0 was Summer '14. */
function versions(org: Org) {
  const { oldestVersion, latestVersion } = org.settings;
  return Array.from({ length: latestVersion - oldestVersion + 1 }, (_, index) => {
    const version = oldestVersion + index;
    const since31 = version - 31;
    const label = `${['Summer', 'Winter', 'Spring'][since31 % 3]} '${14 + Math.ceil(since31 / 3)}`;
    return { label, url: `/services/data/v${version}.0`, version: `${version}.0` };
  });
}

function limits(org: Org) {
  const left = org.faults.requestsLeft ?? org.usage.max - org.usage.used;
  return {
    ConcurrentAsyncGetReportInstances: { Max: 200, Remaining: 200 },
    DailyApiRequests: { Max: org.usage.max, Remaining: left },
    DailyAsyncApexExecutions: { Max: 250_000, Remaining: 250_000 },
    DataStorageMB: { Max: 10_240, Remaining: 9871 },
    FileStorageMB: { Max: 11_264, Remaining: 11_003 },
    SingleEmail: { Max: 5000, Remaining: 5000 },
  };
}
