// Scans a document into a tree: as strict as saxes, in one pass, without recursion.

import { LineIndex } from './line-index.ts';
import { qualify, rootNamespaces } from './namespaces.ts';
import type { XmlDocument, XmlNode } from './parse-xml.ts';
import { trimXml } from './scalars.ts';
import { TagNames } from './tag-names.ts';
import { isBlank, nameEnd, nameStartAt, widthAt } from './xml-characters.ts';
import type { Declared } from './xml-declaration.ts';
import { bareAmpersand, XmlError } from './xml-error.ts';
import { instructionAt, markEnd } from './xml-marks.ts';
import { readStartTag } from './xml-start-tag.ts';
import { decode, withUsualLineEnds } from './xml-text.ts';
import { noAttributes, type OpenElement, type Scope, TreeNode } from './xml-tree.ts';

const less = 0x3c;
const greater = 0x3e;
const slash = 0x2f;

export class XmlScanner {
  readonly text: string;
  readonly later: boolean;
  private readonly forbidden: number;
  private readonly lines: LineIndex;
  private readonly open: OpenElement[] = [];
  private readonly outside: Scope;
  private readonly prolog: XmlNode[] = [];
  private readonly epilog: XmlNode[] = [];
  private root: TreeNode | undefined;
  private rootUri = '';
  private sawRoot = false;
  /** The element closed last: a wrong closing tag closes it first and is reported then. */
  private closed: TreeNode | undefined;
  private at: number;
  private readonly names: TagNames;

  constructor({ text, at, later, forbidden }: Declared, scope?: Scope, lines?: LineIndex, names?: TagNames) {
    this.text = text;
    this.at = at;
    this.later = later;
    this.forbidden = forbidden;
    this.lines = lines ?? new LineIndex(text);
    this.names = names ?? new TagNames();
    this.outside = scope ?? { namespaces: rootNamespaces, uri: '', defaultUri: '' };
  }

  document(): XmlDocument {
    while (this.at < this.text.length) this.step();
    if (!this.sawRoot) this.fail('document must contain a root element', this.text.length);
    if (this.open.length > 0) this.fail('unclosed tag', this.text.length);
    if (this.at > this.text.length || !this.root) this.fail('unexpected end', this.text.length);
    if (this.forbidden < this.text.length) this.fail('disallowed character', this.text.length);
    const root = this.root as TreeNode;
    return { root, namespace: this.rootUri, prolog: this.prolog, epilog: this.epilog };
  }

  /** One element with all that is in it, read in the scope of its parent. */
  element(at: number): TreeNode {
    this.at = at;
    do this.step();
    while (this.open.length > 0 && this.at < this.text.length);
    if (!this.root || this.open.length > 0) this.fail('unclosed tag', this.text.length);
    return this.root as TreeNode;
  }

  /** Reads up to the root's children; undefined when it has none. */
  upToChildren(): { at: number; root: TreeNode; scope: Scope } | undefined {
    while (this.at < this.text.length && !this.root) this.step();
    const [element] = this.open;
    return element && { at: this.at, root: element.node, scope: element.scope };
  }

  /** The next child of the root: an element, a comment or an instruction. */
  child(at: number): TreeNode | undefined {
    this.at = at;
    const root = this.root as TreeNode;
    const count = root.children.length;
    do this.step();
    while (this.open.length > 1 && this.at < this.text.length);
    return this.open.length === 1 ? (root.children[count] as TreeNode | undefined) : undefined;
  }

  /** Goes on behind children that were read elsewhere. */
  documentFrom(at: number): XmlDocument {
    this.at = at;
    return this.document();
  }

  readonly fail = (message: string, after: number): never => {
    const { text } = this;
    const at = Math.min(after, text.length);
    const early = this.forbidden < at;
    let end = early ? this.forbidden + 1 : at;
    if (end > 0 && end < text.length && widthAt(text, end - 1) === 2 && !early) end++;
    const ours = early ? 'disallowed character' : message;
    const node = ours === 'unexpected close tag' ? this.closed : this.open.at(-1)?.node;
    const where = node && ours.endsWith(' tag') ? ` (<${node.name}> of line ${node.line} is still open)` : '';
    const lines = text.slice(0, end).split(/\r\n|\n|\r/);
    const column = [...(lines.at(-1) ?? '')].length;
    throw bareAmpersand(text, end) ?? new XmlError(ours + where, lines.length, Math.max(1, column));
  };

  /** Text up to the next `<`, and what begins there. */
  private step(): void {
    const { text } = this;
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
    const element = this.open[this.open.length - 1];
    if (text.charCodeAt(at) === less) {
      if (at > from && element && !element.hasElements && nameStartAt(text, at + 1) === 0)
        element.node.text += withUsualLineEnds(text.slice(from, at));
      return at;
    }
    if (at >= text.length) return at;
    const found = text.indexOf('<', at);
    const lt = found < 0 ? text.length : found;
    if (!element) {
      const amp = text.indexOf('&', at);
      this.fail('text data outside of root node', (amp >= 0 && amp < lt ? amp : lt) + 1);
    } else this.addText(element, decode(this, from, lt, false), at, lt);
    return lt;
  }

  private addText(element: OpenElement, content: string, start: number, end: number): void {
    element.node.text += content;
    if (element.textStart < 0) element.textStart = start;
    element.textEnd = end;
  }

