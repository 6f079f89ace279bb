// /sobjects: the list of objects, their describes, and single rows.

import { type Exchange, json, type Reply } from '../http/exchange.ts';
import { shortId } from '../state/ids.ts';
import { visible } from '../tooling/soql-fields.ts';
import { runQuery } from '../tooling/soql-run.ts';
import type { Table, View } from '../tooling/table.ts';
import { ApiRefusal, methodRefused, notFound } from './answers.ts';
import { describeGlobal, describeObject, shortDescribe } from './describe.ts';

/** `path` is what follows `/sobjects`, without a slash at either end. */
export async function sobjects(
  call: Exchange,
  view: View,
  tables: readonly Table[],
  path: string,
): Promise<Reply> {
  const shown = tables.filter((table) => visible(view.org, table, view.asker));
  const [name = '', id, part, ...rest] = path.split('/');
  if (name === '') return reading(call, () => describeGlobal(shown, view.base));
  const table = shown.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!table || rest.length > 0) throw notFound();
  if (id === undefined) {
    if (call.method === 'POST') return refuseWrite(await call.body());
    return reading(
      call,
      () => ({ objectDescribe: shortDescribe(table, view.base), recentItems: [] }),
      'HEAD,GET,POST',
    );
  }
  if (id === 'describe' && part === undefined) return reading(call, () => describeObject(table, view.base));
  if (part !== undefined) return content(call, view, table, id, part);
  if (call.method === 'PATCH') return refuseWrite(await call.body());
  const fields = call.query.get('fields');
  return reading(call, () => oneRow(view, tables, table, id, fields), 'DELETE,GET,HEAD,PATCH');
}

async function reading(call: Exchange, answer: () => unknown, allowed = 'HEAD,GET'): Promise<Reply> {
  if (call.method !== 'GET' && call.method !== 'HEAD') throw methodRefused(call.method, allowed);
  return json(200, await answer());
}

async function oneRow(view: View, tables: readonly Table[], table: Table, id: string, fields: string | null) {
  refuseId(table, id);
  const names = fields ? fields.split(',').map((each) => each.trim()) : Object.keys(table.columns);
  for (const name of names) {
    if (/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name)) continue;
    throw new ApiRefusal(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${table.name}`);
  }
  const key = table.key ?? 'Id';
  const soql = `SELECT ${names.join(', ')} FROM ${table.name} WHERE ${key} = '${id}'`;
  const [row] = await (await runQuery(view, tables, soql)).records(0, 1);
  if (!row) throw noSuchRow(id);
  return row;
}

/** The bytes of a column that the row gives by address. */
async function content(call: Exchange, view: View, table: Table, id: string, name: string): Promise<Reply> {
  const column = table.columns[name];
  if (column?.type !== 'base64' || !table.bytes) throw notFound();
  if (call.method !== 'GET' && call.method !== 'HEAD') throw methodRefused(call.method, 'HEAD,GET');
  refuseId(table, id);
  const source = table.find?.(shortId(id) ?? '', view);
  const found = source === undefined ? undefined : await table.bytes(source, view);
  if (!found) throw noSuchRow(id);
  return { status: 200, headers: { 'content-type': 'application/octetstream' }, body: found };
}

function refuseId(table: Table, id: string): void {
  if (table.key && table.key !== 'Id') {
    if (!/^[\w.-]+$/.test(id)) throw noSuchRow(id);
    return;
  }
  if (!/^(?:[0-9A-Za-z]{15}|[0-9A-Za-z]{18})$/.test(id)) throw noSuchRow(id);
  if (shortId(id) === undefined) throw new ApiRefusal(400, 'MALFORMED_ID', `malformed id ${id}`);
  if (table.prefix !== undefined && !id.startsWith(table.prefix)) throw noSuchRow(id);
}

function noSuchRow(id: string): ApiRefusal {
  const text = `Provided external ID field does not exist or is not accessible: ${id}`;
  return new ApiRefusal(404, 'NOT_FOUND', text);
}

/** Reads what a client would write as Salesforce's parser does; the org itself is changed by deploys only. */
function refuseWrite(body: string): never {
  if (body.trim() === '') {
    const text = 'The HTTP entity body is required, but this request has no entity body.';
    throw new ApiRefusal(400, 'JSON_PARSER_ERROR', text);
  }
  try {
    JSON.parse(body);
  } catch {
    throw new ApiRefusal(400, 'JSON_PARSER_ERROR', unreadable(body));
  }
  throw new ApiRefusal(
    501,
    'NOT_IN_STAND_IN',
    "This org stand-in doesn't write rows; it is changed by deploys.",
  );
}

/** The first letter that can't begin a value; the rest of the parser's many texts is left out. */
function unreadable(body: string): string {
  const letter = body.trimStart()[0] ?? '';
  const at = body.indexOf(letter);
  const line = body.slice(0, at).split('\n').length;
  /** Its parser counts the letter as read. */
  const column = at - body.lastIndexOf('\n', at) + 1;
  return `Unexpected character ('${letter}' (code ${letter.charCodeAt(0)})): expected a valid value (number, String, array, object, 'true', 'false' or 'null') at [line:${line}, column:${column}]`;
}
