// Checks an exported log against the key that was pinned and the checkpoints that were kept.

import { sameBytes } from './bytes.ts';
import { type Checkpoint, readCheckpoint, readNote } from './checkpoint.ts';
import type { LogEntry } from './entry.ts';
import { rootOf } from './merkle.ts';
import { isSignedBy, trustedKeys, type VerifyTools } from './trust-keys.ts';
import { createWalk, type Finding, type Walk } from './walk.ts';

/** What an export’s lines are, in their order; see docs/audit-log.md. */
export type ExportLine =
  | { readonly type: 'log'; readonly format: 1; readonly origin: string; readonly tree: string }
  | { readonly type: 'key'; readonly vkey: string; readonly note?: string | undefined }
  | ({ readonly type: 'entry' } & LogEntry)
  | { readonly type: 'checkpoint'; readonly note: string };

export interface KeptCheck {
  /** Entries that the log had then. */
  readonly size: number;
  readonly state: 'kept' | 'forked' | 'truncated' | 'other_log' | 'not_signed';
}

export interface LogReport {
  readonly origin: string;
  readonly entries: number;
  /** Undefined when the export ends without one that is signed. */
  readonly checkpoint: Checkpoint | undefined;
  /** Epoch milliseconds of the first and last entry whose text is there. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** In the order of their first bad entry. */
  readonly findings: readonly Finding[];
  readonly kept: readonly KeptCheck[];
  /** Of entries: texts, and personal texts, that were erased and are on record as erased. */
  readonly erased: { readonly texts: number; readonly personal: number };
}

export interface VerifyOptions {
  readonly tools: VerifyTools;
  /** The verifier key that was pinned. */
  readonly key: string;
  /** Signed notes that were kept of this log. */
  readonly kept: readonly string[];
}

type Lines = Iterable<ExportLine | undefined> | AsyncIterable<ExportLine | undefined>;

/** Throws when the key is none. A line is undefined where the file has something else than a line of an export. */
export async function verifyLog(lines: Lines, options: VerifyOptions): Promise<LogReport> {
  const { tools, key, kept } = options;
  if (!(await trustedKeys(tools, key, []))) throw new Error('The key is no verifier key.');
  const sizes = kept.flatMap((note) => sizeOf(note) ?? []);
  const findings: Finding[] = [];
  const notes: string[] = [];
  let head = { origin: '', tree: '' };
  let last: string | undefined;
  let number = 0;
  const walk = createWalk(tools, () => head.tree, new Set(sizes));
  for await (const line of lines) {
    number += 1;
    if (!line || (line.type === 'log') !== (number === 1)) malformed();
    else if (line.type === 'log') head = line;
    else if (line.type === 'key') notes.push(...(line.note === undefined ? [] : [line.note]));
    else if (line.type === 'checkpoint') last = line.note;
    else walk.take(line);
  }
  if (number === 0) malformed();
  function malformed() {
    findings.push({ code: 'malformed', index: walk.frontier.size });
  }

  const keys = (await trustedKeys(tools, key, notes)) ?? [];
  const signed = async (text: string): Promise<Checkpoint | undefined> => {
    const note = readNote(text);
    for (const one of note ? keys : []) {
      if (note && (await isSignedBy(tools, note, one))) return readCheckpoint(note.text);
    }
    return undefined;
  };
  const checkpoint = last === undefined ? undefined : await signed(last);
  findings.push(...walk.end(), ...ofEnd(walk, last, checkpoint, head.origin));

  const marks: Mark[] = [];
  for (const note of kept)
    marks.push({ size: sizeOf(note) ?? 0, checkpoint: await signed(note), own: false });
  if (checkpoint) marks.push({ size: checkpoint.size, checkpoint, own: true });
  const { checks, forks } = compare(walk, tools, head.origin, marks);
  // An entry that is known to be wrong explains why the roots beyond it differ.
  const exact = findings.map(({ index }) => index);
  findings.push(
    ...forks.filter(({ index, last: to = index }) => !exact.some((one) => one >= index && one <= to)),
  );
  return {
    ...{ origin: head.origin, entries: walk.frontier.size, checkpoint, kept: checks },
    ...{ from: walk.from, to: walk.to, erased: walk.erased },
    findings: findings.sort((one, other) => one.index - other.index),
  };
}

function ofEnd(
  walk: Walk,
  last: string | undefined,
  checkpoint: Checkpoint | undefined,
  origin: string,
): Finding[] {
  const { size } = walk.frontier;
  if (last === undefined) return walk.broken ? [] : [{ code: 'truncated', index: size }];
  if (!checkpoint || checkpoint.origin !== origin) return [{ code: 'resigned', index: size }];
  if (walk.broken || checkpoint.size === size) return [];
  return checkpoint.size > size
    ? [{ code: 'truncated', index: size }]
    : [{ code: 'inserted', index: checkpoint.size }];
}

interface Mark {
  readonly size: number;
  /** Undefined when no trusted key signed it. */
  readonly checkpoint: Checkpoint | undefined;
  /** The export’s own last line. */
  readonly own: boolean;
}

/** From the smallest on: the log is the same up to one, and another by the next. */
function compare(walk: Walk, { sha256 }: VerifyTools, origin: string, marks: readonly Mark[]) {
  const checks: KeptCheck[] = [];
  const forks: Finding[] = [];
  const { size } = walk.frontier;
  let same = 0;
  for (const { size: at, checkpoint, own } of [...marks].sort((one, other) => one.size - other.size)) {
    const tell = (state: KeptCheck['state']) => {
      if (!own) checks.push({ size: at, state });
    };
    if (!checkpoint) tell('not_signed');
    else if (checkpoint.origin !== origin) tell('other_log');
    else if (at > size) {
      tell('truncated');
      if (!own && !walk.broken) forks.push({ code: 'truncated', index: size });
    } else {
      const root = walk.roots.get(at) ?? (at === size ? rootOf(sha256, walk.frontier) : undefined);
      // Of its own checkpoint that lies before its end the root was not kept; that it does is a finding already.
      if (!root) continue;
      if (sameBytes(root, checkpoint.root)) {
        same = Math.max(same, at);
        tell('kept');
      } else {
        tell('forked');
        forks.push({ code: 'forked', index: same, last: Math.max(same, at - 1) });
      }
    }
  }
  return { checks, forks };
}

function sizeOf(note: string): number | undefined {
  const read = readNote(note);
  return read && readCheckpoint(read.text)?.size;
}
