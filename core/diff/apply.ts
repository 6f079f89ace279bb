// Applies a difference to the document it was made from; the law that nothing is missed is tested with it.

import type { Canon } from '../metadata/canonical.ts';
import type { XmlNode } from '../metadata/parse-xml.ts';
import type { Delta, Place } from './delta.ts';
import { nameTag } from './rename.ts';

/** What happens to the children of one element of the document before. */
interface Edits {
  /** Child to what stands in its place; undefined: nothing. */
  readonly replaced: Map<Canon, Canon | undefined>;
  /** New or moved items, with the position among their kind that they have afterwards. */
  readonly placed: { readonly node: Canon; readonly from: Canon | undefined; readonly index: number }[];
  readonly attributes: Map<string, string | undefined>;
  text: string | undefined;
}

/** `deltas` compare `before` with another document; the result has that document's canonical form. */
export function applyDeltas(deltas: readonly Delta[], before: Canon): XmlNode {
  const edits = new Map<Canon, Edits>();
  for (const delta of deltas) {
    const last = delta.trail[delta.trail.length - 1] as Place;
    const [anotherRoot] = last.after?.tag === 'rootElement' ? (last.parts?.after ?? []) : [];
    if (anotherRoot) return rebuilt(anotherRoot, new Map());
    const parent = delta.trail[delta.trail.length - 2]?.before ?? before;
    note(delta, last, editsOf(edits, parent));
    if (delta.kind === 'renamed' && last.before && last.after) {
      // The name may be missing, or there twice.
      const owner = editsOf(edits, last.before);
      const name = nameTag(parent.tag, last.before.tag);
      for (const old of all(last.before, name)) owner.replaced.set(old, undefined);
      for (const now of all(last.after, name)) owner.placed.push({ node: now, from: undefined, index: -1 });
    }
  }
  return rebuilt(before, edits);
}

function all(canon: Canon, tag: string | undefined): readonly Canon[] {
  return canon.children.filter((child) => child.tag === tag);
}

function editsOf(edits: Map<Canon, Edits>, canon: Canon): Edits {
  const known = edits.get(canon);
  if (known) return known;
  const made: Edits = { replaced: new Map(), placed: [], attributes: new Map(), text: undefined };
  edits.set(canon, made);
  return made;
}

function note({ kind }: Delta, { before, after, index, parts }: Place, owner: Edits): void {
  const tag = (after ?? before)?.tag ?? '';
  if (tag.startsWith('@')) owner.attributes.set(tag.slice(1), after?.text);
  else if (isMade(before) && isMade(after) && tag === '#text') owner.text = after?.text;
  else if (parts) {
    for (const part of parts?.before ?? []) owner.replaced.set(part, undefined);
    for (const part of parts?.after ?? []) owner.placed.push({ node: part, from: undefined, index: -1 });
  } else if (kind === 'moved' && before && index)
    owner.placed.push({ node: before, from: before, index: index.after });
  else if (kind === 'renamed') return;
  else if (before && !isMade(before)) owner.replaced.set(before, isMade(after) ? undefined : after);
  else if (after && !isMade(after))
    owner.placed.push({ node: after, from: undefined, index: index?.after ?? -1 });
}

/** Stands for a missing element or an attribute; no part of either document. */
function isMade(canon: Canon | undefined): boolean {
  return canon?.id === -1;
}

function rebuilt(canon: Canon, edits: Map<Canon, Edits>): XmlNode {
  const mine = edits.get(canon);
  if (!mine)
    return copied(
      canon,
      canon.children.map((child) => rebuilt(child, edits)),
    );
  const { replaced, placed, attributes, text } = mine;
  const moved = new Set(placed.map(({ from }) => from));
  const result = (child: Canon): XmlNode | undefined => {
    if (!replaced.has(child)) return rebuilt(child, edits);
    const instead = replaced.get(child);
    return instead && rebuilt(instead, edits);
  };
  const lists = new Map<string, XmlNode[]>();
  const listOf = (tag: string): XmlNode[] => {
    const list = lists.get(tag) ?? [];
    lists.set(tag, list);
    return list;
  };
  for (const child of canon.children) {
    const node = moved.has(child) ? undefined : result(child);
    if (node) listOf(child.tag).push(node);
  }
  for (const { node, index } of [...placed].sort((one, other) => one.index - other.index)) {
    const made = result(node);
    if (made) listOf(node.tag).splice(index < 0 ? Number.POSITIVE_INFINITY : index, 0, made);
  }
  const kept = canon.attributes.filter(({ name }) => !attributes.has(name));
  for (const [name, value] of attributes) if (value !== undefined) kept.push({ name, value });
  // A root's namespace comes last.
  const rank = (name: string) => (name === 'xmlns' ? '\uFFFF' : name);
  kept.sort((one, other) => (rank(one.name) < rank(other.name) ? -1 : 1));
  return { ...copied(canon, [...lists.values()].flat()), attributes: kept, text: text ?? canon.text };
}

function copied({ tag, text, attributes, line, endLine }: Canon, children: readonly XmlNode[]): XmlNode {
  return { name: tag, text, attributes, children, line, endLine };
}
