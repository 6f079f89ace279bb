// Our scanner against saxes, the strict reference: the same trees, the same refusals, the same places.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { parseXml, type XmlDocument, XmlError, type XmlNode } from '../../../core/metadata/parse-xml.ts';
import { newShared } from '../../../core/metadata/xml-scanner.ts';
import { treeBySaxes } from './saxes-tree.ts';

const rounds = Number(process.env.FUZZ_ROUNDS ?? 6000);
const cases = new URL('../diff/cases/', import.meta.url);
const corpus = new URL('../../../../shared/corpus/', import.meta.url);

function outcome(parse: (text: string) => XmlDocument, text: string): string {
  try {
    const { root, namespace, prolog, epilog } = parse(text);
    return JSON.stringify([namespace, prolog.map(flat), flat(root), epilog.map(flat)]);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return `${error.line}:${error.column} ${error.message}`;
  }
}

/** Nodes in document order with their depth; the lines of stray text and instructions are ours alone. */
function flat(root: XmlNode): unknown[] {
  const out: unknown[] = [];
  const waiting: [XmlNode, number][] = [[root, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [{ name, attributes, text, line, endLine, children }, depth] = next;
    out.push([depth, name, attributes, text, ...(name === '#text' || name === '#pi' ? [] : [line, endLine])]);
    for (const child of children) waiting.push([child, depth + 1]);
  }
  return out;
}

/** Places that are ours to choose: inside declarations, and in a line end that the text stops in. */
const ownPlace = /a document type declaration is not allowed|malformed XML declaration/;
const theirPlace =
  /expected (?:the|one)|any more name|value required|must be quoted|must match|whitespace req|XML declaration/;
const isRefusal = (result: string) => !result.startsWith('[');

/** Undefined when both agree. `learnt` is a document that was read before, as the other side of a comparison is. */
function disagreement(text: string, learnt?: string): string | undefined {
  const ours = outcome(parseXml, text);
  if (learnt !== undefined) {
    const shared = newShared();
    outcome((one) => parseXml(one, shared), learnt);
    const again = outcome((one) => parseXml(one, shared), text);
    if (again !== ours) return `${JSON.stringify(text)}\nalone: ${ours}\nafter another document: ${again}`;
  }
  // It swallows the character after half a surrogate pair; no text file can hold one.
  if (!text.isWellFormed()) return isRefusal(ours) ? undefined : `half a pair accepted: ${ours}`;
  const theirs = outcome(treeBySaxes, text);
  if (ours === theirs) return undefined;
  const isLater =
    /\u0085|\u2028/.test(text) || (/<\?xml[^>]*\d["']/.test(text) && !/["']1\.0["']/.test(text));
  const isFree = ownPlace.test(ours) || theirPlace.test(theirs) || isLater || text.endsWith('\r');
  if (isRefusal(ours) && isRefusal(theirs) && isFree) return undefined;
  if (isLater && !isRefusal(ours) && !isRefusal(theirs)) return undefined;
  return `${JSON.stringify(text)}\nours:   ${ours}\ntheirs: ${theirs}`;
}

let state = Number(process.env.FUZZ_SEED ?? 2026);
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
}
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;

const tokens = [
  ...'< > & ; / = ! ? - -- ] [ ]] ]]> " \' : . x 1'.split(' '),
  ...' |\n|\r|\r\n|\t|\u0001|\u007F|\u0085|\u2028|\uFEFF|\uFFFE|\uD83D|😀|é|\u00B7|\u3000'.split('|'),
  ...'<a>|</a>|<b>|</b>|</a |<a/>|<a |a="1"|b=\'2\'|a=1|<é>|</é>|<x:a>|</x:a>|xmlns:x="u"|xmlns="v"|x:a="2"'.split(
    '|',
  ),
  ...'&amp;|&lt;|&#65;|&#x0;|&#xD;|&#x1F600;|&#xFFFF;|&#X41;|&nbsp;|&constructor;|&é;|&;|& '.split('|'),
  ...'<!--|-->|<!-- c -->|<!-- a--b -->|<![CDATA[|]]>|<![CDATA[x]]>|<!DOCTYPE a>|<?p i?>|<?xml?>|<?XML ?>|<?p|?>|<!ELEM'.split(
    '|',
  ),
  ...[
    '<?xml version="1.0"?>',
    '<?xml version="1.1"?>',
    '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>',
  ],
];

