// Bytes as hex and base64, which the language itself cannot write everywhere yet.

const digits = '0123456789abcdef';
const pairs = [...digits].flatMap((one) => [...digits].map((other) => one + other));

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += pairs[byte];
  return text;
}

/** Undefined for what is no lower-case hex of whole bytes. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    const high = digitOf(text.charCodeAt(2 * at));
    const low = digitOf(text.charCodeAt(2 * at + 1));
    if (high < 0 || low < 0) return undefined;
    bytes[at] = high * 16 + low;
  }
  return bytes;
}

/** By code unit: 0 to 9, a to f; below zero for all else. */
const digitOf = (unit: number) =>
  unit >= 48 && unit <= 57 ? unit - 48 : unit >= 97 && unit <= 102 ? unit - 87 : -1;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two, three] = bytes.subarray(at, at + 3);
    text += (letters[one >> 2] ?? '') + (letters[((one & 3) << 4) | ((two ?? 0) >> 4)] ?? '');
    text += two === undefined ? '=' : (letters[((two & 15) << 2) | ((three ?? 0) >> 6)] ?? '');
    text += three === undefined ? '=' : (letters[three & 63] ?? '');
  }
  return text;
}

/** Undefined for what `toBase64` would not have written. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3);
  for (let at = 0; at < text.length; at += 4) {
    let group = 0;
    for (const letter of text.slice(at, at + 4)) group = (group << 6) | Math.max(0, letters.indexOf(letter));
    const to = (at / 4) * 3;
    bytes[to] = group >> 16;
    bytes[to + 1] = (group >> 8) & 255;
    bytes[to + 2] = group & 255;
  }
  const exact = bytes.slice(0, bytes.length - padding);
  // Bits that padding leaves over must be zero: one value, one spelling.
  return toBase64(exact) === text ? exact : undefined;
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
