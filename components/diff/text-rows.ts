// The one door to the line and word differences of two texts.

export interface WordPart {
  readonly text: string;
  readonly changed: boolean;
}

/** Lines without their ends; a final newline makes no line of its own. */
export function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Both sides of a changed line or value, cut where words differ. */
export function wordParts(before: string, after: string): { before: WordPart[]; after: WordPart[] } {
  const a = before.match(/[\p{L}\p{N}_]+|\s+|./gsu) ?? [];
  const b = after.match(/[\p{L}\p{N}_]+|\s+|./gsu) ?? [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end += 1;
  const cut = (words: readonly string[]) =>
    [
      { text: words.slice(0, start).join(''), changed: false },
      { text: words.slice(start, words.length - end).join(''), changed: true },
      { text: words.slice(words.length - end).join(''), changed: false },
    ].filter((part) => part.text !== '');
  return { before: cut(a), after: cut(b) };
}
