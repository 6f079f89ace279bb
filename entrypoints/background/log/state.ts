// Puts what is kept of a log into what our pages are told, and into the file that a person can save.

import { toBase64, toHex } from '#core/log/bytes.ts';
import { readVerifierKey } from '#core/log/checkpoint.ts';
import type { LogRecord } from '../../../utils/kept-log.ts';
import type { LogState } from '../../../utils/log-state.ts';
import { checkpointOf } from './keep.ts';
import { logTools } from './tools.ts';

const iso = (at: number) => new Date(at).toISOString();

export function stateOf(
  record: LogRecord | undefined,
  tried: { readonly at: number; readonly problem?: string | undefined } | undefined,
): LogState {
  const { trusted, kept = [], successions = [], broken, earlier = [] } = record ?? {};
  const newest = kept.at(-1);
  const checkpoint = checkpointOf(newest?.note);
  const last = earlier.at(-1);
  const missed = tried?.problem === undefined ? {} : { missed: { at: iso(tried.at), why: tried.problem } };
  return {
    state: broken ? 'broken' : trusted ? 'unchanged' : 'unseen',
    ...(trusted && newest && checkpoint
      ? {
          log: {
            since: iso(trusted.since),
            checkedAt: iso(record?.checkedAt ?? newest.at),
            ...{ origin: trusted.origin, vkey: trusted.vkey, fingerprint: fingerprintOf(trusted.vkey) },
            ...{ size: checkpoint.size, root: toBase64(checkpoint.root), note: newest.note, successions },
            ...(record?.retentionDays === undefined ? {} : { retentionDays: record.retentionDays }),
          },
        }
      : {}),
    ...(broken ? { broken: brokenOf(broken) } : missed),
    ...(last ? { anew: { at: iso(last.trustedAt), brokenAt: iso(last.at), why: last.why } } : {}),
  };
}

function brokenOf({ at, why, shown, entry }: NonNullable<LogRecord['broken']>): LogState['broken'] {
  const checkpoint = checkpointOf(shown?.checkpoint);
  return {
    ...{ at: iso(at), why },
    ...(entry ? { index: entry.index } : {}),
    ...(checkpoint ? { size: checkpoint.size, origin: checkpoint.origin } : {}),
    ...(shown ? { vkey: shown.vkey, fingerprint: fingerprintOf(shown.vkey) } : {}),
  };
}

/** SHA-256 of the public key, hex; empty for what is no key. */
export function fingerprintOf(vkey: string): string {
  const key = readVerifierKey(logTools.sha256, logTools.utf8, vkey);
  return key ? toHex(logTools.sha256(key.publicKey)) : '';
}

/** Text that `canvasback audit verify` finds the key and the kept checkpoints in; what was shown instead is no note in it. */
export function keptFile(record: LogRecord, now: number): string {
  const { api, trusted, kept, successions, broken, earlier } = record;
  const parts = [
    `What a browser kept of the audit log that ${api} shows.\nSaved ${iso(now)}. Check an export of the log with it:\ncanvasback audit verify EXPORT --key THIS_FILE --checkpoint THIS_FILE`,
    ...(trusted ? [`Verifier key, pinned ${iso(trusted.since)}:\n${trusted.vkey}`] : []),
    ...kept.map(({ at, note }) => `Checkpoint, kept ${iso(at)}:\n\n${note.trimEnd()}`),
    ...(successions.length > 0 ? [`Keys that followed:\n${JSON.stringify(successions)}`] : []),
    ...(broken
      ? [
          `What did not fit, ${iso(broken.at)} (${broken.why}):\n${JSON.stringify(broken.shown ?? broken.entry ?? null)}`,
        ]
      : []),
    ...earlier.map(
      ({ at, why, trustedAt, note }) =>
        `Trusted anew ${iso(trustedAt)}, after it had not fit ${iso(at)} (${why}). Kept until then:\n${JSON.stringify(note ?? null)}`,
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}
