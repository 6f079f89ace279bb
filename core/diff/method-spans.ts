// Finds named blocks of code by counting braces outside comments and strings.

export interface MethodSpan {
  readonly name: string;
  /** 0-based lines, both ends included. */
  readonly start: number;
  readonly end: number;
}

/** What comes before a brace, as far back as names are looked for. */
const lookBack = 1000;

/**
 * The outermost named blocks, in the order they start.
 *
 * @param piece matches comments and strings, which are skipped, each of `{};()` and a line feed
 * @param nameOf the name that the code before a brace, without blanks at its end, gives to its block
 */
export function methodSpans(
  code: string,
  piece: RegExp,
  nameOf: (before: string) => string | undefined,
): readonly MethodSpan[] {
  const methods: MethodSpan[] = [];
  const open: { name?: string; start: number; inBrackets: number; text: string }[] = [];
  let named = 0;
  let line = 0;
  let text = '';
  let from = 0;
  let brackets = 0;
  for (const match of code.matchAll(piece)) {
    const [found] = match;
    text += code.slice(from, match.index);
    from = match.index + found.length;
    if (found === '\n') {
      line++;
      text += ' ';
    } else if (found === '{') {
      const name = named > 0 ? undefined : nameOf(text.slice(-lookBack).trimEnd());
      if (name) named++;
      open.push({ name, start: line, inBrackets: brackets, text });
      text = '';
      brackets = 0;
    } else if (found === '}') {
      const block = open.pop();
      if (block?.name) {
        methods.push({ name: block.name, start: block.start, end: line });
        named--;
      }
      brackets = block?.inBrackets ?? 0;
      // A block among the parameters ends nothing: `handle({ detail }) {` is still to come to its brace.
      text = brackets > 0 ? `${block?.text.slice(-lookBack)}{}` : '';
    } else if (found === ';') text = '';
    else if (found === '(') {
      brackets++;
      text += found;
    } else if (found === ')') {
      brackets = Math.max(0, brackets - 1);
      text += found;
    } else line += found.split('\n').length - 1;
  }
  return methods.sort((a, b) => a.start - b.start);
}
