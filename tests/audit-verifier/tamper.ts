// Ways to tamper with an exported log, and what a verifier who kept checkpoints must say of each.

import { randomBytes } from 'node:crypto';
import { fromHex, toHex } from '../../core/log/bytes.ts';
import { canonicalJson } from '../../core/log/canonical.ts';
import { checkpointText, successorText } from '../../core/log/checkpoint.ts';
import { leafOf, personalHash, type Salted } from '../../core/log/entry.ts';
import { appendLeaf, emptyFrontier, type Frontier, rootOf } from '../../core/log/merkle.ts';
import type { ExportLine } from '../../core/log/verify-log.ts';
import { logTools } from '../../server/audit/hash.ts';
import { below, type Chance, oneOf } from './honest-log.ts';

export type EntryLine = Extract<ExportLine, { type: 'entry' }>;

/** An export in parts. */
export interface Export {
  readonly start: readonly ExportLine[];
  readonly entries: readonly EntryLine[];
  /** Undefined where the last line is missing. */
  readonly note: string | undefined;
}

export interface Case {
  readonly log: Export;
  /** Sizes that were kept, the smallest first. */
  readonly kept: readonly number[];
  readonly origin: string;
  /** A note of a text, with the key that is in use; with another key of that name. */
  sign(text: string): string;
  forge(text: string): string;
  /** Its verifier key. */
  readonly forged: string;
}

export interface Tampered {
  readonly log: Export;
  /** Any of them is right. */
  readonly codes: readonly string[];
  readonly first: number;
  /** Where only a range can be known. */
  readonly last?: number;
}

export function split(lines: readonly ExportLine[]): Export {
  const last = lines.at(-1);
  return {
    start: lines.filter(({ type }) => type === 'log' || type === 'key'),
    entries: lines.filter((line) => line.type === 'entry'),
    note: last?.type === 'checkpoint' ? last.note : undefined,
  };
}

export function written({ start, entries, note }: Export): string {
  const end = note === undefined ? [] : [{ type: 'checkpoint', note }];
  return `${[...start, ...entries, ...end].map((line) => JSON.stringify(line)).join('\n')}\n`;
}

export function rootAt(entries: readonly EntryLine[], size: number): Uint8Array {
  let frontier: Frontier = emptyFrontier;
  for (const { leaf } of entries.slice(0, size)) {
    frontier = appendLeaf(logTools.sha256, frontier, fromHex(leaf) ?? new Uint8Array());
  }
  return rootOf(logTools.sha256, frontier);
}

export const noteOf = ({ origin }: Pick<Case, 'origin'>, entries: readonly EntryLine[], size: number) =>
  checkpointText({ origin, size, root: rootAt(entries, size) });

/** Another letter in one place, of its kind where it is hex. */
function flip(chance: Chance, text: string): string {
  const at = below(chance, text.length);
  const old = text.charCodeAt(at);
  const hex = /^[0-9a-f]+$/.test(text) && chance() < 0.8;
  const letter = hex
    ? oneOf(chance, [...'0123456789abcdef'])
    : String.fromCharCode(old ^ (1 << below(chance, 7)));
  return letter === text[at] || /[\ud800-\udfff]/.test(letter + text[at])
    ? flip(chance, text)
    : text.slice(0, at) + letter + text.slice(at + 1);
}

const withEntries = (log: Export, entries: readonly EntryLine[]): Export => ({ ...log, entries });
const renumbered = (entries: readonly EntryLine[]) => entries.map((line, index) => ({ ...line, index }));
const textsOf = ({ entries }: Export) => entries.filter(({ entry }) => entry);
const changed = (log: Export, line: EntryLine): Tampered => ({
  log: withEntries(log, log.entries.with(line.index, line)),
  codes: ['changed'],
  first: line.index,
});

/** Between the largest kept size up to which it is the same, and the smallest that contains it. */
function rangeOf(kept: readonly number[], index: number): { first: number; last: number } | undefined {
  const fork = kept.find((size) => size > index);
  return fork === undefined
    ? undefined
    : { first: kept.findLast((size) => size <= index) ?? 0, last: fork - 1 };
}

