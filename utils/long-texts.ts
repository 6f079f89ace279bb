// Long texts in an answer of the background travel in pieces: one message of megabytes keeps a page from its work.

/** A text that was left out of an answer: where it belongs, and what to ask for. */
export interface LeftOut {
  readonly path: readonly (string | number)[];
  readonly id: string;
  readonly pieces: number;
}

/** Characters of one piece; of a longer text nothing but pieces is sent. */
export const pieceSize = 256 * 1024;

/** So many pieces are asked for at a time. */
const together = 3;

/** Puts the texts where they were left out, piece by piece. */
export async function putBack<Value>(
  value: Value,
  leftOut: readonly LeftOut[],
  ask: (id: string, piece: number) => Promise<string>,
): Promise<Value> {
  for (const { path, id, pieces } of leftOut) {
    const text: string[] = [];
    for (let at = 0; at < pieces; at += together) {
      const some = Array.from({ length: Math.min(together, pieces - at) }, (_, place) => ask(id, at + place));
      text.push(...(await Promise.all(some)));
    }
    place(value, path, text.join(''));
  }
  return value;
}

/** Takes long texts out of an answer; `keep` says under which id its pieces will be found. */
export function takeOut(
  value: unknown,
  keep: (pieces: readonly string[]) => string,
): { readonly value: unknown; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = [];
  const walk = (one: unknown, path: readonly (string | number)[]): unknown => {
    if (typeof one === 'string') {
      if (one.length <= pieceSize) return one;
      const pieces = cutText(one);
      leftOut.push({ path, id: keep(pieces), pieces: pieces.length });
      return '';
    }
    if (Array.isArray(one)) return one.map((item, index) => walk(item, [...path, index]));
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, item]) => [name, walk(item, [...path, name])]));
  };
  return { value: walk(value, []), leftOut };
}

/** No piece ends within a character. */
export function cutText(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + pieceSize);
    // Half a character would not survive the way.
    if (end < text.length && isHigh(text.charCodeAt(end - 1))) end -= 1;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;

function place(value: unknown, path: readonly (string | number)[], text: string): void {
  let at = value as Record<string | number, unknown>;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string | number, unknown>;
  const last = path.at(-1);
  if (last !== undefined) at[last] = text;
}
