// The parts of a tree while it is being built.

import type { LineIndex } from './line-index.ts';
import type { Namespaces } from './namespaces.ts';
import type { XmlAttribute, XmlNode } from './parse-xml.ts';

/** Shared by all nodes without children or attributes: most nodes are leaves. */
export const noChildren: XmlNode[] = [];
export const noAttributes: readonly XmlAttribute[] = [];

/** A node that knows its place in the text, and its lines when asked. */
export class TreeNode implements XmlNode {
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  children: XmlNode[] = noChildren;
  text: string;
  readonly start: number;
  end: number;
  private readonly lines: LineIndex;

  constructor(
    name: string,
    attributes: readonly XmlAttribute[],
    text: string,
    start: number,
    end: number,
    lines: LineIndex,
  ) {
    this.name = name;
    this.attributes = attributes;
    this.text = text;
    this.start = start;
    this.end = end;
    this.lines = lines;
  }

  get line(): number {
    return this.lines.lineAt(this.start);
  }

  get endLine(): number {
    return this.lines.lineAt(this.end - 1);
  }

  append(child: XmlNode): void {
    if (this.children === noChildren) this.children = [child];
    else this.children.push(child);
  }
}

/** The namespaces an element's children are read in. */
export interface Scope {
  readonly namespaces: Namespaces;
  /** The element's own namespace, and the one of children without a prefix. */
  readonly uri: string;
  readonly defaultUri: string;
}

/** An element that is not closed yet. */
export interface OpenElement {
  readonly node: TreeNode;
  /** As written, with its prefix. */
  readonly tag: string;
  readonly scope: Scope;
  hasElements: boolean;
  /** Where text other than layout begins and ends; -1: there is none yet. */
  textStart: number;
  textEnd: number;
}
