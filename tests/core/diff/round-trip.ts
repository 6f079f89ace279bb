// Holds a difference to its law: applied to the one document it gives the other, noise lane included.

import { expect } from 'vitest';
import { applyDeltas } from '../../../core/diff/apply.ts';
import { diffDocuments, diffRead } from '../../../core/diff/semantic.ts';
import { canonicalize, Interner } from '../../../core/metadata/canonical.ts';
import { parseXml } from '../../../core/metadata/parse-xml.ts';

/** Both ways of comparing; the documents are well-formed. */
export function expectRoundTrip(type: string, before: string, after: string): void {
  const wanted = parseXml(after);
  const swapped = before > after;
  const differences = [diffDocuments(type, parseXml(before), wanted, swapped)];
  differences.push(diffRead(type, parseXml(before), wanted, swapped));
  for (const { deltas, before: canon } of differences) {
    const interner = new Interner();
    const root = applyDeltas(deltas, canon);
    const applied = canonicalize(type, { root, namespace: '', prolog: [], epilog: [] }, interner);
    const expected = canonicalize(type, wanted, interner);
    if (applied.full !== expected.full) expect(plain(applied)).toEqual(plain(expected));
    expect(applied.full).toBe(expected.full);
  }
}

function plain({ tag, text, attributes, children }: ReturnType<typeof canonicalize>): unknown {
  return { tag, text, attributes, children: children.map(plain) };
}
