// Real revision pairs, where they are at hand: nothing crashes, both directions agree, writing changes no meaning.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diffFile } from '../../../core/diff/file.ts';
import { sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml, XmlError } from '../../../core/metadata/parse-xml.ts';

const corpus = new URL('../../../../shared/corpus/', import.meta.url);
const types: Record<string, string> = {
  flow: 'Flow',
  labels: 'CustomLabels',
  layout: 'Layout',
  object: 'CustomObject',
  permset: 'PermissionSet',
  profile: 'Profile',
  translation: 'Translations',
};
/** Hand-edited in history and not well-formed before: they must fall back to lines. */
const malformed = new Set(['layout00', 'layout01']);

const here = existsSync(corpus);
if (!here) console.warn('skipped: no corpus of real revision pairs beside the checkout');

const pairs = here
  ? Object.entries(types).flatMap(([folder, type]) =>
      readdirSync(new URL(`${folder}/`, corpus)).map((name) => ({ name, type, folder })),
    )
  : [];

describe.skipIf(!here)('real revision pairs', () => {
  test.each(pairs)('$name', ({ name, type, folder }) => {
    const read = (side: string) => readFileSync(new URL(`${folder}/${name}/${side}.xml`, corpus), 'utf8');
    const [before, after] = [read('before'), read('after')];
    const compare = (one: string, other: string) =>
      diffFile({ name, role: 'metadata', type, before: one, after: other });
    const { diff: there } = compare(before, after);
    const { diff: back } = compare(after, before);
    expect(there.by).toBe(malformed.has(name) ? 'lines' : 'structure');
    expect(back.changes).toHaveLength(there.changes.length);
    expect(back.noise).toHaveLength(there.noise.length);
    // Never more to read than git's changed lines, and never nothing for files that differ.
    const lines = there.text.hunks.reduce((sum, hunk) => sum + hunk.beforeCount + hunk.afterCount, 0);
    expect(there.changes.length).toBeLessThanOrEqual(lines);
    expect(there.changes.length + there.noise.length > 0).toBe(before !== after);
    for (const text of [before, after]) {
      if (malformed.has(name) && isMalformed(text)) continue;
      const written = canonicalText(type, text);
      expect(sameMeaning(type, parseXml(text), parseXml(written))).toBe(true);
      expect(canonicalText(type, written)).toBe(written);
      expect(compare(text, text).diff.changes).toEqual([]);
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
