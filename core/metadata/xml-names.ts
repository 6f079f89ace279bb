// Numbers the names of elements, so that equal names are one string and one number in all documents that share them.

const slots = 256;

export class XmlNames {
  private readonly ids = new Map<string, number>();
  private readonly names: string[] = [];
  /** The id last found for a hash, -1: none yet. */
  private readonly recent = new Int32Array(slots).fill(-1);

  /** The id of the name that stands in a text. */
  idAt(text: string, start: number, end: number): number {
    const slot = (end - start + text.charCodeAt(start) * 7 + text.charCodeAt(end - 1) * 31) & (slots - 1);
    const id = this.recent[slot] as number;
    if (id >= 0 && isAt(this.names[id] as string, text, start, end)) return id;
    const found = this.id(text.slice(start, end));
    this.recent[slot] = found;
    return found;
  }

  id(name: string): number {
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    this.names.push(name);
    this.ids.set(name, this.names.length - 1);
    return this.names.length - 1;
  }

  get size(): number {
    return this.names.length;
  }

  name(id: number): string {
    return this.names[id] as string;
  }
}

function isAt(name: string, text: string, start: number, end: number): boolean {
  const { length } = name;
  if (length !== end - start) return false;
  for (let i = 0; i < length; i++) if (name.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}
