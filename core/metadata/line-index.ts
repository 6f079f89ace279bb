// Tells the line of a place in a text; the lines are counted when somebody asks for the first time.

export class LineIndex {
  private readonly text: string;
  private starts: Int32Array | undefined;
  private last = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** 1-based. */
  lineAt(offset: number): number {
    this.starts ??= lineStarts(this.text);
    const { starts } = this;
    // Whoever asks mostly asks for the same line or the next ones.
    let low = this.last;
    if ((starts[low] as number) > offset) low = 0;
    let high = Math.min(starts.length, low + 8);
    if (high < starts.length && (starts[high] as number) <= offset) high = starts.length;
    while (high - low > 1) {
      const mid = (low + high) >> 1;
      if ((starts[mid] as number) <= offset) low = mid;
      else high = mid;
    }
    this.last = low;
    return low + 1;
  }
}

function lineStarts(text: string): Int32Array {
  let starts = new Int32Array(Math.max(16, text.length >> 5));
  let count = 1;
  const add = (start: number) => {
    if (count === starts.length) {
      const more = new Int32Array(count * 2);
      more.set(starts);
      starts = more;
    }
    starts[count++] = start;
  };
  if (text.includes('\r'))
    for (const { 0: end, index } of text.matchAll(/\r\n?|\n/g)) add(index + end.length);
  else for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) add(at + 1);
  return starts.subarray(0, count);
}
