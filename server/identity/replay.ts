// Remembers which proofs and assertions were used, so that none works twice.

export interface ReplayTable {
  /** True the first time; false for a key claimed before that has not passed `until` (epoch milliseconds). */
  claim(key: string, until: number): boolean | Promise<boolean>;
}

export interface MemoryReplayOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Above this many live keys every claim is refused: forgetting one would let it be used again. */
  readonly limit?: number;
}

/** For one process. Several servers need a table that they share. */
export function createMemoryReplay({ now, limit = 200_000 }: MemoryReplayOptions): ReplayTable {
  const seen = new Map<string, number>();
  let sweptAt = 0;
  const sweep = (time: number) => {
    sweptAt = time;
    for (const [key, until] of seen) if (until <= time) seen.delete(key);
  };
  return {
    claim(key, until) {
      const time = now();
      if (time - sweptAt >= 10_000 || seen.size >= limit) sweep(time);
      const known = seen.get(key);
      if (known !== undefined && known > time) return false;
      if (seen.size >= limit) return false;
      seen.set(key, until);
      return true;
    },
  };
}
