// The quick way (outlines, equal items never read) and the full way (both trees) tell the same.

import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffDocuments, diffRead, type SemanticDiff } from '../../../core/diff/semantic.ts';
import { createTeller } from '../../../core/diff/wording.ts';
import { wordsFor } from '../../../core/diff/words/type-words.ts';
import type { Canon } from '../../../core/metadata/canonical.ts';
import { parseXml, XmlError } from '../../../core/metadata/parse-xml.ts';
import { newShared } from '../../../core/metadata/xml-scanner.ts';
import { documents, style, write } from '../generate.ts';
import { alike, documentOf, types } from '../generate-types.ts';
import { chosenPairs } from './corpus-pairs.ts';

function quick(type: string, before: string, after: string): SemanticDiff | undefined {
  const shared = newShared();
  return orMalformed(() => diffRead(type, parseXml(before, shared), parseXml(after, shared), before > after));
}

function full(type: string, before: string, after: string): SemanticDiff | undefined {
  return orMalformed(() => diffDocuments(type, parseXml(before), parseXml(after), before > after));
}

function orMalformed(compare: () => SemanticDiff): SemanticDiff | undefined {
  try {
    return compare();
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

/** Everything a reader can be told of a difference. */
function facts(type: string, diff: SemanticDiff) {
  const tell = createTeller(wordsFor(type), diff.before, diff.after);
  const { same, exact, reordered } = diff;
  return { told: diff.deltas.map(tell), same, exact, reordered };
}

/** False for malformed text. */
function agrees(type: string, before: string, after: string): boolean {
  const one = quick(type, before, after);
  if (!one) return false;
  const other = full(type, before, after);
  if (!other) throw new Error('one way reads it, the other does not');
  const [ours, theirs] = [facts(type, one), facts(type, other)];
  // Which of two items that are alike stayed is anybody's guess: both are right to apply, see round-trip.ts.
  if (hasTwins(other.before) || hasTwins(other.after))
    expect([ours.same, ours.exact]).toEqual([theirs.same, theirs.exact]);
  else expect(ours).toEqual(theirs);
  return true;
}

function hasTwins({ children }: Canon): boolean {
  return new Set(children.map(({ full }) => full)).size < children.length;
}

describe('case folders', () => {
  const folder = new URL('cases/', import.meta.url);
  test.each(readdirSync(folder))('%s', (name) => {
    const read = (file: string) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
    const { type } = JSON.parse(read('expected.json')) as { type: string };
    agrees(type, read('before.xml'), read('after.xml'));
    agrees(type, read('after.xml'), read('before.xml'));
  });
});

const numRuns = 10 * Number(process.env.LAW_RUNS ?? 1);

test.each(documents)('generated: $type', ({ type, model }) => {
  fc.assert(
    fc.property(model, model, style, (one, other, how) => {
      expect(agrees(type, write(one), write(other, how))).toBe(true);
      expect(agrees(type, write(one), write(one, how))).toBe(true);
    }),
    { numRuns: numRuns * 4 },
  );
});

test.each(types)('generated from the table: %s', (type) => {
  fc.assert(
    fc.property(alike, style, ([one, other], how) => {
      expect(agrees(type, write(documentOf(type, one)), write(documentOf(type, other), how))).toBe(true);
    }),
    { numRuns },
  );
});

test.skipIf(chosenPairs().length === 0).each(chosenPairs())('real pair $name', ({ type, before, after }) => {
  agrees(type, before, after);
});

describe('namespaces', () => {
  test('the same characters in another namespace are something else', () => {
    const before = '<PermissionSet xmlns:x="u"><label><x:a/></label></PermissionSet>';
    const after = '<PermissionSet xmlns:x="v"><label><x:a/></label></PermissionSet>';
    expect(quick('PermissionSet', before, after)?.same).toBe(false);
    expect(agrees('PermissionSet', before, after)).toBe(true);
  });
});
