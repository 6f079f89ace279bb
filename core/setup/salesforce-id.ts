// Salesforce ids: 15 case-sensitive characters, or 18 with a suffix that repeats the case.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const idShape = /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/;

/** The 18-character form; undefined when it is no id or its suffix is wrong. */
export function toId18(id: string): string | undefined {
  if (!idShape.test(id)) return undefined;
  let suffix = '';
  for (let chunk = 0; chunk < 3; chunk++) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      if (/[A-Z]/.test(id.charAt(chunk * 5 + i))) bits |= 1 << i;
    }
    suffix += alphabet.charAt(bits);
  }
  if (id.length === 18 && id.slice(15).toUpperCase() !== suffix) return undefined;
  return id.slice(0, 15) + suffix;
}

/** True for 15 or 18 letters and digits; says nothing about the suffix. */
export function looksLikeId(text: string): boolean {
  return idShape.test(text);
}
