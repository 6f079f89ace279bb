// Builds queries from parts, so that no value from outside becomes syntax.

export interface Query {
  readonly api: 'data' | 'tooling';
  readonly object: string;
  readonly fields: readonly string[];
  /** Every condition has to hold; null asks for an empty field, a list for one of its values. */
  readonly where?: Readonly<Record<string, string | null | readonly string[]>>;
  /** A time of this field, in epoch milliseconds: the first that counts, and the first that counts no more. */
  readonly within?: { readonly field: string; readonly from: number; readonly to: number };
  /** Of what is found only the row that has the most in this field. */
  readonly most?: string;
}

const name = /^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?$/;

export function buildSoql({ object, fields, where = {}, within, most }: Query): string {
  const named = [...Object.keys(where), ...(within ? [within.field] : []), ...(most ? [most] : [])];
  for (const word of [object, ...fields, ...named]) {
    if (!name.test(word)) throw new Error(`Not a field or object: ${JSON.stringify(word)}`);
  }
  const conditions = Object.entries(where).map(([field, value]) =>
    typeof value === 'object' && value !== null
      ? `${field} IN (${value.map(literal).join(', ')})`
      : `${field} = ${literal(value)}`,
  );
  if (within) {
    const { field, from, to } = within;
    conditions.push(`${field} >= ${instant(from)}`, `${field} < ${instant(to)}`);
  }
  const suffix = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const one = most ? ` ORDER BY ${most} DESC LIMIT 1` : '';
  return `SELECT ${fields.join(', ')} FROM ${object}${suffix}${one}`;
}

const instant = (time: number) => new Date(time).toISOString();

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

function literal(value: string | null): string {
  if (value === null) return 'null';
  return `'${value.replace(/[\\'\n\r\t\b\f]/g, (found) => escapes[found] ?? found)}'`;
}
