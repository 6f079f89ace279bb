// Our comparison of metadata by meaning, put together as core/diff/file.ts does it, and what it tells in plain words.

import type { Delta } from '../../core/diff/delta.ts';
import { diffFile } from '../../core/diff/file.ts';
import { diffRead, type SemanticDiff } from '../../core/diff/semantic.ts';
import { parseXml, XmlError } from '../../core/metadata/parse-xml.ts';
import { newShared } from '../../core/metadata/xml-scanner.ts';
import { identityOf } from './profile.ts';

/** The rules p5 is compared by. */
export const profileType = 'Profile';

/** By meaning alone, without words and line hunks; undefined for malformed text. */
export function compareByMeaning(type: string, before: string, after: string): SemanticDiff | undefined {
  const shared = newShared();
  try {
    return diffRead(type, parseXml(before, shared), parseXml(after, shared), before > after);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

/** All that a person gets to see: changes in words, noise, and the hunks of the lines. */
export function compareWithWords(type: string, before: string, after: string): number {
  return diffFile({ name: 'p5-meta.xml', role: 'metadata', type, before, after }).diff.changes.length;
}

/** The sentences of `Truth`, one for each difference. */
export function told({ deltas }: SemanticDiff): string[] {
  return deltas.map(sentence);
}

function sentence({ kind, trail }: Delta): string {
  const item = trail[0]?.after ?? trail[0]?.before;
  if (!item) return kind;
  const texts = identityOf(item.tag).map((tag) => item.children.find((child) => child.tag === tag)?.text);
  const steps = trail.slice(1).map(({ before, after }) => (after ?? before)?.tag);
  return [kind, item.tag, ...texts.filter((text) => text !== undefined), ...steps].join(' ');
}
