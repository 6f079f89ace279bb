// Cuts SOQL into words, texts, numbers, dates and signs, each with where it stands.

import { malformed, unreadable } from './soql-error.ts';

export type TokenKind = 'word' | 'text' | 'number' | 'date' | 'datetime' | 'sign' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As the query means it: the inside of a text, escapes resolved, those of wildcards as `plainWildcard`. */
  readonly value: string;
  /** 0-based place in the query. */
  readonly at: number;
}

const kinds: readonly [TokenKind, RegExp][] = [
  ['datetime', /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})/y],
  ['date', /\d{4}-\d{2}-\d{2}/y],
  ['number', /[+-]?\d+(?:\.\d+)?/y],
  ['word', /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*(?::\d+)?/y],
  ['sign', /<=|>=|!=|<>|[=<>(),:]/y],
];
/** Stands before a % or _ that LIKE takes as that letter. */
export const plainWildcard = '\0';
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

export function lexSoql(soql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(soql[at] ?? '')) at += 1;
    if (at >= soql.length) break;
    if (soql[at] === "'") {
      const read = readText(soql, at);
      tokens.push({ kind: 'text', value: read.value, at });
      at = read.end;
      continue;
    }
    const found = readToken(soql, at);
    if (!found) throw unreadable(soql, at, soql[at] ?? '');
    tokens.push(found);
    at += found.value.length;
  }
  tokens.push({ kind: 'end', value: '<EOF>', at: soql.length });
  return tokens;
}

function readToken(soql: string, at: number): Token | undefined {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const value = pattern.exec(soql)?.[0];
    if (value !== undefined) return { kind, value, at };
  }
  return undefined;
}

function readText(soql: string, start: number): { value: string; end: number } {
  let value = '';
  for (let at = start + 1; at < soql.length; at += 1) {
    const letter = soql[at] ?? '';
    if (letter === "'") return { value, end: at + 1 };
    if (letter !== '\\') {
      value += letter;
      continue;
    }
    at += 1;
    const next = soql[at] ?? '';
    const unicode = /^u[0-9A-Fa-f]{4}$/.exec(soql.slice(at, at + 5))?.[0];
    if (unicode) {
      value += String.fromCharCode(Number.parseInt(unicode.slice(1), 16));
      at += 4;
    } else if (/['"\\nrtbf_%]/i.test(next)) {
      value += next === '_' || next === '%' ? plainWildcard + next : (escapes[next.toLowerCase()] ?? next);
    } else {
      throw malformed(soql, at, `Illegal character sequence '\\${next}' in string literal`);
    }
  }
  throw unreadable(soql, soql.length, '<EOF>');
}
