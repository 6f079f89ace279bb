// What the files with many components hold at one point of the history: of each component the blob its item is in.

import type { ContainerContent, HeldItems } from './containers.ts';

/** Where an item is, and what it says. */
export interface ItemPlace {
  readonly oid: string;
  readonly hash: string;
}

interface Known {
  /** The component's items as they are now; lines of history that were joined may each have their own. */
  readonly items: Map<string, ItemPlace>;
  /** The blob that was applied last and could be read, and the hashes of its items. */
  readonly seen: string;
  readonly hashes: ReadonlyMap<string, string>;
  /** Why the file can't be read now; its components stay as they were. */
  readonly unreadable: string | undefined;
}

/** A change of such a file: what it held before and holds now. */
export interface ContainerChange {
  readonly oid: string;
  readonly now: ContainerContent;
  /** Asked for when `needsBefore` says so; nothing at all for a new file. */
  readonly before?: ContainerContent | undefined;
}

export const nothing: ContainerContent = { items: new Map() };

/** By path; items by the component's name. */
export class ContainerStates {
  readonly #known = new Map<string, Known>();

  item(path: string, name: string): ItemPlace | undefined {
    return this.#known.get(path)?.items.get(name);
  }

  unreadable(): string[] {
    return [...this.#known].filter(([, { unreadable }]) => unreadable).map(([path]) => path);
  }

  whyUnreadable(path: string): string | undefined {
    return this.#known.get(path)?.unreadable;
  }

  /** True when a change begins from another blob than the one applied last: that of another line of history. */
  needsBefore(path: string, was: string | undefined): was is string {
    const known = this.#known.get(path);
    return known !== undefined && was !== undefined && was !== known.seen;
  }

  /** Gives the names whose items the change touched. Only those become what the file says now. */
  apply(path: string, { oid, now, before }: ContainerChange): string[] {
    const known = this.#known.get(path);
    if (now.unreadable !== undefined) {
      const last = known ?? { items: new Map(), seen: '', hashes: new Map() };
      this.#known.set(path, { ...last, unreadable: now.unreadable });
      return [];
    }
    const items = known?.items ?? new Map<string, ItemPlace>();
    const old =
      before && before.unreadable === undefined ? hashesOf(before.items) : (known?.hashes ?? new Map());
    const hashes = hashesOf(now.items);
    const touched = [...new Set([...old.keys(), ...hashes.keys()])].filter(
      (name) => old.get(name) !== hashes.get(name),
    );
    for (const name of touched) {
      const hash = hashes.get(name);
      if (hash === undefined) items.delete(name);
      else items.set(name, { oid, hash });
    }
    this.#known.set(path, { items, seen: oid, hashes, unreadable: undefined });
    return touched;
  }

  /** The file is gone, with all it held. */
  remove(path: string): string[] {
    const names = [...(this.#known.get(path)?.items.keys() ?? [])];
    this.#known.delete(path);
    return names;
  }

  /** What a file that can't be read held when it could, for a state that begins after that. */
  remember(path: string, oid: string, held: HeldItems): void {
    const hashes = hashesOf(held);
    const items = new Map([...hashes].map(([name, hash]) => [name, { oid, hash }]));
    const unreadable = this.#known.get(path)?.unreadable;
    this.#known.set(path, { items, seen: oid, hashes, unreadable });
  }
}

function hashesOf(items: HeldItems): Map<string, string> {
  return new Map([...items].map(([name, { hash }]) => [name, hash]));
}
