// Knows which names and keys of a document several of its items share.

import type { Canon } from '../metadata/canonical.ts';
import type { Place } from './delta.ts';
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
  let twice: readonly ReadonlyMap<string, ReadonlySet<string>>[] | undefined;
  return {
    isAmbiguous: (name) => {
      repeated ??= new Set([...repeatedNames(before, words), ...repeatedNames(after, words)]);
      return repeated.has(name);
    },
    isListedTwice: ({ tag, key }) => {
      twice ??= [repeatedKeys(before), repeatedKeys(after)];
      return twice.some((keys) => keys.get(tag)?.has(key));
    },
  };
}

/** What goes or comes where another item of that name stays. */
export function isOneOfSeveral({ before, after, index, byPosition }: Place, context: Context): boolean {
  const only = before && after ? undefined : (before ?? after);
  if (!only || !index || byPosition || only.key === '') return false;
  return context.isListedTwice(only);
}

/** Of each tag the keys that several items have. */
function repeatedKeys(root: Canon): ReadonlyMap<string, ReadonlySet<string>> {
  const seen = new Map<string, Set<string>>();
  const repeated = new Map<string, Set<string>>();
  for (const { tag, key } of root.children) {
    if (key === '') continue;
    const keys = seen.get(tag);
    if (!keys) seen.set(tag, new Set([key]));
    else if (keys.has(key)) repeated.set(tag, (repeated.get(tag) ?? new Set()).add(key));
    else keys.add(key);
  }
  return repeated;
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
