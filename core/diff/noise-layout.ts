// Names the blank space that two documents differ in: indentation, blank lines, line breaks.

import type { Leftover, Piece } from './noise-pieces.ts';

export interface Layout {
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/**
 * Takes away the pieces that differ in the blank space before them only, and says in what. Where the meaning
 * differs too, one text at two depths is not one piece.
 */
export function layoutOf({ before, after }: Leftover, same: boolean): readonly Layout[] {
  const waiting = new Map<string, Piece[]>();
  const nameOf = ({ content, depth }: Piece) => (same ? content : `${depth} ${content}`);
  for (const piece of after) {
    const group = waiting.get(nameOf(piece));
    if (group) group.push(piece);
    else waiting.set(nameOf(piece), [piece]);
  }
  const seen = new Set<string>();
  const found = new Map<string, Layout>();
  for (const piece of before) {
    for (const twin of waiting.get(nameOf(piece)) ?? []) {
      const count = Math.min(piece.count, twin.count);
      if (count === 0) continue;
      piece.count -= count;
      twin.count -= count;
      const pair = `${piece.blank}|${twin.blank}`;
      if (seen.has(pair)) continue;
      seen.add(pair);
      for (const one of blanks(piece.blank, twin.blank)) if (!found.has(one.what)) found.set(one.what, one);
    }
  }
  return ['indentation', 'blank lines', 'line breaks', 'blank space'].flatMap(
    (what) => found.get(what) ?? [],
  );
}

function blanks(one: string, other: string): Layout[] {
  const [lines, otherLines] = [one.split('\n'), other.split('\n')];
  if (lines.length === 1 || otherLines.length === 1) {
    if (lines.length === otherLines.length) return one === other ? [] : [{ what: 'blank space' }];
    return [{ what: 'line breaks' }];
  }
  const found: Layout[] = [];
  const [indent, otherIndent] = [lines.at(-1) ?? '', otherLines.at(-1) ?? ''];
  if (indent !== otherIndent)
    found.push({ what: 'indentation', before: width(indent), after: width(otherIndent) });
  if (lines.length !== otherLines.length) found.push({ what: 'blank lines' });
  else if (lines.slice(0, -1).join('\n') !== otherLines.slice(0, -1).join('\n'))
    found.push({ what: 'blank space' });
  return found;
}

/** `4 spaces`, `1 tab`. */
function width(indent: string): string {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  if (indent === '') return 'none';
  if (/^ +$/.test(indent)) return count(indent.length, 'space');
  return /^\t+$/.test(indent) ? count(indent.length, 'tab') : 'tabs and spaces';
}
