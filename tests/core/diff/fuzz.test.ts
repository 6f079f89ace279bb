// Broken and odd documents: no crash, no hang, both directions agree, and what can be written keeps its meaning.

import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { expect, test } from 'vitest';
import { diffFile } from '../../../core/diff/file.ts';
import { sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml, XmlError } from '../../../core/metadata/parse-xml.ts';
import { expectRoundTrip } from './round-trip.ts';

const rounds = Number(process.env.FUZZ_ROUNDS ?? 4000);
const folder = new URL('cases/', import.meta.url);
const seeds = readdirSync(folder).map((name) => ({
  text: readFileSync(new URL(`${name}/after.xml`, folder), 'utf8'),
  type: (JSON.parse(readFileSync(new URL(`${name}/expected.json`, folder), 'utf8')) as { type: string }).type,
}));

let state = Number(process.env.FUZZ_SEED ?? 2026);
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
}
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;

const oddities = [
  '<',
  '>',
  '&',
  '&amp;',
  '&#x0;',
  '&#65;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '</',
  '/>',
  '\u0000',
  '\uD83D',
  '\r',
  '\uFEFF',
  '<?x?>',
  ' xsi:nil="true"',
  ' xmlns=""',
  '<a:b/>',
  '__proto__',
  '<constructor/>',
  '<name/>',
  '\u2028',
];

function mutated(text: string): string {
  let result = text;
  for (let edits = 1 + random(3); edits > 0; edits--) {
    const at = random(result.length + 1);
    const end = Math.min(result.length, at + random(60));
    const lines = result.split('\n');
    const line = random(lines.length);
    result = pick([
      () => result.slice(0, at) + result.slice(end),
      () => result.slice(0, at) + pick(oddities) + result.slice(at),
      () => result.slice(0, end) + result.slice(at),
      () => result.slice(0, at),
      () => lines.toSpliced(line, 1).join('\n'),
      () => lines.toSpliced(line, 0, lines[line] ?? '').join('\n'),
      () => lines.toSpliced(line, 2, lines[line + 1] ?? '', lines[line] ?? '').join('\n'),
      () => result.replace(/true|false|\d+/, () => pick(['true', 'false', '1', '58.0', '', 'NaN'])),
    ])();
  }
  return result;
}

test(`${rounds} mutated documents`, { timeout: 120_000 + rounds * 20 }, () => {
  let slowest = 0;
  for (let round = 0; round < rounds; round++) {
    const { text, type } = pick(seeds);
    const other = mutated(pick([text, pick(seeds).text]));
    const started = performance.now();
    const there = diffFile({ name: 'a-meta.xml', role: 'metadata', type, before: text, after: other }).diff;
    const back = diffFile({ name: 'a-meta.xml', role: 'metadata', type, before: other, after: text }).diff;
    slowest = Math.max(slowest, performance.now() - started);
    const context = JSON.stringify({ round, type, text, other });
    if (back.changes.length !== there.changes.length && there.by === 'structure')
      expect.fail(`unequal directions: ${context}`);
    if (there.by === 'structure' && there.changes.length + there.noise.length === 0 && text !== other)
      expect.fail(`a difference nobody tells: ${context}`);
    if (there.by === 'structure') expectRoundTrip(type, text, other);
    // Half of a surrogate pair cannot be in a file; writing it would replace it.
    if (!other.isWellFormed()) continue;
    try {
      const document = parseXml(other);
      const written = canonicalText(type, other);
      if (!sameMeaning(type, document, parseXml(written)))
        expect.fail(`writing changed the meaning: ${context}`);
      if (canonicalText(type, written) !== written) expect.fail(`written twice, two texts: ${context}`);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
    }
  }
  expect(slowest).toBeLessThan(2000);
});
