// Stands for what is told of but is no element of a document: attributes, a missing value, a place on the canvas.

import type { Canon } from '../metadata/canonical.ts';
import type { Place } from './delta.ts';

export function coordinateParts(canon: Canon): readonly Canon[] {
  return canon.children.filter((child) => child.tag === 'locationX' || child.tag === 'locationY');
}

/** Equal for coordinates that are the same, whichever comes first. */
export function inFull(parts: readonly Canon[]): string {
  const of = (tag: string) => parts.filter((part) => part.tag === tag).map(({ full }) => full);
  return `${of('locationX')};${of('locationY')}`;
}

export function coordinates(canon: Canon): Canon | undefined {
  const parts = coordinateParts(canon);
  const [first] = parts;
  if (!first) return undefined;
  return leaf('location', parts.map((part) => part.text).join(', '), first, parts.at(-1));
}

/** Stands for what is no element of its own; it is where `first` begins, and `last` ends. */
export function leaf(tag: string, text: string, first: Canon, last?: Canon): Canon {
  return {
    tag,
    text,
    id: -1,
    full: -1,
    key: '',
    attributes: [],
    children: [],
    noise: first.noise,
    // Lines are counted only for what somebody asks about.
    get line() {
      return first.line;
    },
    get endLine() {
      return last ? last.endLine : first.line;
    },
  };
}

export function rootText(before: Canon, after: Canon): Place {
  return { before: leaf('#text', before.text, before), after: leaf('#text', after.text, after) };
}

export function rootName(root: Canon): Canon {
  return leaf('rootElement', root.tag, root);
}
