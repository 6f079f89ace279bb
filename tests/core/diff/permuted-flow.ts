// Writes a flow in another order, or moved on the canvas: what means the same to whoever runs it.

import { parseXml, type XmlNode } from '../../../core/metadata/parse-xml.ts';
import { writeXml } from '../../../core/metadata/write-xml.ts';

const sets = new Set(
  'inputParameters outputParameters inputAssignments outputAssignments queriedFields'.split(' '),
);

export const permutations: Readonly<Record<string, (node: XmlNode, depth: number) => XmlNode>> = {
  'elements in another order': (node, depth) =>
    depth === 0 ? { ...node, children: reversedLists(node.children, () => true) } : node,
  'inputs, outputs and fields in another order': (node, depth) =>
    depth > 0 ? { ...node, children: reversedLists(node.children, (tag) => sets.has(tag)) } : node,
  'moved on the canvas': (node) =>
    node.name === 'locationX' ? { ...node, text: String(Number(node.text) + 40) } : node,
};

/** Each list backwards, in the places it has. */
function reversedLists(children: readonly XmlNode[], which: (tag: string) => boolean): readonly XmlNode[] {
  const waiting = new Map<string, XmlNode[]>();
  for (const child of children) waiting.set(child.name, [...(waiting.get(child.name) ?? []), child]);
  return children.map((child) => (which(child.name) ? (waiting.get(child.name)?.pop() as XmlNode) : child));
}

export function permuted(xml: string, change: (node: XmlNode, depth: number) => XmlNode): string {
  const document = parseXml(xml);
  const visit = (node: XmlNode, depth: number): XmlNode => {
    const changed = change(node, depth);
    return {
      name: changed.name,
      text: changed.text,
      attributes: changed.attributes,
      line: node.line,
      endLine: node.endLine,
      children: changed.children.map((child) => visit(child, depth + 1)),
    };
  };
  return writeXml({ ...document, root: visit(document.root, 0) });
}
