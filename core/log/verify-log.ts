// Checks an exported log against the key that was pinned and the checkpoints that were kept.

import { sameBytes } from './bytes.ts';
import { type Checkpoint, readCheckpoint, readNote } from './checkpoint.ts';
import type { LogEntry } from './entry.ts';
import { rootOf } from './merkle.ts';
import { isSigned, trustedKeys, type VerifyTools } from './trust-keys.ts';
import { createWalk, type ErasedCount, type Finding, type Walk } from './walk.ts';

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
  readonly erased: ErasedCount;
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
    // The first line names the log, and nothing comes after a checkpoint.
    if (!line || last !== undefined || (line.type === 'log') !== (number === 1)) malformed();
    if (line?.type === 'log') head = number === 1 ? line : head;
    else if (line?.type === 'key') notes.push(...(line.note === undefined ? [] : [line.note]));
    else if (line?.type === 'checkpoint') last = line.note;
    else if (line) walk.take(line);
  }
  if (number === 0) malformed();
  function malformed() {
    findings.push({ code: 'malformed', index: walk.frontier.size });
  }

  const keys = (await trustedKeys(tools, key, notes)) ?? [];
  const signed = async (text: string): Promise<Checkpoint | undefined> => {
    const note = readNote(text);
    return note && (await isSigned(tools, note, keys)) ? readCheckpoint(note.text) : undefined;
  };
  const origin = `${keys[0]?.name}/${head.tree}`;
  const own = last === undefined ? undefined : await signed(last);
  // What the first line calls the log is what was signed.
  const checkpoint = own?.origin === origin && head.origin === origin ? own : undefined;
  const marks: Mark[] = [];
  for (const note of kept)
    marks.push({ size: sizeOf(note) ?? 0, checkpoint: await signed(note), own: false });
  if (checkpoint) marks.push({ size: checkpoint.size, checkpoint, own: true });
  const { checks, forks, beyond } = compare(walk, tools, origin, marks);
  const cut = !walk.broken && (beyond || last === undefined);
  findings.push(...walk.end(cut), ...ofEnd(walk, cut, last !== undefined && !checkpoint, checkpoint));
  // An entry that is known to be wrong explains why the roots beyond it differ.
  const exact = findings.filter(({ code }) => explains.has(code)).map(({ index }) => index);
  findings.push(
    ...forks
      .slice(0, 1)
      .filter(({ index, last: to = index }) => !exact.some((one) => one >= index && one <= to)),
  );
  return {
    ...{ origin: head.origin, entries: walk.frontier.size, checkpoint, kept: checks },
    ...{ from: walk.from, to: walk.to, erased: walk.erased },
    findings: inOrder(findings),
  };
}

/** A text that is gone changes no leaf, and a signature none of the entries. */
const explains: ReadonlySet<Finding['code']> = new Set([
  'malformed',
  'changed',
  'dropped',
  'reordered',
  'inserted',
]);

/** Each once. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const known = new Map(findings.map((one) => [`${one.code} ${one.index}`, one]));
  return [...known.values()].sort((one, other) => one.index - other.index);
}

function ofEnd({ broken, frontier: { size } }: Walk, cut: boolean, resigned: boolean, own?: Checkpoint) {
  const found: Finding[] = [];
  if (cut) found.push({ code: 'truncated', index: size });
  if (resigned) found.push({ code: 'resigned', index: size });
  if (own && !broken && own.size < size) found.push({ code: 'inserted', index: own.size });
  return found;
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
  let beyond = false;
  for (const { size: at, checkpoint, own } of [...marks].sort((one, other) => one.size - other.size)) {
    const tell = (state: KeptCheck['state']) => {
      if (!own) checks.push({ size: at, state });
    };
    if (!checkpoint) tell('not_signed');
    else if (checkpoint.origin !== origin) tell('other_log');
    else if (at > size) {
      tell('truncated');
      beyond = true;
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
  return { checks, forks, beyond };
}

function sizeOf(note: string): number | undefined {
  const read = readNote(note);
  return read && readCheckpoint(read.text)?.size;
}
