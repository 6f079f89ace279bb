// Salesforce ids: 15 characters made from what they name, and the suffix that makes them 18.

import { createHash } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const suffixAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form: one letter for each run of five says which characters are capitals. */
export function withSuffix(id15: string): string {
  let suffix = '';
  for (let block = 0; block < 3; block += 1) {
    let bits = 0;
    for (let at = 0; at < 5; at += 1) {
      const letter = id15[block * 5 + at] ?? '';
      if (letter >= 'A' && letter <= 'Z') bits |= 1 << at;
    }
    suffix += suffixAlphabet[bits];
  }
  return id15 + suffix;
}

/** The 15-character form of an id as a client wrote it; undefined when it is no id, or its suffix is wrong. */
export function shortId(text: string): string | undefined {
  if (/^[0-9A-Za-z]{15}$/.test(text)) return text;
  if (!/^[0-9A-Za-z]{18}$/.test(text)) return undefined;
  const id15 = text.slice(0, 15);
  return withSuffix(id15).toUpperCase() === text.toUpperCase() ? id15 : undefined;
}

/** Gives ids that depend only on what they name, and never the same id twice. */
export class IdMint {
  readonly #taken = new Set<string>();
  readonly #salt: string;

  /** Another salt gives other ids for the same names. */
  constructor(salt = '') {
    this.#salt = salt;
  }

  id18(prefix: string, name: string): string {
    for (let attempt = 0; ; attempt += 1) {
      const digest = createHash('sha256').update(`${this.#salt}${prefix}\n${name}\n${attempt}`).digest();
      let tail = '';
      for (let at = 0; at < 5; at += 1) tail += alphabet[(digest[at] ?? 0) % alphabet.length];
      const id15 = `${prefix}5g00000${tail}`.slice(0, 15);
      if (this.#taken.has(id15)) continue;
      this.#taken.add(id15);
      return withSuffix(id15);
    }
  }
}
