// What a line comparison may overlook: blank space inside lines, and lines that are blank.

/** As git's options: `trailing` --ignore-space-at-eol, `amount` -b, `all` -w; `ignore` --ignore-blank-lines. */
export interface LineOptions {
  readonly whitespace: 'exact' | 'trailing' | 'amount' | 'all';
  readonly blankLines: 'count' | 'ignore';
}

export const exactLines: LineOptions = { whitespace: 'exact', blankLines: 'count' };

// Blank space is what git takes for it; a no-break space is a character that somebody may be looking for.
const keys = {
  trailing: (line: string) => withoutEnd(line),
  amount: (line: string) => withoutEnd(line).replace(/[ \t\v\f]+/g, ' '),
  all: (line: string) => line.replace(/[ \t\v\f]+/g, ''),
} as const;

/** What has to be equal for two lines to be equal; undefined when that is the line itself. */
export function keyOfLine(whitespace: LineOptions['whitespace']): ((line: string) => string) | undefined {
  return whitespace === 'exact' ? undefined : keys[whitespace];
}

function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end--;
  return end === line.length ? line : line.slice(0, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 11 || code === 12;
}

/** Whether a line counts as blank: nothing on it, or nothing but what is overlooked anyway. */
export function isBlankLine(line: string, whitespace: LineOptions['whitespace']): boolean {
  return line === '' || (whitespace !== 'exact' && withoutEnd(line) === '');
}
