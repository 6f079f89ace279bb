// Which checkpoints stay: the first, one for each of the last thirty days, and the newest.

import { type Checkpoint, readCheckpoint, readNote } from '#core/log/checkpoint.ts';
import type { LogRecord } from '../../../utils/kept-log.ts';

type Kept = LogRecord['kept'];

const day = 86_400_000;
const days = 30;

export function checkpointOf(note: string | undefined): Checkpoint | undefined {
  const read = note === undefined ? undefined : readNote(note);
  return read && readCheckpoint(read.text);
}

/** With a newer one, of which it is known that it goes on from the newest so far. */
export function withCheckpoint(kept: Kept, note: string, now: number): Kept {
  const newest = kept.at(-1);
  // Nothing was added since: the older one says it for longer.
  if (newest && checkpointOf(newest.note)?.size === checkpointOf(note)?.size) return kept;
  const all = [...kept, { at: now, note }];
  return all.filter(({ at }, index) => {
    const next = all[index + 1];
    if (index === 0 || !next) return true;
    return at > now - days * day && Math.floor(at / day) !== Math.floor(next.at / day);
  });
}
