// Reads an exported log's entries in their order: what each says of itself, of the one before, and of what was erased.

import { fromHex } from './bytes.ts';
import type { ByteTools } from './entry.ts';
import { type LogEntry, leafOf, personalHash, readEntry } from './entry.ts';
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
  /** What is wrong within the entries themselves, in any order. */
  end(): Finding[];
  readonly frontier: Frontier;
  /** Of the sizes that were asked for. */
  readonly roots: ReadonlyMap<number, Uint8Array>;
  /** Set once an entry was out of place: what follows is not hashed. */
  readonly broken: boolean;
  /** Epoch milliseconds of the first and the last entry whose text is there. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly erased: { readonly texts: number; readonly personal: number };
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

  function read({ leaf, entry, personal }: LogEntry, index: number): void {
    const facts = entry && readEntry(entry.text);
    const changed = (at = index) => findings.push({ code: 'changed', index: at });
    if (!entry) {
      gone.push({ index, persons: undefined });
      // Nothing is left that would bind it.
      if (personal) changed();
      return;
    }
    if (!facts || leafOf(tools, entry) !== leaf || facts.index !== index || facts.tree !== tree()) {
      changed();
      return;
    }
    // The entry before is another than the one that was here when this one was written.
    if ((facts.prev ?? undefined) !== previous) changed(Math.max(0, index - 1));
    from ??= facts.at;
    to = facts.at;
    if (facts.erasedPerson !== undefined) erasedPersons.add(facts.erasedPerson);
    for (const one of facts.erasedAlso ?? []) erasedAlso.add(one);
    erasedBelow = Math.max(erasedBelow, facts.erasedBelow ?? 0);
    if (personal && personalHash(tools, personal) !== facts.personal) changed();
    if (!personal && facts.personal !== undefined) gone.push({ index, persons: facts.persons });
  }

  return {
    take(entry) {
      const index = frontier.size;
      if (misplaced) {
        later ||= entry.index === misplaced.index;
        return;
      }
      if (entry.index !== index) {
        const first = entry.index === index - 1 && entry.leaf !== previous ? entry.index : index;
        misplaced = entry.index > index ? { code: 'dropped', index } : { code: 'inserted', index: first };
        return;
      }
      const hash = fromHex(entry.leaf);
      if (hash?.length === 32) read(entry, index);
      else findings.push({ code: 'malformed', index });
      frontier = appendLeaf(sha256, frontier, hash?.length === 32 ? hash : new Uint8Array(32));
      previous = entry.leaf;
      keepRoot();
    },
    end() {
      // Out of place now, and found in a later one.
      const place =
        misplaced?.code === 'dropped' && later ? { ...misplaced, code: 'reordered' as const } : misplaced;
      const isRecorded = ({ index, persons }: Gone) =>
        index < erasedBelow ||
        (persons !== undefined &&
          (erasedAlso.has(index) || persons.some((person) => erasedPersons.has(person))));
      // What an entry that is missing here may have recorded, nobody knows.
      const hidden = misplaced ? undefined : gone.find((one) => !isRecorded(one));
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
      return { texts, personal: gone.length - texts };
    },
  };
}
