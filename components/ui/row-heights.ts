// How high the rows of a long list are: guessed until they were drawn once; sums over blocks keep look-ups short.

const block = 256;

export class RowHeights {
  private readonly guess: number;
  private heights = new Float32Array(block);
  private sums = new Float64Array(1);
  length = 0;

  constructor(guess: number) {
    this.guess = guess;
  }

  /** The list has other rows from `index` on: what was measured there is forgotten. */
  resize(index: number, length: number): void {
    const room = Math.ceil(length / block) * block;
    if (room > this.heights.length) {
      const heights = new Float32Array(Math.max(room, this.heights.length * 2));
      heights.set(this.heights.subarray(0, this.length));
      this.heights = heights;
      const sums = new Float64Array(heights.length / block);
      sums.set(this.sums);
      this.sums = sums;
    }
    this.heights.fill(this.guess, Math.min(index, this.length), length);
    this.heights.fill(0, length);
    this.length = length;
    for (let at = Math.floor(Math.min(index, length) / block); at < this.sums.length; at++) this.add(at);
  }

  /** True when the row was thought to be of another height. */
  measure(index: number, height: number): boolean {
    const known = this.heights[index];
    if (index >= this.length || height <= 0 || (known !== undefined && Math.abs(known - height) < 0.5))
      return false;
    this.heights[index] = height;
    this.add(Math.floor(index / block));
    return true;
  }

  /** Where the row begins; of the row after the last one, where the list ends. */
  top(index: number): number {
    let top = 0;
    const whole = Math.floor(index / block);
    for (let at = 0; at < whole; at++) top += this.sums[at] as number;
    for (let at = whole * block; at < index; at++) top += this.heights[at] as number;
    return top;
  }

  /** The row at that height, the last one below the end. */
  at(top: number): number {
    let left = top;
    let whole = 0;
    while (whole < this.sums.length && left >= (this.sums[whole] as number))
      left -= this.sums[whole++] as number;
    let index = whole * block;
    while (index < this.length && left >= (this.heights[index] as number))
      left -= this.heights[index++] as number;
    return Math.max(0, Math.min(index, this.length - 1));
  }

  private add(at: number): void {
    let sum = 0;
    for (let index = at * block; index < (at + 1) * block; index++) sum += this.heights[index] as number;
    this.sums[at] = sum;
  }
}
