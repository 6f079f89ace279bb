// Compares two metadata documents by meaning and lists what differs, canvas positions in a lane of their own.

import { type Canon, canonicalize, Interner } from '../metadata/canonical.ts';
import { RootCanon } from '../metadata/canonical-root.ts';
import { rulesFor } from '../metadata/identity.ts';
import type { ReadDocument, XmlDocument } from '../metadata/parse-xml.ts';
import { type Delta, mirror } from './delta.ts';
import { Walk } from './walk.ts';

export interface SemanticDiff {
  readonly deltas: readonly Delta[];
  readonly before: Canon;
  readonly after: Canon;
  /** True when nothing differs in meaning or on the canvas. */
  readonly same: boolean;
  /** False when a type or list is not in our tables, or a budget ran out. */
  readonly exact: boolean;
  /** True when items stand in another order that means nothing. */
  readonly reordered: boolean;
}

/** `swapped` compares in the other direction and mirrors the result, so that both directions agree. */
export function diffDocuments(
  type: string,
  before: XmlDocument,
  after: XmlDocument,
  swapped: boolean,
): SemanticDiff {
  const interner = new Interner();
  const one = canonicalize(type, before, interner);
  const other = canonicalize(type, after, interner);
  return walked(type, one, other, swapped, one.full === other.full);
}

/** The same of documents that were read from texts: items that are written alike are never looked into. */
export function diffRead(
  type: string,
  before: ReadDocument,
  after: ReadDocument,
  swapped: boolean,
): SemanticDiff {
  const interner = new Interner();
  const one = new RootCanon(type, before, interner);
  const other = new RootCanon(type, after, interner);
  return walked(type, one, other, swapped, undefined);
}

/** `same` is left open when only the walk can tell. */
function walked(
  type: string,
  before: Canon,
  after: Canon,
  swapped: boolean,
  same: boolean | undefined,
): SemanticDiff {
  const walk = new Walk(rulesFor(type));
  if (swapped) walk.roots(after, before);
  else walk.roots(before, after);
  const deltas = swapped ? walk.deltas.map(mirror) : walk.deltas;
  const isSame = same ?? deltas.length === 0;
  // Documents that mean the same are not looked into, so that nothing is left open about them.
  const exact = isSame ? rulesFor(type).known : walk.exact;
  return { deltas, before, after, same: isSame, exact, reordered: walk.reordered };
}
