// Finds the Apex methods of a class.

import { type MethodSpan, methodSpans } from './method-spans.ts';

const piece = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:\\[\s\S]|[^'\\\n])*(?:'|$)|[{};()]|\n/g;
// Names are looked for from where a word begins: long words are read once.
const header = /(?<!\w)([A-Za-z_]\w*)\s*\([^()]*\)\s*$/;
const triggerHeader = /\btrigger\s+\w+\s+on\s+\w+\s*\([^()]*\)\s*$/i;
/** Apex knows no case. */
const notMethods = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'else',
  'on',
  'when',
  'try',
  'do',
  'finally',
  'runas',
]);

/** The methods and constructors of a class, in the order they start. */
export function apexMethods(code: string): readonly MethodSpan[] {
  return methodSpans(code, piece, (before) => {
    if (!before.endsWith(')')) return undefined;
    const name = header.exec(before)?.[1];
    if (name === undefined || notMethods.has(name.toLowerCase()) || triggerHeader.test(before))
      return undefined;
    return name;
  });
}
