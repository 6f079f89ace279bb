// How the items of a container are laid out: their indentation, their line ends, or all on one line.

import { before, closingTag, indentationIn } from './xml-layout.ts';
import { column, rowSize, type XmlTape } from './xml-tape.ts';

export interface ItemStyle {
  /** White space before the item. */
  readonly before: string;
  readonly lineEnd: string;
  /** Of the item's own tags. */
  readonly indentation: string;
  /** What each level inside adds. */
  readonly unit: string;
  readonly onOneLine: boolean;
}

const usual = '    ';

/** For a container that shows none. */
export function usualStyle(text: string): ItemStyle {
  const lineEnd = lineEndOf(text);
  return { before: lineEnd + usual, lineEnd, indentation: usual, unit: usual, onOneLine: false };
}

/** Taken from an element that is there. */
export function styleOf(tape: XmlTape, element: number): ItemStyle {
  const { text, rows } = tape;
  const at = before(tape, rows[element + column.start] as number);
  const preceding = text.slice(at.start, at.end);
  const lineEnd = lineEndOf(text);
  const first = element + rowSize;
  const isLeaf = first >= (rows[element + column.next] as number);
  if (isLeaf) {
    const indentation = indentationIn(preceding);
    return {
      before: preceding,
      lineEnd,
      indentation: indentation ?? '',
      unit: indentation || usual,
      onOneLine: indentation === undefined,
    };
  }
  const blank = (end: number) => indentationIn(text.slice(before(tape, end).start, end));
  const inside = blank(rows[first + column.start] as number);
  const indentation = blank(closingTag(tape, element)) ?? indentationIn(preceding) ?? '';
  const unit = inside?.startsWith(indentation) ? inside.slice(indentation.length) : usual;
  return { before: preceding, lineEnd, indentation, unit: unit || usual, onOneLine: inside === undefined };
}

/** The first one there is. */
function lineEndOf(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