  private startTag(lt: number): number {
    const { text } = this;
    const end = nameEnd(text, lt + 1);
    if (end >= text.length) return Number.POSITIVE_INFINITY;
    const parent = this.open[this.open.length - 1];
    const tag = this.names.name(text, lt + 1, end);
    if (!parent && this.root) this.fail('documents may contain only one root', end + 1);
    this.sawRoot = true;
    const inherited = parent?.scope ?? this.outside;
    const plain = text.charCodeAt(end) === greater;
    const start = plain ? { at: end + 1, empty: false, attributes: undefined } : readStartTag(this, end);
    if (start.at > text.length) return start.at;
    let name = tag;
    let scope = inherited;
    let attributes = noAttributes;
    if (start.attributes || tag.includes(':')) {
      const fail = (message: string) => this.fail(message, start.at);
      const read = start.attributes?.(inherited.namespaces, fail);
      const namespaces = read?.namespaces ?? inherited.namespaces;
      attributes = read?.attributes ?? noAttributes;
      const { local, uri } = qualify(tag, namespaces, fail);
      scope = { namespaces, uri, defaultUri: namespaces.get('') ?? '' };
      name = local;
    } else if (inherited.uri !== inherited.defaultUri) scope = { ...inherited, uri: inherited.defaultUri };
    const isRoot = !parent && inherited.namespaces === rootNamespaces;
    if (!isRoot && scope.uri !== inherited.uri) name = `{${scope.uri}}${name}`;
    const node = new TreeNode(name, attributes, '', lt, start.at, this.lines);
    if (parent) {
      if (parent.node.text !== '') this.settleText(parent);
      parent.hasElements = true;
      parent.node.append(node);
    } else {
      this.root = node;
      this.rootUri = scope.uri;
    }
    if (start.empty) return start.at;
    const leafEnd = plain ? this.leaf(node, tag, start.at) : 0;
    if (leafEnd > 0) return leafEnd;
    this.open.push({ node, tag, scope, hasElements: false, textStart: -1, textEnd: -1 });
    return start.at;
  }

  /** `text</tag>`, the shape of most elements; 0 when it is anything else. */
  private leaf(node: TreeNode, tag: string, from: number): number {
    const { text } = this;
    let at = from;
    let code = text.charCodeAt(at);
    while (code !== less) {
      if (code === 0x26 || code === 0x0d || code === greater || at >= text.length) return 0;
      code = text.charCodeAt(++at);
    }
    const end = at + 2 + tag.length;
    if (text.charCodeAt(at + 1) !== slash || text.charCodeAt(end) !== greater) return 0;
    if (!text.startsWith(tag, at + 2)) return 0;
    node.text = text.slice(from, at);
    node.end = end + 1;
    return end + 1;
  }

  private closeTag(lt: number): number {
    const { text } = this;
    const element = this.open[this.open.length - 1];
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
        this.closed = element.node;
        this.fail('unexpected close tag', end + 1);
      }
    }
    if (!element) return end + 1;
    this.open.pop();
    const { node } = element;
    node.end = end + 1;
    if (element.hasElements) this.settleText(element);
    else if (node.children.length > 0 && trimXml(node.text) === '') node.text = '';
    return end + 1;
  }

  /** In an element with child elements, blank text is layout; the rest becomes a child of its own. */
  private settleText(element: OpenElement): void {
    const { node, textStart, textEnd } = element;
    if (node.text === '') return;
    const stray = trimXml(node.text);
    node.text = '';
    if (stray !== '') this.addLoose('#text', stray, textStart, textEnd, element);
    element.textStart = -1;
  }

  private addLoose(
    name: string,
    content: string,
    start: number,
    end: number,
    element = this.open.at(-1),
  ): void {
    let last = end;
    while (name === '#text' && last > start && isBlank(this.text.charCodeAt(last - 1))) last--;
    const node = new TreeNode(name, noAttributes, content, Math.max(0, start), last, this.lines);
    if (element) element.node.append(node);
    else (this.root ? this.epilog : this.prolog).push(node);
  }

  /** A comment, or CDATA, or what is not allowed. */
  private declaration(lt: number): number {
    const { text } = this;
    if (text.startsWith('--', lt + 2)) {
      const end = text.indexOf('--', lt + 4);
      if (end < 0 || end + 2 >= text.length) return Number.POSITIVE_INFINITY;
      if (text.charCodeAt(end + 2) !== greater) this.fail('malformed comment', end + 3);
      this.addLoose('#comment', withUsualLineEnds(text.slice(lt + 4, end)), lt, end + 3);
      return end + 3;
    }
    if (text.startsWith('[CDATA[', lt + 2)) {
      const element = this.open[this.open.length - 1];
      if (!element) return this.fail('text data outside of root node', lt + 9);
      const end = text.indexOf(']]>', lt + 9);
      if (end < 0) return Number.POSITIVE_INFINITY;
      this.addText(element, withUsualLineEnds(text.slice(lt + 9, end)), lt, end + 3);
      return end + 3;
    }
    return markEnd(this, lt, this.sawRoot);
  }

  private instruction(lt: number): number {
    const { content, end } = instructionAt(this, lt);
    if (end <= this.text.length) this.addLoose('#pi', content, lt, end);
    return end;
  }
}
