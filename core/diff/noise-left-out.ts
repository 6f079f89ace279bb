// Names what is written in one of two documents only and means nothing: nulls, record wrappers, defaults.

import type { TypeRules } from '../metadata/identity.ts';
import { canonicalValue } from '../metadata/scalars.ts';

export interface Spelling {
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

export interface Counted {
  count: number;
  readonly start: number;
}

/** Pieces of one document by what they say. */
export type Bag = Map<string, Counted>;

export function take(bag: Bag, content: string, count: number): void {
  const known = bag.get(content);
  if (!known) return;
  known.count -= count;
  if (known.count <= 0) bag.delete(content);
}

export const startTag = /^<([^\s/>!?]+)((?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/;

/** Nulls, what readMetadata wraps around a record, and defaults: there on one side, and nothing on the other. */
export function leftOut(
  mine: Bag,
  theirs: Bag,
  before: string,
  after: string,
  rules: TypeRules,
  rootTag: string,
  same: boolean,
): Spelling[] {
  const found: Spelling[] = [];
  const sides = [
    { bag: mine, others: theirs, text: before },
    { bag: theirs, others: mine, text: after },
  ] as const;
  const tell = (what: string, test: (side: (typeof sides)[number]) => boolean) => {
    const [old, now] = sides.map(test);
    if (old || now)
      found.push({ what, before: old ? 'written' : 'left out', after: now ? 'written' : 'left out' });
  };
  tell('null elements', ({ bag }) =>
    dropped(
      bag,
      (tag) =>
        tag.includes('xsi:nil') &&
        !rules.isAnyType(startTag.exec(tag)?.[1] ?? '') &&
        /xsi:nil\s*=\s*["']\s*(?:true|1)\s*["']/.test(tag),
    ),
  );
  tell('name and type of the record', ({ bag, text }) => {
    const hasType = bag.size > 0 && isTyped(bag, rootTag);
    const hasName = dropped(
      bag,
      (tag, start) => tag.startsWith('<fullName>') && parentAt(text, start, rootTag) === rootTag,
    );
    return hasType || hasName;
  });
  let lookUps = 0;
  const sums = new Map<Bag, ReadonlyMap<string, number>>();
  const tagsIn = (bag: Bag) => {
    const known = sums.get(bag) ?? tagsOf(bag);
    sums.set(bag, known);
    return known;
  };
  tell('default values', ({ bag, others, text }) =>
    dropped(bag, (content, start, count) => {
      if (content.length > longestDefault || lookUps++ > mostLookUps) return false;
      const match = /^<([^\s/>]+)>([^<]*)$/.exec(content);
      const [, tag = '', written = ''] = match ?? [];
      if (!match) return false;
      const parent = parentAt(text, start, rootTag);
      if (rules.missingMeans(parent, tag) !== canonicalValue(rules.kind(tag), written)) return false;
      // What came or went as a whole is a change, its defaults with it; so is another value.
      return same || count > (bag.get(`<${parent}>`)?.count ?? 0) + (tagsIn(others).get(tag) ?? 0);
    }),
  );
  return found;
}

/** How many elements of each tag are in a bag, whatever their value. */
function tagsOf(bag: Bag): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [content, { count }] of bag) {
    const tag = content.slice(1, content.indexOf('>'));
    sums.set(tag, (sums.get(tag) ?? 0) + count);
  }
  return sums;
}

function isTyped(bag: Bag, rootTag: string): boolean {
  const type = /\s+xsi:type="[^"]*"/;
  return [...bag.keys()].some((content) => content.startsWith(`<${rootTag} `) && type.test(content));
}

/** Takes elements without children away, their closing tags with them. */
function dropped(bag: Bag, test: (content: string, start: number, count: number) => boolean): boolean {
  let any = false;
  for (const [content, { start, count }] of [...bag]) {
    if (!content.startsWith('<') || content.startsWith('</') || !test(content, start, count)) continue;
    any = true;
    take(bag, content, count);
    const name = startTag.exec(content)?.[1];
    if (name && !/\/>$/.test(content)) take(bag, `</${name}>`, count);
  }
  return any;
}

const longestDefault = 100;
const mostLookUps = 5000;
const farthest = 500;

/** The element around a place; far from any start tag it is the root. */
function parentAt(text: string, start: number, rootTag: string): string {
  let depth = 0;
  let at = start;
  for (let step = 0; step < farthest; step++) {
    at = at > 0 ? text.lastIndexOf('<', at - 1) : -1;
    if (at < 0) return rootTag;
    const next = text[at + 1];
    if (next === '/') depth++;
    else if (next !== '!' && next !== '?' && text[text.indexOf('>', at) - 1] !== '/') depth--;
    if (depth < 0) return /^[^\s/>]+/.exec(text.slice(at + 1, at + 200))?.[0] ?? rootTag;
  }
  return rootTag;
}
