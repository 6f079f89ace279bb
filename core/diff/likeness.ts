// How much two lines have in common, by their words; made for comparing each line of a block with each other.

/** The words of a line in a fixed order, each a number that is its hash and its length, and their length together. */
export interface Bag {
  readonly words: Float64Array;
  readonly total: number;
}

/** Words beyond these are left out: so long a line resembles another by its beginning. */
const mostWords = 64;
/** A word's length is kept below this, behind its hash. */
const lengths = 256;

/** Words are told apart by a hash: a rare mistake costs nothing but a pair of lines that stand side by side. */
export function bagOf(line: string): Bag {
  const words: number[] = [];
  let total = 0;
  for (let at = 0; at < line.length && words.length < mostWords; ) {
    const code = line.charCodeAt(at);
    if (code <= 32) {
      at++;
      continue;
    }
    let hash = code;
    let end = at + 1;
    if (isWord(code)) {
      for (; end < line.length && isWord(line.charCodeAt(end)); end++)
        hash = (Math.imul(hash, 31) + line.charCodeAt(end)) | 0;
    }
    const length = Math.min(lengths - 1, end - at);
    total += length;
    insert(words, (hash >>> 0) * lengths + length);
    at = end;
  }
  return { words: Float64Array.from(words), total };
}

/** Lines have few words: putting each in its place is faster than sorting them all. */
function insert(words: number[], word: number): void {
  let place = words.length;
  words.push(word);
  for (; place > 0 && (words[place - 1] as number) > word; place--) words[place] = words[place - 1] as number;
  words[place] = word;
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code >= 128
  );
}

/** From 0, nothing in common, to 1. */
export function likeness(one: Bag, other: Bag): number {
  let shared = 0;
  for (let i = 0, j = 0; i < one.words.length && j < other.words.length; ) {
    const word = one.words[i] as number;
    const against = other.words[j] as number;
    if (word === against) {
      shared += word % lengths;
      i++;
      j++;
    } else if (word < against) i++;
    else j++;
  }
  const total = one.total + other.total;
  return total === 0 ? 0 : (2 * shared) / total;
}
