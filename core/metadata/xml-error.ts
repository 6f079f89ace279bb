// The error of a text that is not well-formed, placed where a person would look for the mistake.

/** `line` and `column` are 1-based. */
export class XmlError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = 'XmlError';
    this.line = line;
    this.column = column;
  }
}

const reference =
  /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|&(?:#\d+;|#x[\da-fA-F]+;|[A-Za-z_][\w.:-]*;)?/g;

/** A parser notices a bare `&` only where the reference could have ended; this finds the `&` itself. */
export function bareAmpersand(text: string, before: number): XmlError | undefined {
  for (const { 0: found, index } of text.slice(0, before).matchAll(reference)) {
    if (found !== '&') continue;
    const lines = text.slice(0, index).split(/\r\n|\n|\r/);
    return new XmlError(
      'the character & must be written &amp;',
      lines.length,
      (lines.at(-1) ?? '').length + 1,
    );
  }
  return undefined;
}