/** An entry that fits between its neighbours in all but the tree. */
function forgedAt(log: Export, index: number): EntryLine {
  const some = textsOf(log)[0]?.entry?.text ?? '{}';
  const prev = log.entries[index - 1]?.leaf ?? null;
  const facts = {
    ...JSON.parse(some),
    index,
    prev,
    ref: randomBytes(8).toString('hex'),
    personal: undefined,
  };
  const entry = salted(canonicalJson(facts));
  return { type: 'entry', index, leaf: leafOf(logTools, entry) ?? '', entry };
}

const salted = (text: string): Salted => ({ salt: toHex(randomBytes(16)), text });

/** From an index on written anew, hashes and all, as who holds the database can. */
function rewritten(log: Export, from: number, upTo: number): EntryLine[] {
  const entries = log.entries.slice(0, from);
  for (const line of log.entries.slice(from, upTo)) {
    const facts = JSON.parse(line.entry?.text ?? '{}');
    const personal = line.personal && salted(line.personal.text);
    const beside = personal ? personalHash(logTools, personal) : facts.personal;
    const purpose = line.index === from ? 'nothing' : facts.purpose;
    const entry = salted(
      canonicalJson({ ...facts, purpose, prev: entries.at(-1)?.leaf ?? null, personal: beside }),
    );
    entries.push({ ...line, leaf: leafOf(logTools, entry) ?? '', entry, ...(personal ? { personal } : {}) });
  }
  return entries;
}

type Tamper = (of: Case, chance: Chance) => Tampered;

/** An entry whose text is there, and so are those of all that follow. */
function place({ log }: Case, chance: Chance): number {
  const firstText = log.entries.findIndex(({ entry }) => entry);
  return firstText + below(chance, log.entries.length - firstText);
}

