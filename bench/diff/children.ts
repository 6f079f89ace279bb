// What the benchmark does in fresh processes: peaks of memory, jsdiff that may have to be killed, the times of p5.

import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { compareWays } from './compare-ways.ts';
import { timesOfLargeProfile } from './p5-times.ts';
import { parsers } from './parsers.ts';
import { median, type Times } from './rounds.ts';

export interface MemoryJob {
  readonly files: readonly string[];
  /** A parser, or a way to compare. */
  readonly name: string;
}

export interface JsdiffJob {
  readonly before: string;
  readonly after: string;
}

export interface JsdiffTimes extends Times {
  readonly changedLines: number;
}

export async function work(job: string, input: string): Promise<unknown> {
  const given: unknown = JSON.parse(input);
  if (job === 'memory') return memory(given as MemoryJob);
  if (job === 'jsdiff') return jsdiff(given as JsdiffJob);
  if (job === 'p5') return timesOfLargeProfile((given as { rounds: number }).rounds);
  throw new Error(`no job is named ${job}`);
}

/** Megabytes that the peak lies above what the process had before. */
async function memory({ files, name }: MemoryJob): Promise<number> {
  const [before = '', after = ''] = files.map((file) => readFileSync(file, 'utf8'));
  const parse = await parsers.find((parser) => parser.name === name)?.load();
  const way = compareWays.find((other) => other.name === name);
  const start = startOfPeak();
  parse?.(before);
  way?.run(before, after);
  return (peak() - start) / 1024;
}

const peakFile = '/proc/self/clear_refs';

/** In kB. On Linux the peak is made to begin here: what it took to load the code may have been more. */
function startOfPeak(): number {
  if (process.platform !== 'linux') return peak();
  try {
    // 5 sets it back: https://docs.kernel.org/filesystems/proc.html
    writeFileSync(peakFile, '5');
  } catch {
    // Kernels without it count from the highest so far.
  }
  return peak();
}

/** In kB. On Linux `maxRSS` is no use: it begins with the peak of the process that started this one. */
function peak(): number {
  if (process.platform === 'linux') {
    const high = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (high !== undefined) return Number(high);
  }
  return process.resourceUsage().maxRSS;
}

/** As many rounds as fit into the time its parent allows, three at most. */
async function jsdiff({ before, after }: JsdiffJob): Promise<JsdiffTimes> {
  const { diffLines } = await import('diff');
  const texts = [readFileSync(before, 'utf8'), readFileSync(after, 'utf8')] as const;
  const times: number[] = [];
  let changedLines = 0;
  while (times.length < 3 && times.reduce((sum, time) => sum + time, 0) < 2000) {
    const started = performance.now();
    const parts = diffLines(...texts);
    times.push(performance.now() - started);
    changedLines = parts.reduce((sum, { added, removed, count }) => sum + (added || removed ? count : 0), 0);
  }
  return { median: median(times), best: Math.min(...times), changedLines };
}
