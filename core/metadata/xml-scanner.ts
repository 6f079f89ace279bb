// Scans a document onto a tape: as strict as saxes, in one pass, without recursion.

import { LineIndex } from './line-index.ts';
import { qualify, rootNamespaces } from './namespaces.ts';
import { type Scope, XmlBuilder } from './xml-builder.ts';
import { firstForbidden, isBlank, nameEnd, nameStartAt, widthAt } from './xml-characters.ts';
import type { Declared } from './xml-declaration.ts';
import { deepest } from './xml-depth.ts';
import { bareAmpersand, XmlError } from './xml-error.ts';
import { instructionAt, markEnd } from './xml-marks.ts';
import { XmlNames } from './xml-names.ts';
import { XmlRun } from './xml-run.ts';
import { Seams, step } from './xml-seams.ts';
import { readStartTag } from './xml-start-tag.ts';
import { column, noAttributes, XmlTape } from './xml-tape.ts';
import { decode, withUsualLineEnds } from './xml-text.ts';

const less = 0x3c;
const greater = 0x3e;
const slash = 0x2f;

/** What documents that are read one after the other may share, so that the later ones are read faster. */
export interface Shared {
  readonly names: XmlNames;
  readonly seams: Seams;
}

export function newShared(): Shared {
  return { names: new XmlNames(), seams: new Seams() };
}

/** What a document is made of; rows of the tape. */
export interface Scanned {
  readonly tape: XmlTape;
  readonly root: number;
  /** What the root's children are read in. */
  readonly scope: Scope;
}

export class XmlScanner {
  readonly text: string;
  readonly later: boolean;
  readonly tape: XmlTape;
  private readonly builder: XmlBuilder;
  private readonly names: XmlNames;
  private readonly run: XmlRun | undefined;
  private root = -1;
  private rootScope: Scope | undefined;
  private sawRoot = false;
  /** The element closed last: a wrong closing tag closes it first and is reported then. */
  private closed = -1;
  private at: number;

  /** Without `seams`, each tag is looked at by itself. */
  constructor({ text, at, later }: Declared, names: XmlNames, seams?: Seams) {
    this.text = text;
    this.at = at;
    this.later = later;
    this.names = names;
    this.tape = new XmlTape(text, names, new LineIndex(text));
    this.builder = new XmlBuilder(this.tape);
    this.run = seams && new XmlRun(this, this.builder, seams);
  }

  document(): Scanned {
    while (this.at < this.text.length) this.step();
    if (!this.sawRoot) this.fail('document must contain a root element', this.text.length);
    if (this.builder.depth > 0) this.fail('unclosed tag', this.text.length);
    if (this.at > this.text.length || this.root < 0) this.fail('unexpected end', this.text.length);
    if (firstForbidden(this.text, this.later) < this.text.length)
      this.fail('disallowed character', this.text.length);
    return { tape: this.tape, root: this.root, scope: this.rootScope as Scope };
  }

  readonly fail = (message: string, after: number): never => {
    const { text } = this;
    const forbidden = firstForbidden(text, this.later);
    const at = Math.min(after, text.length);
    const early = forbidden < at;
    let end = early ? forbidden + 1 : at;
    if (end > 0 && end < text.length && widthAt(text, end - 1) === 2 && !early) end++;
    const ours = early ? 'disallowed character' : message;
    const row = ours === 'unexpected close tag' ? this.closed : (this.builder.top?.row ?? -1);
    const where = row >= 0 && ours.endsWith(' tag') ? ` (${this.stillOpen(row)} is still open)` : '';
    const lines = text.slice(0, end).split(/\r\n|\n|\r/);
    const last = [...(lines.at(-1) ?? '')].length;
    throw bareAmpersand(text, end) ?? new XmlError(ours + where, lines.length, Math.max(1, last));
  };

  private stillOpen(row: number): string {
    return `<${this.tape.nameOf(row)}> of line ${this.tape.lines.lineAt(this.tape.rows[row + column.start] as number)}`;
  }

  /** Text up to the next `<`, and what begins there. */
  private step(): void {
    const { text } = this;
    if (this.builder.depth > deepest) this.fail(`more than ${deepest} elements inside each other`, this.at);
    const lt = this.textUpTo(this.at);
    if (lt >= text.length) {
      this.at = text.length;
      return;
    }
    const next = text.charCodeAt(lt + 1);
    if (next === slash) this.at = this.closeTag(lt);
    else if (next === 0x21) this.at = this.declaration(lt);
    else if (next === 0x3f) this.at = this.instruction(lt);
    else if (nameStartAt(text, lt + 1) > 0) this.at = this.startTag(lt);
    else if (lt + 1 >= text.length) this.at = Number.POSITIVE_INFINITY;
    else this.fail('disallowed character in tag name', lt + 2);
  }

  private textUpTo(from: number): number {
    const { text } = this;
    let at = from;
    while (isBlank(text.charCodeAt(at))) at++;
    const element = this.builder.top;
    if (text.charCodeAt(at) === less) {
      if (at > from && element && !element.hasElements && nameStartAt(text, at + 1) === 0)
        element.text += withUsualLineEnds(text.slice(from, at));
      return at;
    }
    if (at >= text.length) return at;
    const found = text.indexOf('<', at);
    const lt = found < 0 ? text.length : found;
    if (!element) {
      const amp = text.indexOf('&', at);
      this.fail('text data outside of root node', (amp >= 0 && amp < lt ? amp : lt) + 1);
    } else {
      this.run?.forget();
      this.builder.addText(element, decode(this, from, lt, false), at, lt);
    }
    return lt;
  }

