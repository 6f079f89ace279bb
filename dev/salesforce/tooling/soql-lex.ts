// Cuts SOQL into words, texts, numbers, dates and signs, each with where it stands.

export type TokenKind = 'word' | 'text' | 'number' | 'date' | 'sign' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As the query means it: the inside of a text, its escapes resolved. */
  readonly value: string;
  /** 0-based place in the query. */
  readonly at: number;
}

/** A query the org refuses: Salesforce's error code and its text. */
export class SoqlError extends Error {
  readonly errorCode: string;

  constructor(errorCode: string, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}

const date = /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2}))?/y;
const number = /[+-]?\d+(?:\.\d+)?/y;
const word = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*(?::\d+)?/y;
const sign = /<=|>=|!=|<>|[=<>(),]/y;
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

export function lexSoql(soql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(soql)?.[0];
  };
  for (;;) {
    while (/\s/.test(soql[at] ?? '')) at += 1;
    if (at >= soql.length) break;
    if (soql[at] === "'") {
      const read = readText(soql, at);
      tokens.push({ kind: 'text', value: read.value, at });
      at = read.end;
      continue;
    }
    const kinds: readonly [TokenKind, RegExp][] = [
      ['date', date],
      ['number', number],
      ['word', word],
      ['sign', sign],
    ];
    let found: Token | undefined;
    for (const [kind, pattern] of kinds) {
      const value = take(pattern);
      if (value === undefined) continue;
      found = { kind, value, at };
      break;
    }
    if (!found) throw malformed(soql, at, `unexpected token: '${soql[at]}'`);
    tokens.push(found);
    at += found.value.length;
  }
  tokens.push({ kind: 'end', value: '<EOF>', at: soql.length });
  return tokens;
}

function readText(soql: string, start: number): { value: string; end: number } {
  let value = '';
  for (let at = start + 1; at < soql.length; at += 1) {
    const letter = soql[at] ?? '';
    if (letter === "'") return { value, end: at + 1 };
    if (letter === '\\') {
      at += 1;
      const next = soql[at] ?? '';
      if (!/['"\\nrtbf_%]/i.test(next)) throw malformed(soql, at, `Illegal backslash character '\\${next}'`);
      value += next === '_' || next === '%' ? `\\${next}` : (escapes[next.toLowerCase()] ?? next);
    } else value += letter;
  }
  throw malformed(soql, start, "unexpected token: '<EOF>'");
}

/** The text of an error with the place it points at. */
export function pointed(soql: string, at: number, text: string): string {
  const from = Math.max(0, at - 30);
  const shown = soql.slice(from, at + 30).replace(/\s/g, ' ');
  return `\n${shown}\n${' '.repeat(at - from)}^\nERROR at Row:1:Column:${at + 1}\n${text}`;
}

export function malformed(soql: string, at: number, text: string): SoqlError {
  return new SoqlError('MALFORMED_QUERY', pointed(soql, at, text));
}
