// Which objects stand for metadata components, and their columns, from the table beside this file.

import { readFileSync } from 'node:fs';
import type { ColumnType } from './table.ts';

export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  /** The object its relationship leads to: `EntityDefinitionId` as EntityDefinition. */
  readonly parent: string | undefined;
}

export interface ObjectSpec {
  readonly api: 'tooling' | 'data' | 'both';
  readonly name: string;
  /** The metadata types its rows come from. */
  readonly types: readonly string[];
  /** Letters for the columns that many objects have; columns.txt says which. */
  readonly marks: string;
  readonly columns: readonly ColumnSpec[];
  /** Columns of the data API alone. */
  readonly dataColumns: readonly ColumnSpec[];
}

const kinds: Readonly<Record<string, ColumnType>> = {
  b: 'boolean',
  i: 'int',
  d: 'double',
  t: 'datetime',
  r: 'id',
  e: 'entity',
  x: 'textarea',
  c: 'base64',
};

let read: readonly ObjectSpec[] | undefined;

export function componentObjects(): readonly ObjectSpec[] {
  read ??= readFileSync(new URL('./columns.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(readLine);
  return read;
}

function readLine(line: string): ObjectSpec {
  const [api = '', name = '', types = '', marks = '', ...words] = line.split(' ');
  if (api !== 'tooling' && api !== 'data' && api !== 'both') throw new Error(`columns.txt: ${line}`);
  const columns = words.filter((word) => !word.endsWith('@')).map(readColumn);
  const dataColumns = words.filter((word) => word.endsWith('@')).map((word) => readColumn(word.slice(0, -1)));
  return { api, name, types: types.split('|'), marks, columns, dataColumns };
}

function readColumn(word: string): ColumnSpec {
  const [left = '', parent] = word.split('>');
  const [name = '', kind = ''] = left.split(':');
  return { name, type: kinds[kind] ?? 'string', parent };
}
