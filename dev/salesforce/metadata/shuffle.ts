// The order Salesforce doesn't promise: set-like lists come shuffled, from a seed.

/** A generator of numbers in [0, 1) that the seed and the name fix. */
function generator(seed: number, name: string): () => number {
  let state = seed >>> 0;
  for (const letter of name) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000;
  };
}

/** A shuffled copy; seed 0 keeps the order. */
export function shuffled<T>(items: readonly T[], seed: number, name: string): T[] {
  const out = [...items];
  if (seed === 0) return out;
  const random = generator(seed, name);
  for (let at = out.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = out[at] as T;
    out[at] = out[other] as T;
    out[other] = kept;
  }
  return out;
}
