// Which keys a log may be signed with: the pinned one, and those that follow it, each signed by the one before.

import {
  type Note,
  readNote,
  readSuccessor,
  readVerifierKey,
  signaturesBy,
  type VerifierKey,
} from './checkpoint.ts';
import type { ByteTools } from './entry.ts';

export interface VerifyTools extends ByteTools {
  /** Ed25519 over the text’s bytes. */
  readonly verify: (key: VerifierKey, text: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>;
}

/**
 * True when one of the keys signed the note. Other people’s signatures are passed over; one that names a key that is
 * known and does not verify spoils the note, as C2SP has it.
 */
export async function isSigned(
  tools: VerifyTools,
  note: Note,
  keys: readonly VerifierKey[],
): Promise<boolean> {
  const text = tools.utf8(note.text);
  let signed = false;
  for (const key of keys) {
    for (const signature of signaturesBy(note, key)) {
      if (signature.length !== 64 || !(await tools.verify(key, text, signature))) return false;
      signed = true;
    }
  }
  return signed;
}

/** True when the key signed the note. */
export const isSignedBy = (tools: VerifyTools, note: Note, key: VerifierKey) => isSigned(tools, note, [key]);

/**
 * The pinned key and its successors, the newest last; `notes` are successions in their order. Undefined when `pinned` is
 * no verifier key. A succession that the newest trusted key did not sign leads no further.
 */
export async function trustedKeys(
  tools: VerifyTools,
  pinned: string,
  notes: readonly string[],
): Promise<VerifierKey[] | undefined> {
  const first = readVerifierKey(tools.sha256, tools.utf8, pinned);
  if (!first) return undefined;
  const keys = [first];
  for (const text of notes) {
    const note = readNote(text);
    const next = note && readSuccessor(note.text);
    const key = next && readVerifierKey(tools.sha256, tools.utf8, next);
    const signer = keys.at(-1);
    if (note && key && signer && (await isSignedBy(tools, note, signer))) keys.push(key);
  }
  return keys;
}
