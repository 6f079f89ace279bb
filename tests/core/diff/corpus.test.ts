// Real revision pairs, where they are at hand: nothing is missed, nothing is told twice, and noise explains the rest.

import { describe, expect, test } from 'vitest';
import { diffFile } from '../../../core/diff/file.ts';
import { changeInWords } from '../../../core/diff/summary.ts';
import { sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml, XmlError } from '../../../core/metadata/parse-xml.ts';
import { chosenPairs, gitLines } from './corpus-pairs.ts';
import { expectRoundTrip } from './round-trip.ts';

/** Hand-edited in history and not well-formed before: they must fall back to lines. */
const malformed = new Set(['layout00', 'layout01']);

const pairs = chosenPairs();
const here = pairs.length > 0;
if (!here) console.warn('skipped: no corpus of real revision pairs beside the checkout');

describe.skipIf(!here)('real revision pairs', () => {
  test.each(pairs)('$name', ({ name, type, before, after, paths }) => {
    const compare = (one: string, other: string) =>
      diffFile({ name, role: 'metadata', type, before: one, after: other });
    const { diff: there, summary } = compare(before, after);
    const { diff: back } = compare(after, before);
    expect(there.by).toBe(malformed.has(name) ? 'lines' : 'structure');
    expect(back.changes).toHaveLength(there.changes.length);
    expect(back.noise).toHaveLength(there.noise.length);
    // Never more to read than git's changed lines, and where git shows lines and we no change, noise says why.
    const { added, removed } = gitLines(paths);
    expect(added + removed).toBeGreaterThan(0);
    expect(there.changes.length).toBeLessThanOrEqual(added + removed);
    expect(there.changes.length + there.noise.length).toBeGreaterThan(0);
    expect(summary).not.toMatch(/undefined|\[object|#\d/);
    for (const change of there.changes) expect(changeInWords(change)).not.toMatch(/undefined|\[object/);
    if (there.by === 'structure') {
      expectRoundTrip(type, before, after);
      expectRoundTrip(type, after, before);
    }
    for (const text of [before, after]) {
      if (malformed.has(name) && isMalformed(text)) continue;
      const written = canonicalText(type, text);
      expect(sameMeaning(type, parseXml(text), parseXml(written))).toBe(true);
      expect(canonicalText(type, written)).toBe(written);
      expect(compare(text, text).diff.changes).toEqual([]);
      // Whatever the writing changed is formatting, and the noise lane has a name for each kind of it.
      const rewritten = compare(text, written).diff;
      expect(rewritten.changes).toEqual([]);
      expect(rewritten.noise.length > 0).toBe(text !== written);
      for (const { where } of rewritten.noise) expect(where).not.toBe('Formatting: spelling of elements');
    }
  });
});

function isMalformed(text: string): boolean {
  try {
    parseXml(text);
    return false;
  } catch (error) {
    if (error instanceof XmlError) return true;
    throw error;
  }
}
