// Checks plain elements (no attributes, references or comments) in place, and finds the text that names them.

import type { Item } from './outline.ts';
import { isPlainName, plainNameEnd } from './xml-characters.ts';

/** Child elements that name an item of a tag, the first present one wins; undefined: not known. */
export type KeyNames = (rootTag: string) => (tag: string) => readonly string[] | undefined;

const greater = 0x3e;
const slash = 0x2f;

/** Gives undefined for an element that is not plain, or not well-formed. */
export function createSkimmer(
  text: string,
  keysOf: (tag: string) => readonly string[] | undefined,
): (start: number) => Item | undefined {
  const tags = new Map<string, { tag: string; keys: readonly string[] }>();
  const nameStarts: number[] = [];
  const nameEnds: number[] = [];
  let tag = '';
  let keys: readonly string[] = [];
  let keyStart = -1;
  let keyEnd = -1;
  let keyRank = 0;
  /** Behind every place looked at so far: where the next reference and the next `]]>` are. */
  let nextReference = next('&', 0);
  let nextBrackets = next(']]>', 0);

  function next(what: string, from: number): number {
    const found = text.indexOf(what, from);
    return found < 0 ? text.length : found;
  }

  function isSame(one: number, oneEnd: number, other: number): boolean {
    for (let i = one, j = other; i < oneEnd; i++, j++)
      if (text.charCodeAt(i) !== text.charCodeAt(j)) return false;
    return true;
  }

  function begin(start: number, end: number): void {
    if (end - start !== tag.length || !text.startsWith(tag, start)) {
      const name = text.slice(start, end);
      let known = tags.get(name);
      if (!known) {
        known = { tag: name, keys: keysOf(name) ?? [] };
        tags.set(name, known);
      }
      ({ tag, keys } = known);
    }
    keyStart = -1;
    keyEnd = -1;
    keyRank = keys.length;
  }

  /** A child of the item: does it name it, better than what was found before? */
  function consider(start: number, end: number, valueStart: number, valueEnd: number): void {
    const length = end - start;
    for (let rank = 0; rank < keyRank; rank++) {
      const key = keys[rank] as string;
      if (key.length !== length || !text.startsWith(key, start)) continue;
      // An empty child leaves the name to the next one: too rare to be followed here.
      const isOdd = valueStart < 0 || (valueStart === valueEnd && keys.length > 1);
      keyStart = isOdd ? -1 : valueStart;
      keyEnd = valueEnd;
      keyRank = isOdd ? 0 : rank;
      return;
    }
  }

  /** Where the element ends; -1: look closer. */
  function endOf(start: number): number {
    let depth = 0;
    let lt = start;
    for (;;) {
      const code = text.charCodeAt(lt + 1);
      if (code === slash) {
        depth--;
        const from = nameStarts[depth] as number;
        const to = nameEnds[depth] as number;
        const end = lt + 2 + to - from;
        if (text.charCodeAt(end) !== greater || !isSame(from, to, lt + 2)) return -1;
        if (depth === 0) return end + 1;
        lt = text.indexOf('<', end + 1);
      } else {
        if (!isPlainName(code)) return -1;
        const from = lt + 1;
        const to = plainNameEnd(text, from + 1);
        if (text.charCodeAt(to) !== greater) return -1;
        if (depth === 0) begin(from, to);
        lt = text.indexOf('<', to + 1);
        const end = lt + 2 + to - from;
        const isLeaf = text.charCodeAt(lt + 1) === slash;
        if (isLeaf && depth > 0) {
          if (text.charCodeAt(end) !== greater || !isSame(from, to, lt + 2)) return -1;
          if (depth === 1 && keyRank > 0) consider(from, to, to + 1, lt);
          lt = text.indexOf('<', end + 1);
        } else {
          if (depth === 1 && keyRank > 0) consider(from, to, -1, -1);
          nameStarts[depth] = from;
          nameEnds[depth++] = to;
        }
      }
      if (lt < 0) return -1;
    }
  }

  return (start) => {
    const end = endOf(start);
    if (end < 0) return undefined;
    if (nextReference < start) nextReference = next('&', start);
    if (nextBrackets < start) nextBrackets = next(']]>', start);
    if (nextReference < end || nextBrackets < end) return undefined;
    const known = keyStart >= 0;
    return {
      tag,
      start,
      end,
      keyStart: known ? keyStart : -1,
      keyEnd,
      keyName: known ? (keys[keyRank] as string) : '',
      twin: -1,
      node: undefined,
    };
  };
}
