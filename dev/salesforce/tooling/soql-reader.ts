// Walks the tokens of one query: what comes next, and the refusal when it is something else.

import { malformed } from './soql-error.ts';
import { lexSoql, type Token } from './soql-lex.ts';
import type { FieldPath } from './soql-tree.ts';

/** Words that can't be names without their meaning. */
const reserved = new Set(
  'AND ASC DESC EXCLUDES FIRST FROM GROUP HAVING IN INCLUDES LAST LIKE LIMIT NOT NULL NULLS OFFSET OR ORDER SELECT USING WHERE WITH FOR ALL'.split(
    ' ',
  ),
);

export class Reader {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = lexSoql(text);
  }

  get token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', value: '<EOF>', at: this.text.length };
  }

  /** The token after the next one. */
  get after(): Token | undefined {
    return this.#tokens[this.#at + 1];
  }

  unexpected(token = this.token): never {
    throw malformed(this.text, token.at, `unexpected token: '${token.value}'`);
  }

  take(): Token {
    const { token } = this;
    this.#at += 1;
    return token;
  }

  is(word: string): boolean {
    return this.token.kind === 'word' && this.token.value.toUpperCase() === word;
  }

  if(word: string): boolean {
    if (!this.is(word)) return false;
    this.#at += 1;
    return true;
  }

  word(word: string): void {
    if (!this.if(word)) this.unexpected();
  }

  isSign(sign: string): boolean {
    return this.token.kind === 'sign' && this.token.value === sign;
  }

  ifSign(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.#at += 1;
    return true;
  }

  sign(sign: string): void {
    if (!this.ifSign(sign)) this.unexpected();
  }

  name(): string {
    const { token } = this;
    if (token.kind !== 'word' || reserved.has(token.value.toUpperCase())) this.unexpected();
    return this.take().value;
  }

  /** After FROM: objects may be called as keywords are, Group for one. */
  objectName(): string {
    const { token } = this;
    if (token.kind !== 'word' || /^(?:WHERE|FROM|SELECT|LIMIT|ORDER)$/i.test(token.value)) this.unexpected();
    return this.take().value;
  }

  /** A name when one stands here; keywords are none. */
  alias(): string | undefined {
    const { token } = this;
    return token.kind === 'word' && !reserved.has(token.value.toUpperCase()) ? this.take().value : undefined;
  }

  field(): FieldPath {
    const { at } = this.token;
    return { path: this.name().split('.'), at };
  }

  count(): number {
    if (this.token.kind !== 'number' || !/^\d+$/.test(this.token.value)) this.unexpected();
    return Number(this.take().value);
  }
}
