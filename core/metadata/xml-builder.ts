// Writes a tape while a document is read: opens and closes elements, and keeps the text that belongs to them.

import type { Namespaces } from './namespaces.ts';
import type { XmlAttribute } from './parse-xml.ts';
import { trimXml } from './scalars.ts';
import { isBlank } from './xml-characters.ts';
import { column, rowSize, type XmlTape } from './xml-tape.ts';

/** The namespaces an element's children are read in. */
export interface Scope {
  readonly namespaces: Namespaces;
  /** The element's own namespace, and the one of children without a prefix. */
  readonly uri: string;
  readonly defaultUri: string;
}

/** An element that is not closed yet; used again for the next one of its depth. */
export interface OpenElement {
  row: number;
  /** As written, with its prefix. */
  tag: string;
  scope: Scope;
  hasElements: boolean;
  /** The text so far; where it begins and ends, -1: there is none but layout. */
  text: string;
  textStart: number;
  textEnd: number;
  /** Its children are read in another scope than the root's. */
  odd: boolean;
}

export class XmlBuilder {
  readonly tape: XmlTape;
  depth = 0;
  /** How many open elements are odd. */
  odd = 0;
  /** The open elements' rows, and what else is known of them; see `sync`. */
  readonly openRows: number[] = [];
  private readonly frames: OpenElement[] = [];
  /** The depth below which frames are as they should be. */
  lowest = 0;

  constructor(tape: XmlTape) {
    this.tape = tape;
  }

  get top(): OpenElement | undefined {
    return this.depth === 0 ? undefined : this.frames[this.depth - 1];
  }

  /** A new element in the one that is open; it stays the open one's last child until it is entered or left. */
  element(name: number, attributes: readonly XmlAttribute[], start: number, end: number): number {
    const parent = this.top;
    if (parent) {
      if (parent.text !== '') this.settleText(parent);
      parent.hasElements = true;
    }
    const row = this.tape.add(name, start, end);
    if (attributes.length > 0) this.tape.attributes.set(row, attributes);
    return row;
  }

  enter(row: number, tag: string, scope: Scope, odd: boolean): void {
    this.openRows[this.depth] = row;
    const frame = this.frames[this.depth++];
    this.lowest = this.depth;
    if (odd) this.odd++;
    if (!frame) {
      const fresh = { text: '', textStart: -1, textEnd: -1, hasElements: false };
      this.frames.push({ row, tag, scope, odd, ...fresh });
      return;
    }
    frame.row = row;
    frame.tag = tag;
    frame.scope = scope;
    frame.hasElements = false;
    frame.text = '';
    frame.textStart = -1;
    frame.textEnd = -1;
    frame.odd = odd;
  }

  addText(element: OpenElement, content: string, start: number, end: number): void {
    element.text += content;
    if (element.textStart < 0) element.textStart = start;
    element.textEnd = end;
  }

  /** Closes the open element. */
  leave(end: number): void {
    const element = this.frames[this.depth - 1] as OpenElement;
    const { row } = element;
    const { tape } = this;
    if (element.hasElements) this.settleText(element);
    else {
      const isPlain = tape.length === row + rowSize;
      const text = isPlain || trimXml(element.text) !== '' ? element.text : '';
      if (text !== '') tape.texts.set(row, text);
    }
    tape.rows[row + column.end] = end;
    tape.rows[row + column.next] = tape.length;
    if (element.odd) this.odd--;
    this.lowest = --this.depth;
  }

  /** Gives the elements that were opened by rows alone their frames: plain ones, in the scope they are all in. */
  sync(): void {
    const { depth, lowest } = this;
    if (lowest === depth) return;
    const outer = this.frames[lowest - 1] as OpenElement;
    outer.hasElements = true;
    this.depth = lowest;
    for (let at = lowest; at < depth; at++) {
      const row = this.openRows[at] as number;
      this.enter(row, this.tape.nameOf(row), outer.scope, false);
      if (at + 1 < depth) (this.frames[at] as OpenElement).hasElements = true;
    }
  }

  /** In an element with child elements, blank text is layout; the rest becomes a child of its own. */
  private settleText(element: OpenElement): void {
    const { text, textStart, textEnd } = element;
    if (text === '') return;
    element.text = '';
    element.textStart = -1;
    const stray = trimXml(text);
    if (stray === '') return;
    let end = textEnd;
    while (end > textStart && isBlank(this.tape.text.charCodeAt(end - 1))) end--;
    this.loose('#text', stray, Math.max(0, textStart), end);
  }

  /** A comment, an instruction, or text beside elements. */
  loose(name: string, content: string, start: number, end: number): void {
    const { tape } = this;
    tape.texts.set(tape.add(tape.names.id(name), start, end), content);
  }
}
