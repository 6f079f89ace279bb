// HTML that can't be broken into: everything put into it is escaped unless it is markup itself.

import { escapeHtml } from '../http/exchange.ts';

export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Put = Markup | string | number | undefined | false | readonly Put[];

/** A tagged template: texts and numbers are escaped, lists are joined, undefined and false are nothing. */
export function markup(fixed: TemplateStringsArray, ...values: readonly Put[]): Markup {
  return new Markup(fixed.map((part, index) => part + written(values[index])).join(''));
}

function written(value: Put): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(written).join('');
  return escapeHtml(String(value));
}
