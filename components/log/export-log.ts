// Makes one file of the whole log, as docs/audit-log.md describes it, a thousand entries at a time.

import { readNote, readSuccessor } from '#core/log/checkpoint.ts';
import type { ExportLine } from '#core/log/verify-log.ts';
import type { ExtensionHost } from '../../utils/extension-host.ts';

export interface ExportProgress {
  readonly done: number;
  readonly total: number;
}

const atOnce = 1000;

/** The log as the check at its beginning finds it. What was made is the browser's to keep, not in this page's memory. */
export async function exportLog(
  host: Pick<ExtensionHost, 'call' | 'checkLog'>,
  progress: (made: ExportProgress) => void,
  left: AbortSignal,
): Promise<Blob> {
  const { state, log, missed } = await host.checkLog(true);
  if (state !== 'unchanged' || !log) throw new Error('The audit log is not one that can be exported.');
  if (missed) throw new Error(missed.why);
  const { origin, size, note, vkey, successions } = log;
  const tree = origin.slice(origin.lastIndexOf('/') + 1);
  const head: ExportLine[] = [{ type: 'log', format: 1, origin, tree }, ...keyLines(vkey, successions)];
  const parts = [partOf(head)];
  for (let from = 0; from < size; ) {
    left.throwIfAborted();
    progress({ done: from, total: size });
    const { entries } = await host.call('log.lines', { from, to: Math.min(size, from + atOnce) }, left);
    if (entries.length === 0) throw new Error(`The log has no entry ${from}.`);
    parts.push(partOf(entries.map((entry) => ({ type: 'entry', ...entry }))));
    from += entries.length;
  }
  parts.push(partOf([{ type: 'checkpoint', note }]));
  return new Blob(parts);
}

/** The pinned key first, unless another before it named it. */
function keyLines(vkey: string, successions: readonly string[]): ExportLine[] {
  const named = successions.map((note) => {
    const read = readNote(note);
    return { type: 'key', vkey: (read && readSuccessor(read.text)) ?? '', note } as const;
  });
  return [...(named.some((key) => key.vkey === vkey) ? [] : [{ type: 'key', vkey } as const]), ...named];
}

const partOf = (lines: readonly ExportLine[]) => new Blob(lines.map((line) => `${JSON.stringify(line)}\n`));
