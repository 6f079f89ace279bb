// Reads SOQL: field lists, one object, conditions with semi-joins, ORDER BY, LIMIT and OFFSET.

import { lexSoql, malformed, type Token } from './soql-lex.ts';

export interface FieldPath {
  /** `LastModifiedBy.Name` as ['LastModifiedBy', 'Name']. */
  readonly path: readonly string[];
  readonly at: number;
}

export type Literal =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'dateWord'; readonly value: string }
  | { readonly kind: 'null'; readonly value: null };

export type Condition =
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare';
      readonly field: FieldPath;
      readonly operator: string;
      readonly value: Literal;
    }
  | {
      readonly kind: 'in';
      readonly field: FieldPath;
      readonly negated: boolean;
      readonly values: readonly Literal[] | SoqlQuery;
    };

export interface SoqlQuery {
  readonly text: string;
  /** `count` stands for COUNT(). */
  readonly fields: readonly FieldPath[] | 'count';
  readonly object: string;
  readonly where: Condition | undefined;
  readonly orderBy: readonly {
    readonly field: FieldPath;
    readonly descending: boolean;
    readonly nullsLast: boolean;
  }[];
  readonly limit: number | undefined;
  readonly offset: number;
}

export function parseSoql(text: string): SoqlQuery {
  const reader = new Reader(text);
  const query = reader.query();
  reader.end();
  return query;
}

class Reader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = lexSoql(text);
  }

  query(): SoqlQuery {
    this.#word('SELECT');
    const fields = this.#fields();
    this.#word('FROM');
    const object = this.#name();
    const where = this.#if('WHERE') ? this.#condition() : undefined;
    const orderBy: SoqlQuery['orderBy'][number][] = [];
    if (this.#if('ORDER')) {
      this.#word('BY');
      do {
        const field = this.#field();
        const descending = this.#if('DESC') || (this.#if('ASC') && false);
        let nullsLast = false;
        if (this.#if('NULLS')) {
          nullsLast = this.#if('LAST');
          if (!nullsLast) this.#word('FIRST');
        }
        orderBy.push({ field, descending, nullsLast });
      } while (this.#ifSign(','));
    }
    const limit = this.#if('LIMIT') ? this.#count() : undefined;
    const offset = this.#if('OFFSET') ? this.#count() : 0;
    return { text: this.#text, fields, object, where, orderBy, limit, offset };
  }

  end(): void {
    if (this.#token.kind !== 'end') this.#unexpected();
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', value: '<EOF>', at: this.#text.length };
  }

  #unexpected(): never {
    throw malformed(this.#text, this.#token.at, `unexpected token: '${this.#token.value}'`);
  }

  #is(word: string): boolean {
    return this.#token.kind === 'word' && this.#token.value.toUpperCase() === word;
  }

  #if(word: string): boolean {
    if (!this.#is(word)) return false;
    this.#at += 1;
    return true;
  }

  #word(word: string): void {
    if (!this.#if(word)) this.#unexpected();
  }

  #ifSign(sign: string): boolean {
    if (this.#token.kind !== 'sign' || this.#token.value !== sign) return false;
    this.#at += 1;
    return true;
  }

  #sign(sign: string): void {
    if (!this.#ifSign(sign)) this.#unexpected();
  }

  #name(): string {
    if (this.#token.kind !== 'word') this.#unexpected();
    const { value } = this.#token;
    this.#at += 1;
    return value;
  }

  #field(): FieldPath {
    const { at } = this.#token;
    if (this.#is('FROM')) this.#unexpected();
    return { path: this.#name().split('.'), at };
  }

  #fields(): FieldPath[] | 'count' {
    if (this.#is('COUNT') && this.#tokens[this.#at + 1]?.value === '(') {
      this.#at += 1;
      this.#sign('(');
      this.#sign(')');
      return 'count';
    }
    const fields = [this.#field()];
    while (this.#ifSign(',')) fields.push(this.#field());
    return fields;
  }

  #count(): number {
    if (this.#token.kind !== 'number' || !/^\d+$/.test(this.#token.value)) this.#unexpected();
    const { value } = this.#token;
    this.#at += 1;
    return Number(value);
  }

  /** AND and OR don't mix on one level without brackets: Salesforce refuses it. */
  #condition(): Condition {
    const first = this.#part();
    const joiner = this.#is('AND') ? 'AND' : this.#is('OR') ? 'OR' : undefined;
    if (!joiner) return first;
    const parts = [first];
    while (this.#if(joiner)) parts.push(this.#part());
    if (this.#is('AND') || this.#is('OR')) this.#unexpected();
    return { kind: joiner === 'AND' ? 'and' : 'or', parts };
  }

  #part(): Condition {
    if (this.#if('NOT')) return { kind: 'not', part: this.#part() };
    if (this.#ifSign('(')) {
      const inside = this.#condition();
      this.#sign(')');
      return inside;
    }
    const field = this.#field();
    if (this.#if('LIKE')) return { kind: 'compare', field, operator: 'LIKE', value: this.#literal() };
    const negated = this.#if('NOT');
    if (negated || this.#is('IN')) {
      this.#word('IN');
      this.#sign('(');
      const values = this.#is('SELECT') ? this.query() : this.#literals();
      this.#sign(')');
      return { kind: 'in', field, negated, values };
    }
    const operator = this.#token.value;
    if (this.#token.kind !== 'sign' || '(),'.includes(operator)) this.#unexpected();
    this.#at += 1;
    return { kind: 'compare', field, operator: operator === '<>' ? '!=' : operator, value: this.#literal() };
  }

  #literals(): Literal[] {
    const values = [this.#literal()];
    while (this.#ifSign(',')) values.push(this.#literal());
    return values;
  }

  #literal(): Literal {
    const { kind, value } = this.#token;
    const upper = value.toUpperCase();
    let literal: Literal | undefined;
    if (kind === 'text') literal = { kind: 'text', value };
    else if (kind === 'number') literal = { kind: 'number', value: Number(value) };
    else if (kind === 'date') literal = { kind: 'date', value };
    else if (kind === 'word' && (upper === 'TRUE' || upper === 'FALSE')) {
      literal = { kind: 'boolean', value: upper === 'TRUE' };
    } else if (kind === 'word' && upper === 'NULL') literal = { kind: 'null', value: null };
    else if (kind === 'word' && /^(TODAY|YESTERDAY|LAST_N_DAYS:\d+)$/.test(upper)) {
      literal = { kind: 'dateWord', value: upper };
    }
    if (!literal) this.#unexpected();
    this.#at += 1;
    return literal;
  }
}
