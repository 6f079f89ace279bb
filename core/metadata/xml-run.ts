// Runs through the usual case, text by text and seam by seam; whatever is unusual is left to the scanner.

import type { OpenElement, XmlBuilder } from './xml-builder.ts';
import { deepest } from './xml-depth.ts';
import type { Source } from './xml-marks.ts';
import { type Seam, type Seams, seamAt, step } from './xml-seams.ts';
import { column, type XmlTape } from './xml-tape.ts';
import { decode } from './xml-text.ts';

const greater = 0x3e;
const slash = 0x2f;

/** Four ways two flags can be written are quickly told apart; more are not worth it. */
const mostFlags = 2;

/** Thrown where a seam does not fit the elements that are open: the document is malformed, the scanner says how. */
export const misfit = new Error('a seam does not fit');

export class XmlRun {
  private readonly source: Source;
  private readonly builder: XmlBuilder;
  private readonly seams: Seams;
  /** The seam before the text that is being read. */
  private seam: Seam | undefined;
  /** Where the markup begins that is being learned, -1: none is. */
  private learning = -1;
  private steps: number[] = [];
  private flags = 0;
  private goesOn = false;
  /** Behind every place looked at so far: the next `&`, `\r` and `]]>`, and the first of them. */
  private nextOdd = -1;
  private nextReference = -1;
  private nextReturn = -1;
  private nextBrackets = -1;

  constructor(source: Source, builder: XmlBuilder, seams: Seams) {
    this.source = source;
    this.builder = builder;
    this.seams = seams;
  }

  /** Something was met that is not plain: no seam can hold it. */
  forget(): void {
    this.learning = -1;
    this.seam = undefined;
  }

  /** The scanner read a plain tag. */
  note(kind: number, name: number, start: number, end: number): void {
    const { learning } = this;
    if (learning < 0) return;
    this.steps.push(kind, name, (kind === step.close ? end : start) - learning);
    if (kind === step.empty) this.steps.push(end - learning);
  }

  /** Goes on from the start of an open element's content; answers where the scanner has to go on. */
  from(start: number, name: number): number {
    const { text } = this.source;
    const at = text.indexOf('<', start);
    if (at < 0 || text.charCodeAt(at + 1) !== slash) return start;
    const end = this.folded(start, at);
    if (end > 0) return end;
    this.seam = this.before(start, name);
    this.goesOn = true;
    let from = start;
    // A step of its own is compiled by itself, whoever calls it how often.
    while (this.goesOn) from = this.next(from);
    return from;
  }

  /** One text and the seam behind it; answers where the next text begins, or where the scanner has to go on. */
  private next(from: number): number {
    const { text } = this.source;
    const { tape, openRows, depth } = this.builder;
    const at = text.indexOf('<', from);
    if (at < 0 || text.charCodeAt(at + 1) !== slash) return this.stop(from);
    const row = openRows[depth - 1] as number;
    const seam = seamAt(text, at, this.seam as Seam);
    if (this.nextOdd < at) this.nextOdd = this.oddBehind(from);
    if (this.nextOdd < at) setText(tape, row, decode(this.source, from, at, false));
    else {
      const { length } = tape.nameOf(row);
      const end = seam ? (seam.steps[2] as number) : this.closeLength(at, length);
      if (from - (tape.rows[row + column.start] as number) === length + 2 && end === length + 3)
        tape.rows[row] = (tape.rows[row] as number) | 1;
      else setText(tape, row, text.slice(from, at));
    }
    if (!seam) return this.learn(at);
    this.take(seam, at);
    this.seam = seam;
    if (this.builder.depth > deepest) return this.stop(at + seam.markup.length);
    return at + seam.markup.length;
  }

  /** What comes is not known behind the seam before: the scanner reads it, and it is learned. */
  private learn(at: number): number {
    this.builder.sync();
    this.goesOn = false;
    this.learning = at;
    this.steps = [];
    this.flags = 0;
    return at;
  }

  private closeLength(at: number, length: number): number {
    return this.source.text.charCodeAt(at + 2 + length) === greater ? length + 3 : 0;
  }

  /** A flag becomes part of the seam that is being learned; answers where it ends, 0 when it is none. */
  private folded(from: number, at: number): number {
    const { learning, steps, builder } = this;
    const { text } = this.source;
    if (
      learning < 0 ||
      this.flags >= mostFlags ||
      at - from > 5 ||
      !/^(?:true|false)$/.test(text.slice(from, at))
    )
      return 0;
    const { tag, row } = builder.top as OpenElement;
    const end = at + tag.length + 3;
    if (text.slice(at, end) !== `</${tag}>`) return 0;
    if (from - (builder.tape.rows[row + column.start] as number) !== tag.length + 2) return 0;
    this.flags++;
    steps[steps.length - 3] = step.leaf;
    steps.push(end - learning);
    builder.tape.rows[row] = (builder.tape.rows[row] as number) | 1;
    builder.leave(end);
    return end;
  }

  /** The next place where a text may not read as it is written. */
  private oddBehind(from: number): number {
    const { text } = this.source;
    const next = (what: string, known: number) => {
      if (known >= from) return known;
      const found = text.indexOf(what, from);
      return found < 0 ? text.length : found;
    };
    this.nextReference = next('&', this.nextReference);
    this.nextReturn = next('\r', this.nextReturn);
    this.nextBrackets = next(']]>', this.nextBrackets);
    return Math.min(this.nextReference, this.nextReturn, this.nextBrackets);
  }

  /** The run ends in an element that is no leaf. */
  private stop(at: number): number {
    this.goesOn = false;
    this.builder.sync();
    this.forget();
    return at;
  }

  /** The seam that led here: one that was just learned, or none that is known. */
  private before(at: number, name: number): Seam {
    const { learning, seam } = this;
    this.learning = -1;
    const learned =
      learning >= 0 && seam
        ? this.seams.learn(seam, this.source.text.slice(learning, at), this.steps)
        : undefined;
    return learned ?? this.seams.entry(name);
  }

  /** Closes and opens what a seam says. */
  private take({ steps }: Seam, at: number): void {
    const { builder } = this;
    const { tape, openRows } = builder;
    let { depth, lowest } = builder;
    for (let i = 0; i < steps.length; i += 3) {
      const kind = steps[i] as number;
      const name = steps[i + 1] as number;
      const place = at + (steps[i + 2] as number);
      if (depth === 0) throw misfit;
      if (kind === step.close) {
        const { rows } = tape;
        const row = openRows[--depth] as number;
        if ((rows[row] as number) >> 1 !== name) throw misfit;
        rows[row + column.end] = place;
        rows[row + column.next] = tape.length;
        if (depth < lowest) lowest = depth;
      } else if (kind === step.open) openRows[depth++] = tape.add(name, place, place);
      else {
        const row = tape.add(name, place, at + (steps[++i + 2] as number));
        if (kind === step.leaf) tape.rows[row] = (tape.rows[row] as number) | 1;
      }
    }
    builder.depth = depth;
    builder.lowest = lowest;
  }
}

function setText(tape: XmlTape, row: number, text: string): void {
  if (text !== '') tape.texts.set(row, text);
}
