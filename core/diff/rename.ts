// Recognises a flow element that only got another name, by how much of the rest is the same.

import type { Canon } from '../metadata/canonical.ts';
import type { TypeRules } from '../metadata/identity.ts';
import type { Entry } from './pairing.ts';

export interface Renames {
  /** The added entry, and the removed one it used to be. */
  readonly pairs: ReadonlyMap<Entry, Entry>;
  /** Removed entries that are told as part of a rename. */
  readonly gone: ReadonlySet<Entry>;
  readonly exact: boolean;
}

/** Permissions have no names of their own: what they refer to identifies them. */
export function canRename(rootTag: string, tag: string): boolean {
  return rootTag === 'Flow' && tag !== 'processMetadataValues';
}

const mostCandidates = 2500;
const alikeEnough = 0.6;
const leastEvidence = 2;
const ignored = new Set(['name', 'label', 'locationX', 'locationY']);

export function findRenames(
  entries: readonly Entry[],
  before: (index: number) => Canon,
  after: (index: number) => Canon,
  rules: TypeRules,
): Renames {
  const removed = entries.filter((entry) => entry.after < 0);
  const added = entries.filter((entry) => entry.before < 0);
  const pairs = new Map<Entry, Entry>();
  const gone = new Set<Entry>();
  if (removed.length * added.length > mostCandidates) return { pairs, gone, exact: false };
  const oldBags = removed.map((entry) => bagOf(before(entry.before), rules));
  const newBags = added.map((entry) => bagOf(after(entry.after), rules));
  const alone = removed.length === 1 && added.length === 1;
  const candidates: { from: Entry; to: Entry; score: number }[] = [];
  removed.forEach((from, i) => {
    added.forEach((to, j) => {
      const { score, shared } = likeness(oldBags[i] as Bag, newBags[j] as Bag);
      if ((score >= alikeEnough && shared >= leastEvidence) || (alone && score === 1))
        candidates.push({ from, to, score });
    });
  });
  candidates.sort((one, two) => two.score - one.score);
  for (const { from, to } of candidates) {
    if (gone.has(from) || pairs.has(to)) continue;
    gone.add(from);
    pairs.set(to, from);
  }
  return { pairs, gone, exact: true };
}

interface Bag {
  readonly counts: ReadonlyMap<string, { count: number; weight: number }>;
  readonly total: number;
}

/** Every value below an element, flags counting little: most elements share those. */
function bagOf(item: Canon, rules: TypeRules): Bag {
  const counts = new Map<string, { count: number; weight: number }>();
  let total = 0;
  const waiting = item.children
    .filter((child) => !ignored.has(child.tag))
    .map((canon) => ({ canon, path: canon.tag }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { canon, path } = next;
    for (const child of canon.children) waiting.push({ canon: child, path: `${path}/${child.tag}` });
    if (canon.children.length > 0) continue;
    const weight = rules.kind(canon.tag) === 'boolean' ? 0.25 : 1;
    const content = `${path}=${canon.text}`;
    const known = counts.get(content);
    if (known) known.count++;
    else counts.set(content, { count: 1, weight });
    total += weight;
  }
  return { counts, total };
}

function likeness(one: Bag, other: Bag): { score: number; shared: number } {
  let shared = 0;
  for (const [content, { count, weight }] of one.counts) {
    shared += weight * Math.min(count, other.counts.get(content)?.count ?? 0);
  }
  const total = one.total + other.total;
  return { score: total === 0 ? 1 : (2 * shared) / total, shared };
}
