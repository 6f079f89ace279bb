// Finds the white space that only lays an element out, and puts other white space in its place.

import { childRows } from './container.ts';
import { isBlank } from './xml-characters.ts';
import { column, rowSize, type XmlTape } from './xml-tape.ts';

/** A stretch of white space, possibly empty, before a start or a closing tag. */
export interface LayoutSpot {
  readonly start: number;
  readonly end: number;
  /** 0 before the element's own closing tag, 1 before its children. */
  readonly depth: number;
}

interface Open {
  readonly row: number;
  readonly depth: number;
  readonly isLaidOut: boolean;
}

/** Those inside an element, in order. Text, and white space beside text, is no layout. */
export function layoutOf(tape: XmlTape, element: number): LayoutSpot[] {
  const { rows } = tape;
  const spots: LayoutSpot[] = [];
  const last = rows[element + column.next] as number;
  const stack: Open[] = [open(tape, element, 0)];
  const closeUpTo = (row: number) => {
    for (let top = stack.at(-1); top && (rows[top.row + column.next] as number) <= row; top = stack.at(-1)) {
      if (top.isLaidOut) spots.push({ ...before(tape, closingTag(tape, top.row)), depth: top.depth });
      stack.pop();
    }
  };
  for (let row = element + rowSize; row < last; row += rowSize) {
    closeUpTo(row);
    const parent = stack.at(-1);
    if (parent?.isLaidOut)
      spots.push({ ...before(tape, rows[row + column.start] as number), depth: parent.depth + 1 });
    if ((rows[row + column.next] as number) > row + rowSize) stack.push(open(tape, row, stack.length));
  }
  closeUpTo(last);
  return spots;
}

function open(tape: XmlTape, row: number, depth: number): Open {
  const names = childRows(tape, row).map((child) => tape.nameOf(child));
  return { row, depth, isLaidOut: names.some((name) => !name.startsWith('#')) && !names.includes('#text') };
}

export function closingTag(tape: XmlTape, row: number): number {
  return tape.text.lastIndexOf('</', (tape.rows[row + column.end] as number) - 1);
}

/** The white space right before a place. */
export function before(tape: XmlTape, at: number): { readonly start: number; readonly end: number } {
  let start = at;
  while (start > 0 && isBlank(tape.text.charCodeAt(start - 1))) start--;
  return { start, end: at };
}

/** The text of an element, with each spot written anew; `between` is asked for what lies between spots. */
export function layOut(
  text: string,
  element: { readonly start: number; readonly end: number },
  spots: readonly LayoutSpot[],
  write: (spot: LayoutSpot) => string,
  between: (piece: string) => string = (piece) => piece,
): string {
  let out = '';
  let at = element.start;
  for (const spot of spots) {
    out += between(text.slice(at, spot.start)) + write(spot);
    at = spot.end;
  }
  return out + between(text.slice(at, element.end));
}

/** What stands after the last line end; undefined for white space that has none. */
export function indentationIn(blank: string): string | undefined {
  const line = Math.max(blank.lastIndexOf('\n'), blank.lastIndexOf('\r'));
  return line < 0 ? undefined : blank.slice(line + 1);
}
