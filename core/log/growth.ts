// Whether the log that is shown is the one that was kept, grown: its signature, its origin, and the proof between the two.

import { fromHex } from './bytes.ts';
import { type Checkpoint, type Note, readCheckpoint, readNote, signatureBy } from './checkpoint.ts';
import { verifyConsistency } from './merkle.ts';
import { isSignedBy, trustedKeys, type VerifyTools } from './trust-keys.ts';

/** What the log says of itself, as it came over the wire. */
export interface ShownLog {
  /** Signed note. */
  readonly checkpoint: string;
  /** The key that it says it is signed with, and the notes by which each key before named the next. */
  readonly vkey: string;
  readonly successions: readonly string[];
  /** Hashes, hex, from the size that was kept. */
  readonly proof: readonly string[];
}

/** What was kept of it. */
export interface PinnedLog {
  readonly origin: string;
  /** The first verifier key that was trusted. */
  readonly vkey: string;
  /** The newest checkpoint that was kept, a signed note. */
  readonly note: string;
}

export type Break =
  /** No signed checkpoint. */
  | 'malformed'
  /** Signed with a key that no trusted one names as its successor. */
  | 'other_key'
  | 'bad_signature'
  /** Another log’s. */
  | 'other_origin'
  /** Fewer entries than were kept. */
  | 'shrunk'
  /** Not the same entries as were kept. */
  | 'forked';

export type Growth =
  | { readonly why: Break; readonly checkpoint?: undefined }
  | { readonly why?: undefined; readonly checkpoint: Checkpoint };

/** Of a log that nothing was kept of: it must be signed with the key it shows, under that key’s name. */
export async function checkFirst(tools: VerifyTools, shown: ShownLog): Promise<Growth> {
  const keys = await trustedKeys(tools, shown.vkey, []);
  const read = readShown(shown);
  const name = keys?.[0]?.name;
  if (!keys || !read?.checkpoint.origin.startsWith(`${name}/`)) return { why: 'malformed' };
  const why = await signatureBreak(tools, read.note, keys);
  return why ? { why } : { checkpoint: read.checkpoint };
}

/** Throws when what was kept is no checkpoint. */
export async function checkGrowth(tools: VerifyTools, pinned: PinnedLog, shown: ShownLog): Promise<Growth> {
  const kept = readShown({ checkpoint: pinned.note })?.checkpoint;
  const keys = await trustedKeys(tools, pinned.vkey, shown.successions);
  if (!kept || !keys) throw new Error('What was kept of the audit log is no checkpoint.');
  const read = readShown(shown);
  if (!read) return { why: 'malformed' };
  const { note, checkpoint } = read;
  const unsigned = await signatureBreak(tools, note, keys);
  if (unsigned) return { why: unsigned };
  if (checkpoint.origin !== pinned.origin) return { why: 'other_origin' };
  if (checkpoint.size < kept.size) return { why: 'shrunk' };
  const proof = shown.proof.map(fromHex);
  const same =
    proof.every((hash) => hash?.length === 32) &&
    verifyConsistency(tools.sha256, {
      ...{ first: kept.size, firstRoot: kept.root, second: checkpoint.size, secondRoot: checkpoint.root },
      proof: proof as Uint8Array[],
    });
  return same ? { checkpoint } : { why: 'forked' };
}

function readShown({ checkpoint: text }: Pick<ShownLog, 'checkpoint'>) {
  const note = readNote(text);
  const checkpoint = note && readCheckpoint(note.text);
  return note && checkpoint ? { note, checkpoint } : undefined;
}

/** Undefined when one of the keys signed it. */
async function signatureBreak(
  tools: VerifyTools,
  note: Note,
  keys: NonNullable<Awaited<ReturnType<typeof trustedKeys>>>,
): Promise<'other_key' | 'bad_signature' | undefined> {
  let found = false;
  for (const key of keys) {
    if (await isSignedBy(tools, note, key)) return undefined;
    found ||= signatureBy(note, key) !== undefined;
  }
  return found ? 'bad_signature' : 'other_key';
}
