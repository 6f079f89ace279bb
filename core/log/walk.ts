// Reads an exported log's entries in their order: what each says of itself, of the one before, and of what was erased.

import { fromHex } from './bytes.ts';
import type { ByteTools } from './entry.ts';
import { type EntryFacts, type LogEntry, leafOf, personalHash, readEntry } from './entry.ts';
import { appendLeaf, emptyFrontier, type Frontier, rootOf } from './merkle.ts';

export type FindingCode =
  /** A line, a text or a hash that is none. */
  | 'malformed'
  | 'changed'
  | 'dropped'
  | 'reordered'
  | 'inserted'
  | 'truncated'
  /** Another log than the one that was kept, from somewhere in the range on. */
  | 'forked'
  /** Signed with none of the keys that are trusted. */
  | 'resigned'
  /** Texts that are gone without an entry that says so. */
  | 'erased_unrecorded';

export interface Finding {
  readonly code: FindingCode;
  /** The first entry that is not as it was. */
  readonly index: number;
  /** Where only a range is known: the last that the first one may be. */
  readonly last?: number | undefined;
}

export interface Walk {
  take(entry: LogEntry): void;
  /** What is wrong within the entries themselves, in any order. `cut`: entries at its end are known to be missing. */
  end(cut: boolean): Finding[];
  readonly frontier: Frontier;
  /** Of the sizes that were asked for. */
  readonly roots: ReadonlyMap<number, Uint8Array>;
  /** Set once an entry was out of place: what follows is not hashed. */
  readonly broken: boolean;
  /** Epoch milliseconds of the first and the last entry whose text is there. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly erased: ErasedCount;
}

/** Of entries: texts that are gone, personal texts that are, and how many of both no erasure that is there speaks of. */
export interface ErasedCount {
  readonly texts: number;
  readonly personal: number;
  readonly unrecorded: number;
}

interface Gone {
  readonly index: number;
  /** Undefined when the whole text is gone. */
  readonly persons: readonly string[] | undefined;
}

/** `sizes`: where a root is wanted. */
export function createWalk(tools: ByteTools, tree: () => string, sizes: ReadonlySet<number>): Walk {
  const { sha256 } = tools;
  const findings: Finding[] = [];
  const roots = new Map<number, Uint8Array>();
  const gone: Gone[] = [];
  const erasedPersons = new Set<string>();
  const erasedAlso = new Set<number>();
  let erasedBelow = 0;
  let frontier = emptyFrontier;
  let previous: string | undefined;
  let from: number | undefined;
  let to: number | undefined;
  let misplaced: { readonly code: 'dropped' | 'inserted'; readonly index: number } | undefined;
  let later = false;
  const keepRoot = () => {
    if (sizes.has(frontier.size)) roots.set(frontier.size, rootOf(sha256, frontier));
  };
  keepRoot();

  const changed = (index: number) => findings.push({ code: 'changed', index });

  /** What the text says, where it is this log’s and hashes to the leaf. */
  function authentic({ leaf, entry }: LogEntry): EntryFacts | undefined {
    const facts = entry && readEntry(entry.text);
    return facts && facts.tree === tree() && leafOf(tools, entry) === leaf ? facts : undefined;
  }

  function read({ entry, personal }: LogEntry, index: number, facts: EntryFacts | undefined): void {
    if (!entry) {
      gone.push({ index, persons: undefined });
      // Nothing is left that would bind it.
      if (personal) changed(index);
      return;
    }
    if (!facts) {
      changed(index);
      return;
    }
    // The entry before is another than the one that was here when this one was written.
    if ((facts.prev ?? undefined) !== previous) changed(Math.max(0, index - 1));
    from ??= facts.at;
    to = facts.at;
    if (facts.erasedPerson !== undefined) erasedPersons.add(facts.erasedPerson);
    for (const one of facts.erasedAlso ?? []) erasedAlso.add(one);
    erasedBelow = Math.max(erasedBelow, facts.erasedBelow ?? 0);
    if (personal && personalHash(tools, personal) !== facts.personal) changed(index);
    if (!personal && facts.personal !== undefined) gone.push({ index, persons: facts.persons });
  }

  function isRecorded({ index, persons }: Gone): boolean {
    if (index < erasedBelow) return true;
    return (
      persons !== undefined && (erasedAlso.has(index) || persons.some((person) => erasedPersons.has(person)))
    );
  }

  return {
    take(entry) {
      const index = frontier.size;
      if (misplaced) {
        const own = entry.entry && readEntry(entry.entry.text)?.index;
        later ||= entry.index === misplaced.index || own === misplaced.index;
        return;
      }
      const hash = fromHex(entry.leaf);
      const facts = hash?.length === 32 ? authentic(entry) : undefined;
      // Lines can be numbered anew by anybody; texts cannot.
      const place = facts?.index ?? entry.index;
      if (place !== index) {
        const first = place === index - 1 && entry.leaf !== previous ? place : index;
        misplaced = place > index ? { code: 'dropped', index } : { code: 'inserted', index: first };
        return;
      }
      if (entry.index !== index || hash?.length !== 32) findings.push({ code: 'malformed', index });
      if (hash?.length === 32) read(entry, index, facts);
      frontier = appendLeaf(sha256, frontier, hash?.length === 32 ? hash : new Uint8Array(32));
      previous = entry.leaf;
      keepRoot();
    },
    end(cut) {
      // Out of place now, and found in a later one.
      const place =
        misplaced?.code === 'dropped' && later ? { ...misplaced, code: 'reordered' as const } : misplaced;
      // What an entry recorded that is missing or damaged here, nobody knows; it came after what it erased.
      const damaged =
        misplaced || cut ? Number.POSITIVE_INFINITY : Math.max(-1, ...findings.map(({ index }) => index));
      const hidden = gone.find((one) => one.index >= damaged && !isRecorded(one));
      return [
        ...findings,
        ...(place ? [place] : []),
        ...(hidden ? [{ code: 'erased_unrecorded' as const, index: hidden.index }] : []),
      ];
    },
    get frontier() {
      return frontier;
    },
    roots,
    get broken() {
      return misplaced !== undefined;
    },
    get from() {
      return from;
    },
    get to() {
      return to;
    },
    get erased() {
      const texts = gone.filter(({ persons }) => persons === undefined).length;
      const unrecorded = gone.filter((one) => !isRecorded(one)).length;
      return { texts, personal: gone.length - texts, unrecorded };
    },
  };
}
