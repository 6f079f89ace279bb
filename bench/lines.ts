// Measures the line diff against its floor (split both texts and number the lines), against git and against other libraries.
// Usage: node bench/lines.ts [--no-peers] [--json]; BENCH_ROUNDS and BENCH_LIMIT (seconds for a peer) by environment.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { indexLines } from '../core/diff/line-index.ts';
import { rowWindow } from '../core/diff/row-window.ts';
import { diffText, lineCounts } from '../core/diff/text.ts';
import { type LinePair, madePairs, realLinePairs } from './line-pairs.ts';
import { type PeerTask, peerNames } from './line-peers.ts';

const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const limit = Number(process.env.BENCH_LIMIT ?? 10);
const withPeers = !process.argv.includes('--no-peers');
const folder = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function splitAndIntern(...texts: readonly string[]): number {
  const numbers = new Map<string, number>();
  for (const text of texts)
    for (const line of text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n'))
      if (!numbers.has(line)) numbers.set(line, numbers.size);
  return numbers.size;
}

interface Timed {
  readonly median: number;
  /** The fastest round: what it takes when nothing else runs on the machine. */
  readonly best: number;
}

/** Milliseconds of each way over several rounds, each of which has every way once. */
function time(...ways: readonly (() => unknown)[]): Timed[] {
  for (const way of ways) way();
  const times = ways.map((): number[] => []);
  const began = performance.now();
  for (let round = 0; round < rounds || (round < 400 && performance.now() - began < 400); round++) {
    ways.forEach((way, index) => {
      const started = performance.now();
      way();
      times[index]?.push(performance.now() - started);
    });
  }
  return times.map((all) => {
    all.sort((one, other) => one - other);
    return { median: all[all.length >> 1] ?? 0, best: all[0] ?? 0 };
  });
}

/** Line ends are no difference for us, so git gets the texts without any. */
const plain = (text: string) => {
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  return lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
};

function git(
  option: string,
  before: string,
  after: string,
): { lines: number; milliseconds: number } | string {
  const files = [join(folder, 'before'), join(folder, 'after')] as const;
  writeFileSync(files[0], plain(before));
  writeFileSync(files[1], plain(after));
  const started = performance.now();
  const run = spawnSync('git', ['diff', '--no-index', option, '--numstat', ...files], {
    encoding: 'utf8',
    timeout: limit * 1000,
  });
  const milliseconds = performance.now() - started;
  if (run.error) return `over ${limit} s`;
  const [added = '0', removed = '0'] = run.stdout.split('\t');
  return { lines: run.stdout === '' ? 0 : Number(added) + Number(removed), milliseconds };
}

/** The fastest round that ends within the limit. */
function runPeer(task: PeerTask): Promise<number | string> {
  const worker = new Worker(fileURLToPath(new URL('line-peers.ts', import.meta.url)), { workerData: task });
  return new Promise((resolve) => {
    let best: number | undefined;
    const end = (failed?: string) => {
      clearTimeout(timer);
      resolve(best ?? failed ?? `over ${limit} s`);
      void worker.terminate();
    };
    const timer = setTimeout(() => end(), limit * 1000);
    worker.on('message', (message: { milliseconds?: number; failed?: string; last?: boolean }) => {
      best = message.milliseconds ?? best;
      if (message.failed !== undefined || message.last) end(message.failed);
    });
    worker.on('error', (error) => end(String(error).slice(0, 60)));
  });
}

const never: Timed = { median: 0, best: 0 };

interface Result {
  readonly name: string;
  readonly floor: Timed;
  readonly ours: Timed;
  readonly exact: boolean;
  readonly lines: number;
  readonly hunks: number;
  readonly minimal: number | string;
  readonly others: Readonly<Record<string, number | string>>;
}

async function measure({ name, before, after }: LinePair, compared: boolean): Promise<Result> {
  const diff = diffText(before, after);
  const { added, removed } = lineCounts(diff.hunks);
  const [floor = never, ours = never] = time(
    () => splitAndIntern(before, after),
    () => diffText(before, after),
  );
  const minimal = git('--minimal', before, after);
  const others: Record<string, number | string> = {};
  if (compared) {
    const [withMoves = never] = time(() => diffText(before, after, { moves: true }));
    others['ours with moved blocks'] = withMoves.best;
    const [lists, { hunks }] = [[indexLines(before), indexLines(after)] as const, diff];
    const [view = never] = time(() => {
      const rows = rowWindow(lists[0], lists[1], hunks);
      return rows.rowsBetween(rows.length >> 1, (rows.length >> 1) + 60);
    });
    others['rows of a screenful'] = view.best;
    const histogram = git('--histogram', before, after);
    others['git diff --histogram (process)'] =
      typeof histogram === 'string' ? histogram : histogram.milliseconds;
    others['git diff --minimal (process)'] = typeof minimal === 'string' ? minimal : minimal.milliseconds;
    if (withPeers)
      for (const peer of peerNames) others[peer] = await runPeer({ peer, before, after, rounds });
  }
  return {
    name,
    floor,
    ours,
    exact: diff.exact,
    lines: added + removed,
    hunks: diff.hunks.length,
    minimal: typeof minimal === 'string' ? minimal : minimal.lines,
    others,
  };
}

const ratio = (one: number, floor: number) => `${(one / floor).toFixed(2)} ×`;

/** Medians against the median of the floor; in brackets, and for others, the fastest rounds against its fastest. */
function print(result: Result): void {
  const { name, floor, ours, exact, lines, minimal, hunks, others } = result;
  console.log(
    `${name}: floor ${floor.median.toFixed(2)} ms, ours ${ratio(ours.median, floor.median)} (best ${ratio(ours.best, floor.best)}), ${lines} lines (git --minimal ${minimal}), ${hunks} hunks${exact ? '' : ', not exact'}`,
  );
  for (const [other, one] of Object.entries(others))
    console.log(`    ${other.padEnd(34)} ${typeof one === 'string' ? one : ratio(one, floor.best)}`);
}

const { large, worst } = madePairs();
const shown = new Set(['profile07', 'object06', 'permset03']);
const real: Result[] = [];
// Twice: the first round is for the engine to learn what is often run.
for (const pair of realLinePairs()) diffText(pair.before, pair.after);
for (const pair of realLinePairs()) real.push(await measure(pair, shown.has(pair.name)));
const made: Result[] = [];
for (const pair of [...large, ...worst]) made.push(await measure(pair, true));

const memory = Math.round(process.resourceUsage().maxRSS / 1024);
if (process.argv.includes('--json'))
  console.log(JSON.stringify({ node: process.version, rounds, memory, real, made }));
else {
  for (const result of [...real.filter(({ name }) => shown.has(name)), ...made]) print(result);
  for (const which of ['median', 'best'] as const) {
    const ratios = real
      .map(({ name, ours, floor }) => ({ name, by: ours[which] / floor[which] }))
      .sort((one, other) => one.by - other.by);
    const slowest = ratios.at(-1);
    console.log(
      `${real.length} real pairs, ${which} of the rounds: middle ${ratio(ratios[ratios.length >> 1]?.by ?? 0, 1)}, most ${ratio(slowest?.by ?? 0, 1)} (${slowest?.name})`,
    );
  }
  const most = real.map(({ lines, minimal }) => (Number(minimal) > 0 ? lines / Number(minimal) : 1));
  console.log(
    `changed lines at most ${Math.max(...most).toFixed(4)} × git --minimal; not exact ${real.filter(({ exact }) => !exact).length}`,
  );
  console.log(`peak memory ${memory} MB, at least ${rounds} rounds, node ${process.version}`);
}
