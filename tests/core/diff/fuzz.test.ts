// Broken and odd documents of every type: no crash, no hang, nothing missed, both directions agree, and what can be
// written keeps its meaning. `npm run soak` runs a million.

import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { expect, test } from 'vitest';
import { diffFile } from '../../../core/diff/file.ts';
import { sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml, XmlError } from '../../../core/metadata/parse-xml.ts';
import { workTime } from '../../helpers/work-time.ts';
import { realPairs } from './corpus-pairs.ts';
import { Dice, mutatedBytes, mutatedTree } from './mutate.ts';
import { expectRoundTrip } from './round-trip.ts';

const rounds = Number(process.env.FUZZ_ROUNDS ?? 2500);
const dice = new Dice(Number(process.env.FUZZ_SEED ?? 2026));

interface Seed {
  readonly text: string;
  readonly type: string;
}

const folder = new URL('cases/', import.meta.url);
const cases = readdirSync(folder).flatMap((name): Seed[] => {
  const read = (file: string) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
  const { type } = JSON.parse(read('expected.json')) as { type: string };
  return [
    { text: read('before.xml'), type },
    { text: read('after.xml'), type },
  ];
});
/** Parts of real documents: whole ones are compared elsewhere, and one of them takes as long as a hundred of these. */
const real = realPairs().flatMap(({ type, before, after }) =>
  [before, after].map((text) => ({ type, text: opening(text, 3000) })),
);
const seeds = [...cases, ...real];

/** The start of a document, with as many of the root's children as fit. */
function opening(text: string, length: number): string {
  if (text.length <= length) return text;
  const root = /<([A-Za-z]\w*)[ >]/.exec(text)?.[1] ?? '';
  const close = /\n(?: {4}|\t)<\/\w+>\r?\n/g;
  let end = 0;
  for (let match = close.exec(text); match && match.index < length; match = close.exec(text))
    end = close.lastIndex;
  return `${text.slice(0, end)}</${root}>\n`;
}

const slowest = 1000;

function timed<T>(work: () => T, context: () => string): T {
  const worked = workTime();
  const result = work();
  const took = worked();
  // A machine that does other things may stop for a while: only what is slow again is slow.
  if (took > slowest) {
    const again = workTime();
    work();
    if (again() > slowest) expect.fail(`took ${Math.round(took)} ms: ${context()}`);
  }
  return result;
}

function isWellFormed(text: string): boolean {
  try {
    parseXml(text);
    return true;
  } catch (error) {
    if (error instanceof XmlError) return false;
    throw error;
  }
}

function check(type: string, text: string, other: string, context: () => string): void {
  const compare = (before: string, after: string) =>
    timed(() => diffFile({ name: 'a-meta.xml', role: 'metadata', type, before, after }).diff, context);
  const there = compare(text, other);
  const back = compare(other, text);
  if (there.by === 'structure') {
    if (back.changes.length !== there.changes.length || back.noise.length !== there.noise.length)
      expect.fail(`unequal directions: ${context()}`);
    if (there.changes.length + there.noise.length === 0 && text !== other)
      expect.fail(`a difference nobody tells: ${context()}`);
    if (there.changes.length > 0 === sameMeaning(type, parseXml(text), parseXml(other)))
      expect.fail(`a change without meaning, or meaning without a change: ${context()}`);
    expectRoundTrip(type, text, other);
  } else if (isWellFormed(text) && isWellFormed(other)) expect.fail(`lines for no reason: ${context()}`);
  // Half of a surrogate pair cannot be in a file; writing it would replace it.
  if (!other.isWellFormed() || !isWellFormed(other)) return;
  const written = canonicalText(type, other);
  if (!sameMeaning(type, parseXml(other), parseXml(written)))
    expect.fail(`writing changed the meaning: ${context()}`);
  if (canonicalText(type, written) !== written) expect.fail(`written twice, two texts: ${context()}`);
}

test(`${rounds} mutated documents`, { timeout: 120_000 + rounds * 30 }, () => {
  for (let round = 0; round < rounds; round++) {
    const { text, type } = dice.pick(seeds);
    const edited = mutatedTree(text, dice) ?? text;
    const other = dice.pick([
      () => edited,
      () => mutatedBytes(edited, dice),
      () => mutatedBytes(dice.pick([text, dice.pick(seeds).text]), dice),
    ])();
    const context = () => JSON.stringify({ round, type, text, other });
    try {
      check(type, text, other, context);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\n${context()}`, { cause: error });
    }
    if (rounds >= 50_000 && (round + 1) % 10_000 === 0)
      process.stdout.write(`${round + 1} of ${rounds} mutated documents\n`);
  }
});
