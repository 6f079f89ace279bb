// Checkpoints as C2SP has them: the size and root of a tree in a signed note, and the verifier keys that notes are checked with.

import { fromBase64, fromHex, joined, sameBytes, toBase64, toHex } from './bytes.ts';
import type { Sha256 } from './merkle.ts';

export interface Checkpoint {
  /** Which log: `canvasback.example.com/audit/TENANT`. */
  readonly origin: string;
  /** Leaves. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** The text that is signed: three lines, each with its newline. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

export interface NoteSignature {
  readonly name: string;
  /** The first four bytes of the key's hash. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  /** Ends with a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const dash = '—';

export function writeNote({ text, signatures }: Note): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `${dash} ${name} ${toBase64(joined(keyId, signature))}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/** Undefined for what is no signed note. */
export function readNote(note: string): Note | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || hasControls(note)) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [mark, name, text = '', ...more] = line.split(' ');
    const bytes = fromBase64(text);
    if (mark !== dash || !name || !isKeyName(name) || more.length > 0 || !bytes || bytes.length < 5) {
      return undefined;
    }
    signatures.push({ name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) });
  }
  return { text: note.slice(0, end + 1), signatures };
}

/** Without spaces, Unicode’s among them, and without a plus. */
const isKeyName = (name: string) => /^[^\s+]+$/.test(name);

/** Of ASCII's control characters a note has newlines alone. */
function hasControls(note: string): boolean {
  for (let at = 0; at < note.length; at += 1) {
    const unit = note.charCodeAt(at);
    if (unit < 32 && unit !== 10) return true;
  }
  return false;
}

/** Undefined for a text that is no checkpoint; further lines, which others may add, are passed over. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size = '', rootText = '', ...rest] = text.split('\n');
  const root = fromBase64(rootText);
  if (!origin || !/^(?:0|[1-9]\d{0,15})$/.test(size) || root?.length !== 32) return undefined;
  // The last newline, and between it and the root no empty line.
  if (rest.at(-1) !== '' || rest.slice(0, -1).includes('')) return undefined;
  return Number.isSafeInteger(Number(size)) ? { origin, size: Number(size), root } : undefined;
}

/** A key that notes are verified with: Ed25519, in the one line that C2SP has for it. */
export interface VerifierKey {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** C2SP's number for Ed25519. */
const ed25519 = 1;

export function keyIdOf(sha256: Sha256, name: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return sha256(joined(name, Uint8Array.of(10, ed25519), publicKey)).slice(0, 4);
}

export function writeVerifierKey({ name, keyId, publicKey }: VerifierKey): string {
  return `${name}+${toHex(keyId)}+${toBase64(joined(Uint8Array.of(ed25519), publicKey))}`;
}

/** `utf8` writes a text's bytes. Undefined for what is no such key, also for one whose id is another key's. */
export function readVerifierKey(
  sha256: Sha256,
  utf8: (text: string) => Uint8Array,
  line: string,
): VerifierKey | undefined {
  const [name = '', id = '', ...rest] = line.trim().split('+');
  const bytes = fromBase64(rest.join('+'));
  const keyId = fromHex(id);
  if (!isKeyName(name) || !bytes || bytes.length !== 33 || bytes[0] !== ed25519) return undefined;
  const publicKey = bytes.slice(1);
  const right = keyIdOf(sha256, utf8(name), publicKey);
  return keyId && sameBytes(keyId, right) ? { name, keyId, publicKey } : undefined;
}

/** The signatures of a note that a key may have made, to be verified over its text. */
export function signaturesBy(note: Note, key: VerifierKey): Uint8Array[] {
  return note.signatures
    .filter(({ name, keyId }) => name === key.name && sameBytes(keyId, key.keyId))
    .map(({ signature }) => signature);
}

/** The first of them. */
export const signatureBy = (note: Note, key: VerifierKey) => signaturesBy(note, key)[0];

const successorTitle = 'canvasback audit log: the next key is';

/** What the old key signs when a new one follows it. */
export const successorText = (vkey: string) => `${successorTitle}\n${vkey}\n`;

/** The verifier key that a successor's note names. */
export function readSuccessor(text: string): string | undefined {
  const [title, vkey, end, ...more] = text.split('\n');
  return title === successorTitle && vkey && end === '' && more.length === 0 ? vkey : undefined;
}
