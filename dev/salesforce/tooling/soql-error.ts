// What a refused query says: Salesforce's code, its text, and the part of the query it points at.

/** A query the org refuses. `status` is the answer's HTTP status. */
export class SoqlError extends Error {
  readonly errorCode: string;
  readonly status: number;

  constructor(errorCode: string, message: string, status = 400) {
    super(message);
    this.errorCode = errorCode;
    this.status = status;
  }
}

/** What Salesforce answers and this stand-in doesn't: nobody may take it for Salesforce's refusal. */
export function notHere(what: string): SoqlError {
  return new SoqlError('NOT_IN_STAND_IN', `This org stand-in doesn't answer ${what}.`, 501);
}

/**
 * The text of an error with the place it points at: the line's words within 30 characters of it, a caret, row and
 * column. Recorded answers show whole words at both ends and never more than the line.
 */
export function pointed(soql: string, at: number, text: string): string {
  const { row, column, line } = place(soql, at);
  let from = Math.max(0, column - 30);
  while (from > 0 && !between(line[from - 1])) from -= 1;
  let to = Math.min(line.length, column + 30);
  while (to < line.length && !between(line[to])) to += 1;
  const caret = `${' '.repeat(column - from)}^`;
  return `\n${line.slice(from, to)}\n${caret}\nERROR at Row:${row}:Column:${column + 1}\n${text}`;
}

export function malformed(soql: string, at: number, text: string): SoqlError {
  return new SoqlError('MALFORMED_QUERY', pointed(soql, at, text));
}

/** The lexer's own refusal; it names row and column twice. */
export function unreadable(soql: string, at: number, what: string): SoqlError {
  const { row, column } = place(soql, at);
  return malformed(soql, at, `line ${row}:${column + 1} no viable alternative at character '${what}'`);
}

function place(soql: string, at: number): { row: number; column: number; line: string } {
  const before = soql.slice(0, at).split('\n');
  const column = before.at(-1)?.length ?? 0;
  return { row: before.length, column, line: soql.split('\n')[before.length - 1] ?? '' };
}

function between(letter: string | undefined): boolean {
  return letter === undefined || /[\s,]/.test(letter);
}
