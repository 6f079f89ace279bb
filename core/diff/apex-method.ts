// Finds the Apex method around a line, by counting braces outside comments and strings.

export interface MethodSpan {
  readonly name: string;
  /** 0-based lines, both ends included. */
  readonly start: number;
  readonly end: number;
}

const piece = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:\\[\s\S]|[^'\\\n])*(?:'|$)|[{};]|\n/g;
const header = /([A-Za-z_]\w*)\s*\(([^()]*)\)\s*$/;
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
  'runAs',
]);

/** The methods and constructors of a class, in the order they start. */
export function apexMethods(code: string): readonly MethodSpan[] {
  const methods: MethodSpan[] = [];
  const open: { name?: string; start: number }[] = [];
  let line = 0;
  let text = '';
  let from = 0;
  for (const match of code.matchAll(piece)) {
    const [found] = match;
    text += code.slice(from, match.index);
    from = match.index + found.length;
    if (found === '\n') {
      line++;
      text += ' ';
    } else if (found === '{') {
      const name = open.some((block) => block.name) ? undefined : methodName(text);
      open.push({ name, start: line });
      text = '';
    } else if (found === '}') {
      const block = open.pop();
      if (block?.name) methods.push({ name: block.name, start: block.start, end: line });
      text = '';
    } else if (found === ';') text = '';
    else line += found.split('\n').length - 1;
  }
  return methods.sort((a, b) => a.start - b.start);
}

function methodName(text: string): string | undefined {
  const name = header.exec(text.slice(-1000))?.[1];
  return name !== undefined && !notMethods.has(name) ? name : undefined;
}
