// Counts the pieces of two documents against each other without keeping their text.

import type { Leftover, Piece } from './noise-pieces.ts';

/** Counts pieces by two hashes of their characters; of each it remembers one place. */
export class Tally {
  private size = 1 << 10;
  private used = 0;
  private one = new Int32Array(this.size);
  private two = new Int32Array(this.size);
  private counts = new Int32Array(this.size);
  /** Where a piece was met: positive in the document before, negative in the one after; 0: free. */
  private places = new Int32Array(this.size);
  private ends = new Int32Array(this.size);
  private depths = new Int32Array(this.size);

  add(one: number, two: number, by: number, start: number, end: number, depth: number): void {
    const slot = this.slotOf(one, two);
    if (this.places[slot] === 0) {
      this.one[slot] = one;
      this.two[slot] = two;
      this.used++;
    }
    // The place that matters is one on the side that has more of it.
    const count = this.counts[slot] as number;
    if (count === 0 || this.places[slot] === 0) {
      this.places[slot] = by > 0 ? start + 1 : -start - 1;
      this.ends[slot] = end;
      this.depths[slot] = depth;
    }
    this.counts[slot] = count + by;
    if (this.used * 2 > this.size) this.grow();
  }

  private slotOf(one: number, two: number): number {
    const mask = this.size - 1;
    let slot = (one ^ (two >>> 7)) & mask;
    while (this.places[slot] !== 0 && (this.one[slot] !== one || this.two[slot] !== two))
      slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { one, two, counts, places, ends, depths } = this;
    this.size *= 4;
    this.one = new Int32Array(this.size);
    this.two = new Int32Array(this.size);
    this.counts = new Int32Array(this.size);
    this.places = new Int32Array(this.size);
    this.ends = new Int32Array(this.size);
    this.depths = new Int32Array(this.size);
    for (let old = 0; old < places.length; old++) {
      if (places[old] === 0) continue;
      const slot = this.slotOf(one[old] as number, two[old] as number);
      this.one[slot] = one[old] as number;
      this.two[slot] = two[old] as number;
      this.counts[slot] = counts[old] as number;
      this.places[slot] = places[old] as number;
      this.ends[slot] = ends[old] as number;
      this.depths[slot] = depths[old] as number;
    }
  }

  leftover(before: string, after: string): Leftover | undefined {
    const left: { before: Piece[]; after: Piece[] } = { before: [], after: [] };
    for (let slot = 0; slot < this.size; slot++) {
      const count = this.counts[slot] as number;
      if (count === 0) continue;
      const start = Math.abs(this.places[slot] as number) - 1;
      const text = (count > 0 ? before : after).slice(start, this.ends[slot]);
      const content = text.trimStart();
      const blank = text.slice(0, text.length - content.length);
      const depth = this.depths[slot] as number;
      const piece = { blank, content, depth, start: start + blank.length, count: Math.abs(count) };
      (count > 0 ? left.before : left.after).push(piece);
    }
    if (left.before.length + left.after.length === 0) return undefined;
    left.before.sort((a, b) => a.start - b.start);
    left.after.sort((a, b) => a.start - b.start);
    return left;
  }
}
