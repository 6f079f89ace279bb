// /services/data: who may ask, what of, and the answer of the data and Tooling APIs.

import { BodyTooLarge, type Exchange, json, type Reply } from '../http/exchange.ts';
import { bearerToken } from '../oauth/identity.ts';
import type { Org } from '../state/org.ts';
import type { Person } from '../state/people.ts';
import { dataTables } from '../tooling/data-tables.ts';
import { columnsOf } from '../tooling/soql-columns.ts';
import { SoqlError } from '../tooling/soql-error.ts';
import { runQuery } from '../tooling/soql-run.ts';
import type { Table, View } from '../tooling/table.ts';
import { toolingTables } from '../tooling/tooling-tables.ts';
import { XmlError } from '../xml.ts';
import { admit } from './admit.ts';
import { ApiRefusal, apiRefusal, limitHeader, methodRefused, notFound, unknownException } from './answers.ts';
import { composite } from './composite.ts';
import { deployRequest } from './deploy-request.ts';
import { limits, resources, toolingResources, versions } from './org-facts.ts';
import { firstPage, nextPage, pageSize } from './pages.ts';
import { refusalOf } from './refusals.ts';
import { sobjects } from './sobjects.ts';

export async function dataApi(org: Org, call: Exchange): Promise<Reply> {
  if (/^\/services\/data\/?$/.test(call.path)) {
    if (call.method !== 'GET' && call.method !== 'HEAD')
      return apiRefusal(methodRefused(call.method, 'HEAD,GET'));
    return json(200, versions(org));
  }
  const bad = call.headers.authorization !== undefined && bearerToken(call) === undefined;
  const admitted = bad ? ({ problem: 'bad-header' } as const) : admit(org, call, bearerToken(call));
  if ('problem' in admitted) return apiRefusal(refusalOf(admitted.problem));
  const reply = await answer(org, call, admitted.person).catch((cause: unknown) => refused(org, cause));
  return { ...reply, headers: { ...reply.headers, ...limitHeader(org) } };
}

function refused(org: Org, cause: unknown): Reply {
  if (cause instanceof ApiRefusal) return apiRefusal(cause);
  if (cause instanceof SoqlError)
    return apiRefusal(new ApiRefusal(cause.status, cause.errorCode, cause.message));
  if (cause instanceof XmlError) return apiRefusal(unknownException(org));
  if (cause instanceof BodyTooLarge) return { status: 413, body: 'Request Entity Too Large' };
  throw cause;
}

async function answer(org: Org, call: Exchange, person: Person): Promise<Reply> {
  const found = /^\/services\/data\/v(\d+)\.0(?:\/(.*?))?\/?$/.exec(call.path);
  const version = Number(found?.[1]);
  if (!found || version < org.settings.oldestVersion || version > org.settings.latestVersion)
    throw notFound();
  const root = `/services/data/v${version}.0`;
  const path = found[2] ?? '';
  if (path === '') return reading(call, resources(org, person, root));
  if (path === 'limits') return reading(call, limits(org));
  if (path === 'tooling') return reading(call, toolingResources(root));
  if (path.startsWith('metadata/'))
    return deployRequest(org, call, person, `${version}.0`, path.slice('metadata/'.length));
  const tooling = path.startsWith('tooling/');
  const view: View = { org, asker: person, base: tooling ? `${root}/tooling` : root };
  return resource(call, view, tooling, tooling ? path.slice('tooling/'.length) : path);
}

async function resource(call: Exchange, view: View, tooling: boolean, path: string): Promise<Reply> {
  const tables = tooling ? toolingTables : dataTables;
  if (path === 'query' || (path === 'queryAll' && !tooling)) return query(call, view, tables, tooling, path);
  const more = /^(?:query|queryAll)\/([0-9A-Za-z]+-\d+)$/.exec(path);
  if (more) {
    refuseWriting(call);
    return json(200, await nextPage(view.org, view.asker.id, tooling, more[1] ?? ''));
  }
  if (path === 'composite' && tooling) {
    return composite(call, view.base, (part, below) =>
      resource(part, view, true, below).catch((cause: unknown) => refused(view.org, cause)),
    );
  }
  if (path === 'sobjects' || path.startsWith('sobjects/')) {
    return sobjects(call, view, tables, path.slice('sobjects/'.length));
  }
  throw notFound();
}

async function query(
  call: Exchange,
  view: View,
  tables: readonly Table[],
  tooling: boolean,
  path: string,
): Promise<Reply> {
  refuseWriting(call);
  const soql = call.query.get('q');
  if (soql === null) throw new ApiRefusal(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  if (soql.trim() === '')
    throw new ApiRefusal(400, 'MALFORMED_QUERY', 'SOQL statements cannot be empty or null');
  call.log.detail = soql;
  if (call.query.get('columns') === 'true') return json(200, columnsOf(view, tables, soql));
  const result = await runQuery(view, tables, soql);
  const cursor = {
    result,
    base: `${view.base}/${path}`,
    tooling,
    userId: view.asker.id,
    pageSize: pageSize(call.headers['sforce-query-options']),
    at: view.org.now(),
  };
  return json(200, await firstPage(view.org, cursor));
}

function reading(call: Exchange, value: unknown): Reply {
  refuseWriting(call);
  return json(200, value);
}

function refuseWriting(call: Exchange): void {
  if (call.method !== 'GET' && call.method !== 'HEAD') throw methodRefused(call.method, 'HEAD,GET');
}
