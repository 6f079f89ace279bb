// Names the ways in which two documents spell the same things: characters, values, empty elements, defaults.

import { rulesFor, type TypeRules } from '../metadata/identity.ts';
import { canonicalValue } from '../metadata/scalars.ts';
import { type Bag, type Counted, leftOut, type Spelling, startTag, take } from './noise-left-out.ts';
import type { Leftover, Piece } from './noise-pieces.ts';

/** Takes away the pieces that say the same, way by way; what is left differs in meaning, unless `same`. */
export function spellings(left: Leftover, before: string, after: string, same: boolean): readonly Spelling[] {
  const one = pieces(left.before);
  const other = pieces(left.after);
  if (one.size + other.size === 0) return [];
  const rootTag = rootOf(after);
  const rules = rulesFor(rootTag);
  const found: Spelling[] = [];
  for (const { what, applies, respell } of ways(rules, same)) {
    if (one.size === 0 || other.size === 0) break;
    // What is spelt alike already was found alike already.
    const changed = [one, other].filter((bag) => respelt(bag, applies, respell)).length > 0;
    if (changed && cancelled(one, other)) found.push({ what });
  }
  found.push(...leftOut(one, other, before, after, rules, rootTag, same));
  // Whatever it is, it means nothing.
  if (same && one.size + other.size > 0 && found.length === 0) found.push({ what: 'spelling of elements' });
  return found;
}

interface Way {
  readonly what: string;
  /** A quick test, which may be true too often. */
  readonly applies: (content: string) => boolean;
  readonly respell: (content: string) => readonly string[];
}

function ways(rules: TypeRules, same: boolean): readonly Way[] {
  const always: readonly Way[] = [
    {
      what: 'spelling of characters',
      applies: (content) => content.includes('&') || content.includes('<![') || content.includes(']]>'),
      respell: (content) => [characters(content)],
    },
    {
      what: 'spelling of tags',
      applies: hasBlank,
      respell: (content) => [tidyTag(content)],
    },
    { what: 'spelling of empty elements', applies: (content) => content.includes('/>'), respell: halves },
    {
      what: 'spelling of values',
      applies: (content) =>
        rules.kind(content.slice(1, content.indexOf('>'))) !== 'text' || content.includes('\r'),
      respell: (content) => [value(content, rules)],
    },
  ];
  const declarations: Way = {
    what: 'namespace declarations',
    applies: (content) => content.includes('xmlns:'),
    respell: (content) => [undeclared(content)],
  };
  const prefixes: Way = {
    what: 'namespace prefixes',
    applies: (content) => /^<[^>]*:/.test(content),
    respell: (content) => [unprefixed(content)],
  };
  return same ? [...always, declarations, prefixes] : [...always, declarations];
}

function pieces(from: readonly Piece[]): Bag {
  const bag: Bag = new Map();
  for (const { content, count, start } of from) if (count > 0) put(bag, content, count, start);
  return bag;
}

function put(bag: Bag, content: string, count: number, start: number): void {
  if (content === '') return;
  const known = bag.get(content);
  if (known) known.count += count;
  else bag.set(content, { count, start });
}

/** True when anything is spelt in another way now. */
function respelt(
  bag: Bag,
  applies: (content: string) => boolean,
  respell: (content: string) => readonly string[],
): boolean {
  const made: [readonly string[], Counted][] = [];
  for (const [content, counted] of bag) {
    if (!applies(content)) continue;
    const parts = respell(content);
    if (parts.length === 1 && parts[0] === content) continue;
    made.push([parts, counted]);
    bag.delete(content);
  }
  for (const [parts, { count, start }] of made) for (const part of parts) put(bag, part, count, start);
  return made.length > 0;
}

/** True when both had something in common, which is taken away. */
function cancelled(one: Bag, other: Bag): boolean {
  let any = false;
  for (const [content, mine] of one) {
    const theirs = other.get(content);
    const count = Math.min(mine.count, theirs?.count ?? 0);
    if (count > 0) any = true;
    take(one, content, count);
    take(other, content, count);
  }
  return any;
}

const named: Readonly<Record<string, string>> = {
  apos: "'",
  quot: '"',
  gt: '>',
  lt: '\u0001',
  amp: '\u0002',
};

/** Entities and CDATA as one spelling. What would read as a tag or an entity is kept apart from those. */
function characters(content: string): string {
  if (content.startsWith('<!--') || content.startsWith('<?')) return content;
  if (!content.includes('&') && !content.includes('<![')) return content.replace(/\]\]>/g, '');
  return content
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part, index) =>
      index % 2 === 1
        ? part.slice(9, -3).replace(/</g, '\u0001').replace(/&/g, '\u0002')
        : part.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(apos|quot|gt|lt|amp));/g, entity),
    )
    .join('');
}

function entity(all: string, hex?: string, digits?: string, name?: string): string {
  if (name) return named[name] ?? all;
  const code = hex ? Number.parseInt(hex, 16) : Number(digits);
  if (code > 0x10ffff) return all;
  if (code === 0x3c) return '\u0001';
  return code === 0x26 ? '\u0002' : String.fromCodePoint(code);
}

/** Attributes sorted, in double quotes, one blank apart. */
function tidyTag(content: string): string {
  const closing = /^<\/([^\s>]+)\s*>/.exec(content);
  if (closing) return `</${closing[1]}>${content.slice(closing[0].length)}`;
  const match = startTag.exec(content);
  if (!match) return content;
  const [all, name, attributes = '', slash = ''] = match;
  const each = [...attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]
    .map(([, key, double, single]) => ` ${key}="${double ?? single ?? ''}"`)
    .sort()
    .join('');
  return `<${name}${each}${slash}>${content.slice(all.length)}`;
}

/** `<a/>` as the two tags it stands for. */
function halves(content: string): readonly string[] {
  const match = startTag.exec(content);
  if (!match || match[3] === '') return [content];
  const [all, name] = match;
  return [`${all.slice(0, -2).trimEnd()}>`, `</${name}>${content.slice(all.length)}`];
}

function value(content: string, rules: TypeRules): string {
  const match = startTag.exec(content);
  if (!match) return content;
  const [all, name = ''] = match;
  return all + canonicalValue(rules.kind(name), content.slice(all.length));
}

function hasBlank(content: string): boolean {
  for (let at = 1; at < content.length; at++) {
    const code = content.charCodeAt(at);
    if (code === 0x3e) return false;
    if (code === 0x20 || code === 0x0a || code === 0x09) return true;
  }
  return false;
}

function undeclared(content: string): string {
  return content.replace(/^<[^>]*>/, (tag) => tag.replace(/\s+xmlns:[^\s=]+="[^"]*"/g, ''));
}

function unprefixed(content: string): string {
  return content
    .replace(/^(<\/?)[^\s:/>]+:/, '$1')
    .replace(/^<[^>]*>/, (tag) => tag.replace(/\s+xmlns(?::[^\s=]+)?="[^"]*"/g, ''));
}

function rootOf(text: string): string {
  return (
    /<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(text.slice(0, 50_000).replace(/<!--[\s\S]*?-->/g, ''))?.[1] ?? ''
  );
}
