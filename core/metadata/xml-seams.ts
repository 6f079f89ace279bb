// What stands between two texts of a document is mostly one of few pieces of markup: they are learned and met again.

/** Opens or closes an element, or does both at once; a leaf has a text that is part of the markup. */
export const step = { open: 0, close: 1, empty: 2, leaf: 3 } as const;

/** The markup from the end of one leaf's text to the start of the next one's; a few flags in between belong to it. */
export interface Seam {
  readonly markup: string;
  /** Triples: what happens, the name's id, and how far into the markup its tag begins (when it closes: ends).
   * What opens and closes at once has a fourth number: where it ends. */
  readonly steps: readonly number[];
  /** What came next so far, the latest first. */
  readonly next: Follower[];
}

interface Follower {
  readonly seam: Seam;
  /** Where it differs from a seam that is expected in the same place: one look tells most of them apart. */
  readonly place: number;
  readonly code: number;
}

const mostNext = 32;
/** So far behind the first one a seam may stay when it is met. */
const soon = 3;
const longest = 600;
const mostSeams = 4000;

/** May be shared by documents of one kind; names are numbered by the same `XmlNames`. */
export class Seams {
  private readonly entries: (Seam | undefined)[] = [];
  private readonly known = new Map<string, Seam>();

  /** Where a run begins: in a leaf of this name, whatever came before it. */
  entry(name: number): Seam {
    let seam = this.entries[name];
    if (!seam) {
      seam = { markup: '', steps: [], next: [] };
      this.entries[name] = seam;
    }
    return seam;
  }

  /** From now on `markup` is expected behind `before`; undefined when there is no room for it. */
  learn({ next }: Seam, markup: string, steps: readonly number[]): Seam | undefined {
    if (markup.length > longest) return undefined;
    let seam = this.known.get(markup);
    if (!seam) {
      if (this.known.size >= mostSeams) return undefined;
      seam = { markup, steps, next: [] };
      this.known.set(markup, seam);
    }
    next.unshift({ seam, ...difference(seam, next[0]?.seam ?? seam) });
    if (next.length > mostNext) next.pop();
    return seam;
  }
}

function difference({ markup }: Seam, other: Seam): { place: number; code: number } {
  let place = 0;
  while (place < markup.length - 1 && markup.charCodeAt(place) === other.markup.charCodeAt(place)) place++;
  return { place, code: markup.charCodeAt(place) };
}

/** The seam that stands at a place. */
export function seamAt(text: string, at: number, { next }: Seam): Seam | undefined {
  for (let i = 0; i < next.length; i++) {
    const follower = next[i] as Follower;
    if (text.charCodeAt(at + follower.place) !== follower.code) continue;
    const { seam } = follower;
    // Comparing slices is many times quicker than `startsWith`.
    if (text.slice(at, at + seam.markup.length) !== seam.markup) continue;
    if (i > soon) {
      next.splice(i, 1);
      next.unshift(follower);
    }
    return seam;
  }
  return undefined;
}
