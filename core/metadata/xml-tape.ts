// A document as numbers: one row for each node, in document order. Nodes are made of it only where somebody looks.

import type { LineIndex } from './line-index.ts';
import type { XmlAttribute, XmlNode } from './parse-xml.ts';
import type { XmlNames } from './xml-names.ts';

/** Columns of a row. */
export const column = {
  /** Twice the id of the name; one more for a leaf that is written as `<name>text</name>` and reads as written. */
  name: 0,
  /** The node's place in the text; the end is not included. */
  start: 1,
  end: 2,
  /** The row behind the node and all that is in it. */
  next: 3,
} as const;

export const rowSize = 4;

export const noAttributes: readonly XmlAttribute[] = [];
const noChildren: readonly XmlNode[] = [];

export class XmlTape {
  readonly text: string;
  readonly names: XmlNames;
  readonly lines: LineIndex;
  /** What few nodes have: attributes, and text that is not a plain leaf's. */
  readonly attributes = new Map<number, readonly XmlAttribute[]>();
  readonly texts = new Map<number, string>();
  rows: Int32Array;
  length = 0;

  constructor(text: string, names: XmlNames, lines: LineIndex) {
    this.text = text;
    this.names = names;
    this.lines = lines;
    // Metadata has a node for each forty characters or so.
    this.rows = new Int32Array((64 + (text.length >> 5)) * rowSize);
  }

  /** A row without text and without anything in it. */
  add(name: number, start: number, end: number): number {
    const at = this.length;
    if (at + rowSize > this.rows.length) this.grow();
    const { rows } = this;
    rows[at] = name << 1;
    rows[at + 1] = start;
    rows[at + 2] = end;
    rows[at + 3] = at + rowSize;
    this.length = at + rowSize;
    return at;
  }

  nameId(row: number): number {
    return (this.rows[row] as number) >> 1;
  }

  nameOf(row: number): string {
    return this.names.name(this.nameId(row));
  }

  textOf(row: number): string {
    const name = this.rows[row] as number;
    if ((name & 1) === 0) return this.texts.size === 0 ? '' : (this.texts.get(row) ?? '');
    return this.text.slice(this.leafStart(row), this.leafEnd(row));
  }

  /** Where the text of a plain leaf begins and ends. */
  leafStart(row: number): number {
    return (this.rows[row + 1] as number) + this.nameOf(row).length + 2;
  }

  leafEnd(row: number): number {
    return (this.rows[row + 2] as number) - this.nameOf(row).length - 3;
  }

  lineOf(row: number): number {
    return this.lines.lineAt(this.rows[row + column.start] as number);
  }

  endLineOf(row: number): number {
    return this.lines.lineAt((this.rows[row + column.end] as number) - 1);
  }

  /** Rows of the nodes that stand side by side from one row up to another. */
  between(from: number, to: number): number[] {
    const found: number[] = [];
    for (let row = from; row < to; row = this.rows[row + column.next] as number) found.push(row);
    return found;
  }

  private grow(): void {
    const more = new Int32Array(this.rows.length * 2);
    more.set(this.rows);
    this.rows = more;
  }
}

/** A node of a tape, with all that is in it. */
export class TapeNode implements XmlNode {
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly text: string;
  children: readonly XmlNode[];
  private readonly tape: XmlTape;
  private readonly row: number;

  private constructor(tape: XmlTape, row: number) {
    this.name = tape.nameOf(row);
    this.attributes = tape.attributes.size === 0 ? noAttributes : (tape.attributes.get(row) ?? noAttributes);
    this.text = tape.textOf(row);
    this.children = noChildren;
    this.tape = tape;
    this.row = row;
  }

  static at(tape: XmlTape, row: number): TapeNode {
    const { rows } = tape;
    const top = new TapeNode(tape, row);
    const waiting = [top];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const first = node.row + rowSize;
      const end = rows[node.row + column.next] as number;
      if (first === end) continue;
      const children: TapeNode[] = [];
      for (let child = first; child < end; child = rows[child + column.next] as number) {
        const made = new TapeNode(tape, child);
        children.push(made);
        if ((rows[child + column.next] as number) > child + rowSize) waiting.push(made);
      }
      node.children = children;
    }
    return top;
  }

  get line(): number {
    return this.tape.lineOf(this.row);
  }

  get endLine(): number {
    return this.tape.endLineOf(this.row);
  }
}
