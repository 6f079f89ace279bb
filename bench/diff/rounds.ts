// Times several ways round by round in one process, so that a noisy machine hits all of them alike.

export interface Way {
  readonly name: string;
  /** Runs in one round, of which the mean counts; as many as fill `blockTime`, if it does not say. */
  readonly repeats?: number;
  run(): unknown;
}

/** A way is warmed up this many times or milliseconds, whichever comes first: V8 compiles what is quick in steps. */
const warmUps = 40;
const warmUpTime = 2500;
/** A way runs about so many milliseconds in one go, so that all are measured with their data in the caches or none. */
const blockTime = 200;
const mostRepeats = 8;
/** Up to this many milliseconds it runs once more before that, so that it collects no garbage but its own. */
const quick = 400;

/** Milliseconds. */
export interface Times {
  readonly median: number;
  readonly best: number;
  /**
   * Median of what the processor spent on it, this thread alone: on a busy machine that tells more than the clock.
   * Absent in browsers and in Node before 23.9, and of no use for a way that is a process.
   */
  readonly cpu?: number;
}

export const unknownTimes: Times = { median: Number.NaN, best: Number.NaN };

/**
 * Every way in each of so many rounds, after a warm-up. Each round begins with another way; the garbage of one would
 * be collected in the time of the next, and a forced collection would make V8 drop code.
 */
export function timesOf(ways: readonly Way[], rounds: number): ReadonlyMap<string, Times> {
  const lasted = new Map(ways.map((way) => [way.name, warmUp(way)]));
  const rows = new Map(ways.map(({ name }) => [name, [] as Round[]]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < ways.length; i++) {
      const way = ways[(i + round) % ways.length] as Way;
      const last = lasted.get(way.name) ?? 0;
      if (last < quick) way.run();
      const repeats = way.repeats ?? Math.max(1, Math.min(mostRepeats, Math.round(blockTime / last)));
      rows.get(way.name)?.push(timed({ ...way, repeats }));
    }
  }
  return new Map([...rows].map(([name, all]) => [name, settled(all)]));
}

/** Answers how long the last run took. */
function warmUp(way: Way): number {
  let time = 0;
  let last = 0;
  for (let i = 0; i < warmUps && time < warmUpTime; i++) {
    last = timed(way).clock;
    time += last;
  }
  return last;
}

export interface Round {
  readonly clock: number;
  readonly cpu: number | undefined;
}

export function timed({ run, repeats = 1 }: Omit<Way, 'name'>): Round {
  const spent = cpuTime();
  const started = performance.now();
  for (let i = 0; i < repeats; i++) run();
  const clock = (performance.now() - started) / repeats;
  return { clock, cpu: spent === undefined ? undefined : ((cpuTime() ?? 0) - spent) / repeats };
}

/** In milliseconds. Browsers have no `process`. */
function cpuTime(): number | undefined {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  const usage = process?.threadCpuUsage?.();
  return usage && (usage.user + usage.system) / 1000;
}

export function settled(rounds: readonly Round[]): Times {
  const clocks = rounds.map(({ clock }) => clock);
  const cpus = rounds.flatMap(({ cpu }) => (cpu === undefined ? [] : [cpu]));
  return {
    median: median(clocks),
    best: Math.min(...clocks),
    cpu: cpus.length > 0 ? median(cpus) : undefined,
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export const floorName = 'scan for "<"';

/**
 * The floor: what it takes to look at every tag of the texts once. Repeated until it takes about as long as what
 * is measured against it: on a busy machine a short run is seldom interrupted, a long one always.
 */
export function floorOf(...texts: readonly string[]): Way {
  return { name: floorName, repeats: 16, run: () => scan(...texts) };
}

function scan(...texts: readonly string[]): number {
  let count = 0;
  for (const text of texts) for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) count++;
  return count;
}