  private startTag(lt: number): number {
    const { text, builder } = this;
    const end = nameEnd(text, lt + 1);
    if (end >= text.length) return Number.POSITIVE_INFINITY;
    const parent = builder.top;
    let name = this.names.idAt(text, lt + 1, end);
    const tag = this.names.name(name);
    if (!parent && this.root >= 0) this.fail('documents may contain only one root', end + 1);
    this.sawRoot = true;
    const inherited = parent?.scope ?? outside;
    const plain = text.charCodeAt(end) === greater;
    const start = plain ? { at: end + 1, empty: false, attributes: undefined } : readStartTag(this, end);
    if (start.at > text.length) return start.at;
    let scope = inherited;
    let attributes = noAttributes;
    let plainTag = true;
    if (start.attributes || tag.includes(':')) {
      plainTag = false;
      const fail = (message: string) => this.fail(message, start.at);
      const read = start.attributes?.(inherited.namespaces, fail);
      const namespaces = read?.namespaces ?? inherited.namespaces;
      attributes = read?.attributes ?? noAttributes;
      const { local, uri } = qualify(tag, namespaces, fail);
      name = this.names.id(!parent || uri === inherited.uri ? local : `{${uri}}${local}`);
      if (namespaces !== inherited.namespaces || uri !== inherited.uri)
        scope = { namespaces, uri, defaultUri: namespaces.get('') ?? '' };
    } else if (inherited.uri !== inherited.defaultUri) {
      scope = { ...inherited, uri: inherited.defaultUri };
      if (parent) name = this.names.id(`{${scope.uri}}${tag}`);
    }
    // What is in the root is plain when the root only names the namespace of it all.
    const odd = parent ? scope !== inherited : scope.uri !== scope.defaultUri;
    const row = builder.element(name, attributes, lt, start.at);
    if (!parent) {
      this.root = row;
      this.rootScope = scope;
    }
    if (odd || !plainTag) this.run?.forget();
    else this.run?.note(start.empty ? step.empty : step.open, name, lt, start.at);
    if (start.empty) return start.at;
    builder.enter(row, tag, scope, odd);
    return this.run && parent && builder.odd === 0 ? this.run.from(start.at, name) : start.at;
  }

  private closeTag(lt: number): number {
    const { text, builder } = this;
    const element = builder.top;
    const expected = element ? lt + 2 + element.tag.length : -1;
    const isExpected =
      element && text.charCodeAt(expected) === greater && text.startsWith(element.tag, lt + 2);
    let end = expected;
    if (!isExpected) {
      const nameStop = nameEnd(text, lt + 2);
      end = nameStop;
      while (isBlank(text.charCodeAt(end))) end++;
      if (end >= text.length) return Number.POSITIVE_INFINITY;
      if (text.charCodeAt(end) !== greater) this.fail('disallowed character in closing tag', end + 1);
      const name = text.slice(lt + 2, nameStop);
      if (name === '') this.fail('weird empty close tag', end + 1);
      if (!element) this.fail(`unmatched closing tag: ${name}`.replace(/\.$/, ''), end + 1);
      else if (name !== element.tag) {
        this.closed = element.row;
        this.fail('unexpected close tag', end + 1);
      }
    }
    if (!element) return end + 1;
    if (element.odd || element.tag.includes(':')) this.run?.forget();
    else this.run?.note(step.close, this.tape.nameId(element.row), lt, end + 1);
    builder.leave(end + 1);
    return end + 1;
  }

  private loose(name: string, content: string, start: number, end: number): void {
    this.run?.forget();
    this.builder.loose(name, content, start, end);
  }

  /** A comment, or CDATA, or what is not allowed. */
  private declaration(lt: number): number {
    const { text } = this;
    if (text.startsWith('--', lt + 2)) {
      const end = text.indexOf('--', lt + 4);
      if (end < 0 || end + 2 >= text.length) return Number.POSITIVE_INFINITY;
      if (text.charCodeAt(end + 2) !== greater) this.fail('malformed comment', end + 3);
      this.loose('#comment', withUsualLineEnds(text.slice(lt + 4, end)), lt, end + 3);
      return end + 3;
    }
    if (text.startsWith('[CDATA[', lt + 2)) {
      const element = this.builder.top;
      if (!element) return this.fail('text data outside of root node', lt + 9);
      const end = text.indexOf(']]>', lt + 9);
      if (end < 0) return Number.POSITIVE_INFINITY;
      const content = withUsualLineEnds(text.slice(lt + 9, end));
      this.run?.forget();
      this.builder.addText(element, content, lt, end + 3);
      return end + 3;
    }
    return markEnd(this, lt, this.sawRoot);
  }

  private instruction(lt: number): number {
    const { content, end } = instructionAt(this, lt);
    if (end <= this.text.length) this.loose('#pi', content, lt, end);
    return end;
  }
}

const outside: Scope = { namespaces: rootNamespaces, uri: '', defaultUri: '' };
