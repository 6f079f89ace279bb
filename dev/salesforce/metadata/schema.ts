// What fields a metadata type has and of what kind, from the table beside this file.

import { readFileSync } from 'node:fs';

export interface Field {
  readonly name: string;
  /** s text, b boolean, i integer, d double, t time; else the name of a complex type. */
  readonly kind: string;
  readonly list: boolean;
  /** Only the Metadata API has it; Tooling leaves it out. */
  readonly soapOnly: boolean;
}

export type Schema = ReadonlyMap<string, readonly Field[]>;

let read: Schema | undefined;

export function metadataSchema(): Schema {
  read ??= readSchema(readFileSync(new URL('./fields.txt', import.meta.url), 'utf8'));
  return read;
}

function readSchema(text: string): Schema {
  const types = new Map<string, Field[]>();
  for (const line of text.split('\n')) {
    if (!line || line.startsWith('#')) continue;
    const [type = '', ...fields] = line.split(' ');
    types.set(
      type,
      fields.map((field) => {
        const [name = '', kind = 's'] = field.replace('!', '').split(':');
        const soapOnly = field.endsWith('!');
        return { name, kind: kind.replace('*', ''), list: kind.endsWith('*'), soapOnly };
      }),
    );
  }
  return types;
}
