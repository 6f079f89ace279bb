// Texts that an answer left out, kept until the page that asked has fetched them piece by piece.

import { problem } from '../../utils/problems.ts';

/** A page fetches at once; what nobody fetched by then nobody will. */
const keptFor = 60_000;

export class KeptTexts {
  private readonly texts = new Map<string, { pieces: readonly string[]; left: Set<number> }>();

  /** The id is not to be guessed: whoever has it was given the answer. */
  readonly keep = (pieces: readonly string[]): string => {
    const id = crypto.randomUUID();
    this.texts.set(id, { pieces, left: new Set(pieces.keys()) });
    setTimeout(() => this.texts.delete(id), keptFor);
    return id;
  };

  /** A session's texts end with it. */
  forget(): void {
    this.texts.clear();
  }

  /** Each piece once. A background that was stopped meanwhile has none: the page asks for the whole answer again. */
  take(id: string, piece: number): string {
    const kept = this.texts.get(id);
    const text = kept?.pieces[piece];
    if (!kept || text === undefined || !kept.left.delete(piece)) {
      throw problem('internal', { title: 'The answer could not be fetched to its end.', retry: true });
    }
    if (kept.left.size === 0) this.texts.delete(id);
    return text;
  }
}
