// Recognises an item that only got another name, by how much of the rest is the same.

import type { Canon } from '../metadata/canonical.ts';
import type { ListRule, TypeRules } from '../metadata/identity.ts';
import type { Entry } from './pairing.ts';

export interface Renames {
  /** The added entry, and the removed one it used to be. */
  readonly pairs: ReadonlyMap<Entry, Entry>;
  /** Removed entries that are told as part of a rename. */
  readonly gone: ReadonlySet<Entry>;
  readonly exact: boolean;
}

const named: Readonly<Record<string, string>> = {
  CustomLabels: 'labels',
  CustomObject:
    'businessProcesses compactLayouts fields fieldSets listViews recordTypes validationRules webLinks',
  GlobalValueSet: 'customValue',
  SharingRules: 'sharingCriteriaRules sharingGuestRules sharingOwnerRules sharingTerritoryRules',
  StandardValueSet: 'standardValue',
  Workflow: 'alerts fieldUpdates outboundMessages rules tasks',
  valueSetDefinition: 'value',
};

/**
 * The child that is an item's name, in lists whose items can be renamed. Permissions have no names of their own:
 * what they refer to identifies them.
 */
export function nameTag(parentTag: string, tag: string): string | undefined {
  if (parentTag === 'Flow') return tag === 'processMetadataValues' ? undefined : 'name';
  const tags = Object.hasOwn(named, parentTag) ? named[parentTag] : undefined;
  return tags?.split(' ').includes(tag) ? 'fullName' : undefined;
}

const mostCandidates = 2500;
const alikeEnough = 0.6;
const leastEvidence = 2;
/** Flow Builder makes an element's name from its label, so that they change together. */
const ignoredInFlows = new Set(['name', 'label', 'locationX', 'locationY']);
const ignored = new Set(['fullName']);
/** Most fields and labels share these with many others. */
const common = new Set(
  'type length precision scale visibleLines language filterScope operation operator displayType openType height availability linkType'.split(
    ' ',
  ),
);

export function findRenames(
  entries: readonly Entry[],
  before: (index: number) => Canon,
  after: (index: number) => Canon,
  rules: TypeRules,
  rule: ListRule | undefined,
): Renames {
  const removed = entries.filter((entry) => entry.after < 0);
  const added = entries.filter((entry) => entry.before < 0);
  const pairs = new Map<Entry, Entry>();
  const gone = new Set<Entry>();
  if (removed.length * added.length > mostCandidates) return { pairs, gone, exact: false };
  const inFlow = rule?.keys.includes('name') === true;
  const oldBags = removed.map((entry) => bagOf(before(entry.before), rules, inFlow));
  const newBags = added.map((entry) => bagOf(after(entry.after), rules, inFlow));
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
    if (rule?.ordered !== false && !keepsPlace(from.before, to.after, entries, pairs)) continue;
    gone.add(from);
    pairs.set(to, from);
  }
  return { pairs, gone, exact: true };
}

/** Where order means something, a renamed item stands before and after the same items as it did. */
function keepsPlace(
  from: number,
  to: number,
  entries: readonly Entry[],
  pairs: ReadonlyMap<Entry, Entry>,
): boolean {
  const crosses = (before: number, after: number) => before < from !== after < to;
  for (const { before, after, moved } of entries)
    if (before >= 0 && after >= 0 && !moved && crosses(before, after)) return false;
  for (const [added, removed] of pairs) if (crosses(removed.before, added.after)) return false;
  return true;
}

interface Bag {
  readonly counts: ReadonlyMap<string, { count: number; weight: number }>;
  readonly total: number;
}

/** Every value below an element, flags counting little: most elements share those. */
function bagOf(item: Canon, rules: TypeRules, inFlow: boolean): Bag {
  const left = inFlow ? ignoredInFlows : ignored;
  const isValue = item.tag === 'value' || item.tag.endsWith('Value');
  const counts = new Map<string, { count: number; weight: number }>();
  let total = 0;
  const waiting = item.children
    .filter((child) => !left.has(child.tag))
    .map((canon) => ({ canon, path: canon.tag }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { canon, path } = next;
    for (const child of canon.children) waiting.push({ canon: child, path: `${path}/${child.tag}` });
    if (canon.children.length > 0) continue;
    const weight = weightOf(canon.tag, rules, inFlow, isValue);
    const content = `${path}=${canon.text}`;
    const known = counts.get(content);
    if (known) known.count++;
    else counts.set(content, { count: 1, weight });
    total += weight;
  }
  return { counts, total };
}

/** A picklist value is its label. */
function weightOf(tag: string, rules: TypeRules, inFlow: boolean, isValue: boolean): number {
  if (isValue && tag === 'label') return leastEvidence;
  return rules.kind(tag) === 'boolean' || (!inFlow && common.has(tag)) ? 0.25 : 1;
}

function likeness(one: Bag, other: Bag): { score: number; shared: number } {
  let shared = 0;
  for (const [content, { count, weight }] of one.counts) {
    shared += weight * Math.min(count, other.counts.get(content)?.count ?? 0);
  }
  const total = one.total + other.total;
  return { score: total === 0 ? 1 : (2 * shared) / total, shared };
}
