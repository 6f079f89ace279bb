// Keeps the texts of items that were read last, so that a file of a thousand is not read a thousand times.

const mostCharacters = 8 * 1024 * 1024;

/** By the hash of what is in them; the oldest go first when there are too many characters. */
export class ItemTexts {
  readonly #texts = new Map<string, string>();
  readonly #most: number;
  #characters = 0;

  constructor(most = mostCharacters) {
    this.#most = most;
  }

  get(hash: string): string | undefined {
    return this.#texts.get(hash);
  }

  put(hash: string, text: string): void {
    if (this.#texts.has(hash)) return;
    this.#texts.set(hash, text);
    this.#characters += text.length;
    for (const [oldest, gone] of this.#texts) {
      if (this.#characters <= this.#most) break;
      this.#texts.delete(oldest);
      this.#characters -= gone.length;
    }
  }
}
