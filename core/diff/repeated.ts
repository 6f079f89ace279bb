// Knows which names and keys of a document several of its items share.

import type { Canon } from '../metadata/canonical.ts';
import { RootCanon } from '../metadata/canonical-root.ts';
import type { Place } from './delta.ts';
import { hasOwnKeys } from './key-index.ts';
import type { TypeWords } from './words/type-words.ts';

export interface Context {
  /** Whether several items of the root go by that name. */
  isAmbiguous(name: string): boolean;
  /** Whether the root lists several items under one key. */
  isListedTwice(canon: Canon): boolean;
}

/** Every item of both sides is asked for its name or key, so this is put off until one is to be told. */
export function createContext(words: TypeWords, before: Canon, after: Canon): Context {
  let repeated: ReadonlySet<string> | undefined;
  const twice = new Map<string, ReadonlySet<string>>();
  return {
    isAmbiguous: (name) => {
      repeated ??= new Set([...repeatedNames(before, words), ...repeatedNames(after, words)]);
      return repeated.has(name);
    },
    isListedTwice: ({ tag, key }) => {
      let keys = twice.get(tag);
      if (!keys) {
        keys = new Set([...repeatedKeys(before, tag), ...repeatedKeys(after, tag)]);
        twice.set(tag, keys);
      }
      return keys.has(key);
    },
  };
}

/** What goes or comes where another item of that name stays. */
export function isOneOfSeveral({ before, after, index, byPosition }: Place, context: Context): boolean {
  const only = before && after ? undefined : (before ?? after);
  if (!only || !index || byPosition || only.key === '') return false;
  return context.isListedTwice(only);
}

/** The keys that several items of a tag have. */
function repeatedKeys(root: Canon, tag: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const key of keysOf(root, tag)) {
    if (key !== '' && seen.has(key)) repeated.add(key);
    seen.add(key);
  }
  return repeated;
}

function keysOf(root: Canon, tag: string): Iterable<string> {
  if (!(root instanceof RootCanon))
    return root.children.filter((child) => child.tag === tag).map(({ key }) => key);
  const list = root.lists.get(tag);
  if (!list || hasOwnKeys(list)) return [];
  return Array.from({ length: list.length }, (_, index) => list.keyAt(index));
}

/** Labels that several elements share, so that they need their names beside them. */
function repeatedNames(root: Canon, words: TypeWords): string[] {
  const seen = new Set<string>();
  const repeated: string[] = [];
  for (const child of root.children) {
    const name = words.name(child);
    if (name === undefined) continue;
    if (seen.has(name)) repeated.push(name);
    seen.add(name);
  }
  return repeated;
}
