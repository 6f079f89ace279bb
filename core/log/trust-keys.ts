// Which keys a log may be signed with: the pinned one, and those that follow it, each signed by the one before.

import {
  type Note,
  readNote,
  readSuccessor,
  readVerifierKey,
  signatureBy,
  type VerifierKey,
} from './checkpoint.ts';
import type { ByteTools } from './entry.ts';

export interface VerifyTools extends ByteTools {
  /** Ed25519 over the text’s bytes. */
  readonly verify: (key: VerifierKey, text: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>;
}

/** True when the key signed the note. */
export async function isSignedBy(tools: VerifyTools, note: Note, key: VerifierKey): Promise<boolean> {
  const signature = signatureBy(note, key);
  return signature?.length === 64 && (await tools.verify(key, tools.utf8(note.text), signature));
}

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
