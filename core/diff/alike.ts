// What two elements have in common, and how their children are grouped to be compared.

import type { Canon } from '../metadata/canonical.ts';
import { sameScope } from '../metadata/canonical-root.ts';
import { ItemCanon } from '../metadata/item-canon.ts';
import { areWrittenAlike } from '../metadata/item-list.ts';

/** True when both are written with the same characters in the same scope, so that they mean the same. */
export function isWrittenAlike(before: Canon, after: Canon): boolean {
  if (!(before instanceof ItemCanon && after instanceof ItemCanon)) return false;
  const [one, other] = [before.list.root, after.list.root];
  return sameScope(one.scope, other.scope) && areWrittenAlike(one.tape, before.row, other.tape, after.row);
}

export function hasSameAttributes(before: Canon, after: Canon): boolean {
  const written = ({ attributes }: Canon) => attributes.map(({ name, value }) => `${name}=${value}`).sort();
  return written(before).join(' ') === written(after).join(' ');
}

export function byTag(children: readonly Canon[]): Map<string, Canon[]> {
  const groups = new Map<string, Canon[]>();
  for (const child of children) {
    const group = groups.get(child.tag);
    if (group) group.push(child);
    else groups.set(child.tag, [child]);
  }
  return groups;
}

export function allTags(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].sort();
}
