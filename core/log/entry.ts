// One entry of the log as it is exported: its canonical text, what lies beside it, and the hashes that bind both.

import { fromHex, joined, toHex } from './bytes.ts';
import { type Canonical, canonicalJson } from './canonical.ts';
import { hashLeaf, type Sha256 } from './merkle.ts';

/** What the platform has for bytes. */
export interface ByteTools {
  readonly sha256: Sha256;
  readonly utf8: (text: string) => Uint8Array;
}

/** Salts are 16 random bytes: who has only hashes cannot guess what they are of. */
export const saltBytes = 16;

/** A text with the salt that is hashed before it. */
export interface Salted {
  /** Hex, 16 bytes. */
  readonly salt: string;
  readonly text: string;
}

/** What is known of an entry; absent parts were erased. */
export interface LogEntry {
  readonly index: number;
  /** Hash of the leaf, hex. */
  readonly leaf: string;
  /** The canonical text. */
  readonly entry?: Salted | undefined;
  /** Who and why, which a person may have erased. */
  readonly personal?: Salted | undefined;
}

/** The fields of an entry’s text that the log itself goes by; of the others it only keeps the bytes. */
export interface EntryFacts {
  readonly tree: string;
  readonly index: number;
  /** Leaf hash of the entry before, hex; null for the first. */
  readonly prev: string | null;
  readonly kind: string;
  readonly at: number;
  /** SHA-256 of salt and personal text, hex. */
  readonly personal?: string | undefined;
  /** Random ids of the persons whose facts lie beside it. */
  readonly persons: readonly string[];
  /** Of `erasure` entries: whose facts, or the entries below which index. */
  readonly erasedPerson?: string | undefined;
  /** Entries that spoke of that person without naming them as theirs. */
  readonly erasedAlso?: readonly number[] | undefined;
  readonly erasedBelow?: number | undefined;
}

/** Undefined when a salt is no salt. */
export function leafOf({ sha256, utf8 }: ByteTools, { salt, text }: Salted): string | undefined {
  const bytes = fromHex(salt);
  if (bytes?.length !== saltBytes) return undefined;
  return toHex(hashLeaf(sha256, joined(bytes, utf8(text))));
}

/** What an entry says of its personal text. Undefined when a salt is no salt. */
export function personalHash({ sha256, utf8 }: ByteTools, { salt, text }: Salted): string | undefined {
  const bytes = fromHex(salt);
  return bytes?.length === saltBytes ? toHex(sha256(joined(bytes, utf8(text)))) : undefined;
}

export const personPrefix = 'p:';

/** Undefined for a text that the log would not have written. */
export function readEntry(text: string): EntryFacts | undefined {
  const fields = parsed(text);
  if (!fields) return undefined;
  const { v, tree, index, prev, kind, at, personal, who, actingAs, about, erased } = fields;
  if (v !== 2 || typeof tree !== 'string' || typeof kind !== 'string') return undefined;
  if (!isCount(index) || !isCount(at)) return undefined;
  if (prev !== null && (typeof prev !== 'string' || fromHex(prev)?.length !== 32)) return undefined;
  if (personal !== undefined && typeof personal !== 'string') return undefined;
  const persons = [who, actingAs, about].filter(
    (one): one is string => typeof one === 'string' && one.startsWith(personPrefix),
  );
  return { tree, index, prev, kind, at, personal, persons, ...(kind === 'erasure' ? erasureOf(erased) : {}) };
}

function erasureOf(erased: unknown): Pick<EntryFacts, 'erasedPerson' | 'erasedAlso' | 'erasedBelow'> {
  if (typeof erased !== 'object' || erased === null) return {};
  const { person, also, below } = erased as { person?: unknown; also?: unknown; below?: unknown };
  return {
    ...(typeof person === 'string' ? { erasedPerson: person } : {}),
    ...(Array.isArray(also) && also.every(isCount) ? { erasedAlso: also } : {}),
    ...(isCount(below) ? { erasedBelow: below } : {}),
  };
}

/** An object in its one spelling: a key that stands twice would be read differently by others. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return canonicalJson(value as Canonical) === text ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