const caseTexts = readdirSync(cases).flatMap((name) =>
  ['before', 'after'].map((side) => readFileSync(new URL(`${name}/${side}.xml`, cases), 'utf8')),
);
const corpusTexts = existsSync(corpus)
  ? readdirSync(corpus, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name: type }) =>
        readdirSync(new URL(`${type}/`, corpus)).map((name) =>
          readFileSync(new URL(`${type}/${name}/after.xml`, corpus), 'utf8'),
        ),
      )
  : [];

const sampler = `\uFEFF<?xml version="1.0" encoding='UTF-8'?>\r\n<!-- a - b --><?p  x ?>\n<m:a xmlns:m="urn:m" xmlns="urn:d" k = 'v&#10;\n&lt;"'>t &amp; é😀 <![CDATA[<x>]]]]>\n  <b/><c x="1" y='2' />stray<d\n><!-- -->\n</d >\r<e>]] ></e></m:a>\n<!-- end -->\n`;

/** Markup that comes again and again, so that most of it is read in long steps. */
const regular = `<P xmlns="u">\n${Array.from(
  { length: 12 },
  (_, i) =>
    `  <f>\n    <edit>${i % 3 === 0}</edit>\n    <field>A.F${i}</field>\n    <read>${i % 2 === 0}</read>\n${i % 4 === 0 ? '    <g><h>x</h><h>y &lt; z</h></g>\n' : ''}  </f>\n`,
).join('')}</P>\n`;

function mutated(text: string): string {
  let result = text;
  for (let edits = 1 + random(3); edits > 0; edits--) {
    const at = random(result.length + 1);
    const end = Math.min(result.length, at + random(40));
    result = pick([
      () => result.slice(0, at) + result.slice(end),
      () => result.slice(0, at) + pick(tokens) + result.slice(at),
      () => result.slice(0, at) + pick(tokens) + result.slice(end),
      () => result.slice(0, end) + result.slice(at),
      () => result.slice(0, at),
    ])();
  }
  return result;
}

describe('agrees with saxes', () => {
  test('on every case and document of the corpus', () => {
    for (const text of [...caseTexts, ...corpusTexts]) expect(disagreement(text)).toBeUndefined();
  });

  test.each([
    ['a document with everything in it', sampler],
    ['a document of regular shape', regular],
    ['a permission set', caseTexts[0] ?? ''],
    ['a flow', caseTexts.find((text) => text.includes('<Flow')) ?? ''],
  ])('on every truncation of %s', (_, text) => {
    for (let length = 0; length <= text.length; length++)
      expect(disagreement(text.slice(0, length))).toBeUndefined();
  });

  test(`on ${rounds} soups of tokens`, { timeout: 60_000 + rounds }, () => {
    for (let round = 0; round < rounds; round++) {
      const soup = Array.from({ length: 1 + random(12) }, () => pick(tokens)).join('');
      expect(
        disagreement(pick([soup, `<a>${soup}</a>`, `<a ${soup}/>`, `<a b="${soup}"/>`])),
      ).toBeUndefined();
    }
  });

  test(`on ${rounds} mutated documents`, { timeout: 60_000 + rounds * 20 }, () => {
    const small = corpusTexts.filter((text) => text.length < 40_000);
    for (let round = 0; round < rounds; round++) {
      const text =
        round % 20 === 0 && small.length > 0 ? pick(small) : pick([sampler, regular, pick(caseTexts)]);
      expect(disagreement(mutated(text), text)).toBeUndefined();
    }
  });

  test('on what is well-formed inside an element only', () => {
    const inside = '<a><b>x</b></a><b>y</b>';
    expect(disagreement(inside, `<r>${inside}</r>`)).toBeUndefined();
    expect(disagreement(`<r>${inside}</r>`, inside)).toBeUndefined();
  });
});
