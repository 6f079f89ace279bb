// Gives equal tags of one document as one string, so that few are made and all are quick to look up.

const slots = 128;

export class TagNames {
  private readonly known: (string | undefined)[] = new Array(slots).fill(undefined);

  name(text: string, start: number, end: number): string {
    const slot = (end - start + text.charCodeAt(start) * 7 + text.charCodeAt(end - 1) * 31) & (slots - 1);
    const known = this.known[slot];
    if (known !== undefined && known.length === end - start && text.startsWith(known, start)) return known;
    const name = text.slice(start, end);
    this.known[slot] = name;
    return name;
  }
}
