// Builds queries from parts, so that no value from outside becomes syntax.

export interface Query {
  readonly api: 'data' | 'tooling';
  readonly object: string;
  readonly fields: readonly string[];
  /** Every condition has to hold; null asks for an empty field, a list for one of its values. */
  readonly where?: Readonly<Record<string, string | null | readonly string[]>>;
  /** Of what is found only the row that has the most in this field. */
  readonly most?: string;
}

const name = /^[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?$/;

export function buildSoql({ object, fields, where = {}, most }: Query): string {
  for (const word of [object, ...fields, ...Object.keys(where), ...(most ? [most] : [])]) {
    if (!name.test(word)) throw new Error(`Not a field or object: ${JSON.stringify(word)}`);
  }
  const conditions = Object.entries(where).map(([field, value]) =>
    typeof value === 'object' && value !== null
      ? `${field} IN (${value.map(literal).join(', ')})`
      : `${field} = ${literal(value)}`,
  );
  const suffix = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const one = most ? ` ORDER BY ${most} DESC LIMIT 1` : '';
  return `SELECT ${fields.join(', ')} FROM ${object}${suffix}${one}`;
}

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