export const tampers: Readonly<Record<string, Tamper>> = {
  'a byte of a text'({ log }, chance) {
    const line = oneOf(chance, textsOf(log));
    const { salt = '', text = '' } = line.entry ?? {};
    return changed(log, { ...line, entry: { salt, text: flip(chance, text) } });
  },
  'a byte of a salt'({ log }, chance) {
    const line = oneOf(chance, textsOf(log));
    const { salt = '', text = '' } = line.entry ?? {};
    return changed(log, { ...line, entry: { salt: flip(chance, salt), text } });
  },
  'a byte of a personal text or its salt'({ log }, chance) {
    const line = oneOf(
      chance,
      log.entries.filter(({ personal }) => personal),
    );
    const { salt = '', text = '' } = line.personal ?? {};
    const personal = chance() < 0.7 ? { salt, text: flip(chance, text) } : { salt: flip(chance, salt), text };
    return changed(log, { ...line, personal });
  },
  'a byte of a leaf'({ log, kept }, chance) {
    const line = oneOf(chance, log.entries);
    const leaf = flip(chance, line.leaf);
    const tampered = changed(log, { ...line, leaf });
    if (!/^[0-9a-f]{64}$/.test(leaf)) return { ...tampered, codes: ['malformed'] };
    if (line.entry || log.entries[line.index + 1]?.entry) return tampered;
    // Of an entry without its text nothing but the roots tells.
    const range = rangeOf([...kept, log.entries.length], line.index);
    return { ...tampered, codes: ['forked'], ...range };
  },
  'an entry dropped'({ log }, chance) {
    const at = below(chance, log.entries.length);
    const entries = log.entries.toSpliced(at, 1);
    const codes = at === entries.length ? ['truncated'] : ['dropped'];
    return { log: withEntries(log, entries), codes, first: at };
  },
  'an entry dropped, the lines numbered anew'(of, chance) {
    const at = place(of, chance);
    const entries = renumbered(of.log.entries.toSpliced(at, 1));
    const codes = at === entries.length ? ['truncated'] : ['dropped'];
    return { log: withEntries(of.log, entries), codes, first: at };
  },
  'two entries that change places'({ log }, chance) {
    const one = below(chance, log.entries.length - 1);
    const other = one + 1 + below(chance, log.entries.length - one - 1);
    const [first, second] = [log.entries[one], log.entries[other]];
    if (!first || !second) throw new Error('No such entries.');
    const entries = log.entries.with(one, second).with(other, first);
    return { log: withEntries(log, entries), codes: ['reordered'], first: one };
  },
  'an entry moved, the lines numbered anew'(of, chance) {
    const from = place(of, chance);
    const to = place(of, chance);
    if (from === to) return tampers['an entry moved, the lines numbered anew']?.(of, chance) as Tampered;
    const [line] = of.log.entries.slice(from, from + 1);
    const entries = renumbered(of.log.entries.toSpliced(from, 1).toSpliced(to, 0, line as EntryLine));
    return { log: withEntries(of.log, entries), codes: ['reordered'], first: Math.min(from, to) };
  },
  'an entry inserted'({ log }, chance) {
    const at = below(chance, log.entries.length + 1);
    const entries = log.entries.toSpliced(at, 0, forgedAt(log, at));
    return { log: withEntries(log, entries), codes: ['inserted'], first: at };
  },
  'an entry inserted, the lines numbered anew'(of, chance) {
    const at = place(of, chance);
    const entries = renumbered(of.log.entries.toSpliced(at, 0, forgedAt(of.log, at)));
    return { log: withEntries(of.log, entries), codes: ['inserted'], first: at };
  },
  'an entry that stands twice'({ log }, chance) {
    const line = oneOf(chance, log.entries);
    const at = below(chance, log.entries.length + 1);
    const entries = log.entries.toSpliced(at, 0, line);
    const beside = at === line.index ? at + 1 : at;
    return { log: withEntries(log, entries), codes: ['inserted', 'reordered'], first: beside };
  },
  'a fork, signed with the key'(of, chance) {
    const { log, kept } = of;
    const from = forkPlace(of, chance);
    const range = rangeOf(kept, from);
    if (!range) throw new Error('Nothing was kept beyond the fork.');
    const size = range.last + 1 + below(chance, log.entries.length - range.last);
    const entries = rewritten(log, from, size);
    const note = of.sign(noteOf(of, entries, size));
    return { log: { ...log, entries, note }, codes: ['forked'], ...range };
  },
  'a fork whose end was not signed anew'(of, chance) {
    const { log, kept } = of;
    const from = forkPlace(of, chance);
    const entries = rewritten(log, from, log.entries.length);
    return { log: { ...log, entries }, codes: ['forked'], first: from, ...rangeOf(kept, from) };
  },
  'a log cut off, with a genuine checkpoint from then'(of, chance) {
    const size = below(chance, of.kept.at(-1) ?? 0);
    const entries = of.log.entries.slice(0, size);
    return {
      log: { ...of.log, entries, note: of.sign(noteOf(of, entries, size)) },
      codes: ['truncated'],
      first: size,
    };
  },
  'a log cut off, with its last checkpoint or none'({ log }, chance) {
    const size = below(chance, log.entries.length);
    const note = chance() < 0.5 ? log.note : undefined;
    return { log: { ...log, entries: log.entries.slice(0, size), note }, codes: ['truncated'], first: size };
  },
  'a log signed with another key'(of, chance) {
    const size = of.log.entries.length;
    const note = of.forge(noteOf(of, of.log.entries, size));
    // It may name itself as the next one, too.
    const self = { type: 'key', vkey: of.forged, note: of.forge(successorText(of.forged)) } as const;
    const start = chance() < 0.5 ? of.log.start : [...of.log.start, self];
    return { log: { ...of.log, start, note }, codes: ['resigned'], first: size };
  },
  'a text that is gone without a record'({ log }, chance) {
    const isPersonal = chance() < 0.5;
    // An erasure’s own text is another matter: with it goes what it said of others.
    const some = textsOf(log).filter(({ entry }) => !entry?.text.includes('"kind":"erasure"'));
    const { entry, personal, ...bare } = oneOf(
      chance,
      isPersonal ? some.filter((one) => one.personal) : some,
    );
    const left = isPersonal && entry ? { ...bare, entry } : bare;
    return { ...changed(log, left), codes: ['erased_unrecorded'] };
  },
};

/** Where whatever follows can be written anew: before a size that was kept, after the entries whose texts are gone. */
function forkPlace(of: Case, chance: Chance): number {
  const start = of.log.entries.findLastIndex(({ entry }) => !entry) + 1;
  const end = of.kept.at(-1) ?? 0;
  if (start >= end) throw new Error('No place for a fork.');
  return start + below(chance, end - start);
}
