// Makes one file of the whole log, as docs/audit-log.md describes it, a thousand entries at a time.

import { readNote, readSuccessor } from '#core/log/checkpoint.ts';
import { readEntry } from '#core/log/entry.ts';
import type { ExportLine } from '#core/log/verify-log.ts';
import type { ExtensionHost } from '../../utils/extension-host.ts';
import type { LogState } from '../../utils/log-state.ts';

export interface ExportProgress {
  readonly done: number;
  readonly total: number;
}

const atOnce = 1000;

/**
 * The log as the check at its beginning finds it; with what was added meanwhile where that has an erasure on record, so
 * that nobody takes what was erased while it was read for tampering. What was made is the browser's to keep, not in this
 * page's memory.
 */
export async function exportLog(
  host: Pick<ExtensionHost, 'call' | 'checkLog'>,
  progress: (made: ExportProgress) => void,
  left: AbortSignal,
): Promise<Blob> {
  let log = await checkedLog(host);
  const { origin } = log;
  const tree = origin.slice(origin.lastIndexOf('/') + 1);
  const parts = [partOf([{ type: 'log', format: 1, origin, tree }]), partOf(keyLines(log))];
  const read = async (from: number, size: number) => {
    const pieces: Blob[] = [];
    let erased = false;
    for (let at = from; at < size; ) {
      left.throwIfAborted();
      progress({ done: at, total: size });
      const { entries } = await host.call('log.lines', { from: at, to: Math.min(size, at + atOnce) }, left);
      if (entries.length === 0) throw new Error(`The log has no entry ${at}.`);
      pieces.push(partOf(entries.map((entry) => ({ type: 'entry', ...entry }))));
      erased ||= entries.some(({ entry }) => entry && readEntry(entry.text)?.kind === 'erasure');
      at += entries.length;
    }
    return { pieces, erased };
  };
  parts.push(...(await read(0, log.size)).pieces);
  for (;;) {
    const later = await checkedLog(host);
    const added = await read(log.size, later.size);
    if (!added.erased) break;
    parts.push(...added.pieces, partOf(keyLines(later).slice(keyLines(log).length)));
    log = later;
  }
  parts.push(partOf([{ type: 'checkpoint', note: log.note }]));
  return new Blob(parts);
}

type CheckedLog = NonNullable<LogState['log']>;

async function checkedLog(host: Pick<ExtensionHost, 'checkLog'>): Promise<CheckedLog> {
  const { state, log, missed } = await host.checkLog(true);
  if (state !== 'unchanged' || !log) throw new Error('The audit log is not one that can be exported.');
  if (missed) throw new Error(missed.why);
  return log;
}

/** The pinned key first, unless another before it named it. */
function keyLines({ vkey, successions }: CheckedLog): ExportLine[] {
  const named = successions.map((note) => {
    const read = readNote(note);
    return { type: 'key', vkey: (read && readSuccessor(read.text)) ?? '', note } as const;
  });
  return [...(named.some((key) => key.vkey === vkey) ? [] : [{ type: 'key', vkey } as const]), ...named];
}

const partOf = (lines: readonly ExportLine[]) => new Blob(lines.map((line) => `${JSON.stringify(line)}\n`));
