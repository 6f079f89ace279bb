// What the benchmark does in fresh processes: peaks of memory, jsdiff that may have to be killed, the times of p5.

import { readFileSync } from 'node:fs';
import process from 'node:process';
import { compareWays } from './compare-ways.ts';
import { timesOfLargeProfile } from './p5-times.ts';
import { parsers } from './parsers.ts';
import { median, type Times } from './rounds.ts';

export interface MemoryJob {
  readonly files: readonly string[];
  /** A parser or a way to compare; undefined: only hold the texts. */
  readonly name?: string;
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

/** Peak in megabytes. */
async function memory({ files, name }: MemoryJob): Promise<number> {
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const [before = '', after = ''] = texts;
  const parse = await parsers.find((parser) => parser.name === name)?.load();
  parse?.(before);
  compareWays.find((way) => way.name === name)?.run(before, after);
  return peak();
}

function peak(): number {
  // On Linux `maxRSS` begins with the peak of the process that started this one.
  if (process.platform === 'linux') {
    const high = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (high !== undefined) return Number(high) / 1024;
  }
  return process.resourceUsage().maxRSS / 1024;
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
