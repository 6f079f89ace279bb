// The text that stands where a secret was: who holds the org's key can tell whether it is the same one, nobody can tell which.

const before = 'canvasback-redacted:';
const shape = /^canvasback-redacted:[0-9a-f]{32}$/;

/** Hex digits of the keyed hash that a marker shows: 128 bits, so that two secrets never meet by chance. */
export const markerDigits = 32;

/** `hash` is lower-case hex, at least `markerDigits` long. */
export function markerOf(hash: string): string {
  return before + hash.slice(0, markerDigits);
}

export function isMarker(text: string): boolean {
  return shape.test(text.trim());
}

/** True when a marker stands anywhere in the text. */
export function holdsMarker(text: string): boolean {
  return text.includes(before);
}

/** What Salesforce itself puts where it keeps a secret back: its word for sign-in providers, or signs without meaning. */
export function isSalesforcesOwnMask(text: string): boolean {
  return /^(?:Placeholder_Value|[*•]+)$/.test(text.trim());
}
