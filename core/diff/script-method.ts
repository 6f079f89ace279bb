// Finds the functions and methods of a script: Lightning web components, Aura controllers and helpers.

import { type MethodSpan, methodSpans } from './method-spans.ts';

/** A slash begins a pattern only where no value has just ended. */
const piece =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:\\[\s\S]|[^'\\\n])*(?:'|$)|"(?:\\[\s\S]|[^"\\\n])*(?:"|$)|`(?:\\[\s\S]|[^`\\])*(?:`|$)|(?<=[(,=:[!&|?{};+]\s{0,9}|\breturn\s{1,9})\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/|[{};()]|\n/g;

// Names are looked for from where a word begins: long words are read once.
const headers = [
  /\bfunction\s*\*?\s*([\w$]+)\s*\([^()]*\)\s*$/,
  // `helper : function(component)`, `const compare = (one, other) =>`
  /(?<![\w$])([\w$]+)\s*[:=]\s*(?:async\s+)?function\s*\*?\s*\([^()]*\)\s*$/,
  /(?<![\w$])([\w$]+)\s*[:=]\s*(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*=>\s*$/,
  /(?:^|[\s,*])(#?[\w$]+)\s*\([^()]*\)\s*$/,
];
const notMethods = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'function', 'await', 'return']);

/** Functions inside functions belong to the outer one. */
export function scriptMethods(code: string): readonly MethodSpan[] {
  return methodSpans(code, piece, (before) => {
    if (!before.endsWith(')') && !before.endsWith('=>')) return undefined;
    for (const header of headers) {
      const name = header.exec(before)?.[1];
      if (name !== undefined) return notMethods.has(name) ? undefined : name;
    }
    return undefined;
  });
}
