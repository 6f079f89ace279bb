// Runs one other line diff on one pair of texts, in a thread of its own so that it can be stopped.

import { parentPort, workerData } from 'node:worker_threads';

export interface PeerTask {
  readonly peer: string;
  readonly before: string;
  readonly after: string;
  readonly rounds: number;
}

/** Changed lines where the peer tells of lines. */
type Run = (before: string, after: string) => number;

// The packages are only needed here: what they export is named where it is used, so that the rest builds without them.
const load = async <T>(name: string): Promise<T> => (await import(name)) as T;

const split = (text: string) => (text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n'));

function interned(before: string, after: string): [number[], number[]] {
  const numbers = new Map<string, number>();
  const all = (text: string) =>
    split(text).map((line) => {
      const number = numbers.get(line) ?? numbers.size;
      if (number === numbers.size) numbers.set(line, number);
      return number;
    });
  return [all(before), all(after)];
}

const peers: Readonly<Record<string, () => Promise<Run>>> = {
  'jsdiff diffLines': async () => {
    type Part = { added?: boolean; removed?: boolean; count?: number };
    const { diffLines } = await load<{ diffLines(one: string, other: string): Part[] }>('diff');
    return (before, after) =>
      diffLines(before, after).reduce(
        (sum, part) => sum + (part.added || part.removed ? (part.count ?? 0) : 0),
        0,
      );
  },
  'fast-diff, line characters': async () => {
    type Diff = (one: string, other: string) => [number, string][];
    const { default: diff } = await load<{ default: Diff }>('fast-diff');
    return (before, after) => {
      const [a, b] = interned(before, after);
      // Surrogates are left out: each line is one character.
      const characters = (numbers: number[]) =>
        numbers.map((number) => String.fromCharCode(number < 0xd800 ? number : number + 0x800)).join('');
      return diff(characters(a), characters(b)).reduce(
        (sum, [kind, run]) => sum + (kind === 0 ? 0 : run.length),
        0,
      );
    };
  },
  '@jest/diff-sequences': async () => {
    type Diff = (
      one: number,
      other: number,
      common: (a: number, b: number) => boolean,
      found: (count: number) => void,
    ) => void;
    const loaded = await load<{ default: Diff | { default: Diff } }>('@jest/diff-sequences');
    const diff = typeof loaded.default === 'function' ? loaded.default : loaded.default.default;
    return (before, after) => {
      const [a, b] = interned(before, after);
      let common = 0;
      diff(
        a.length,
        b.length,
        (i, j) => a[i] === b[j],
        (count) => {
          common += count;
        },
      );
      return a.length + b.length - 2 * common;
    };
  },
  '@codemirror/merge': async () => {
    const { diff } = await load<{ diff(one: string, other: string): readonly unknown[] }>(
      '@codemirror/merge',
    );
    return (before, after) => diff(before, after).length;
  },
};

export const peerNames = Object.keys(peers);

async function runTask({ peer, before, after, rounds }: PeerTask): Promise<void> {
  try {
    const run = await (peers[peer] as () => Promise<Run>)();
    const timed = () => {
      const started = performance.now();
      run(before, after);
      return performance.now() - started;
    };
    // Told at once, in case there is no time for more.
    const first = timed();
    parentPort?.postMessage({ milliseconds: first, last: rounds < 2 });
    const times = Array.from({ length: rounds }, timed).sort((one, other) => one - other);
    parentPort?.postMessage({ milliseconds: times[0], last: true });
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND';
    parentPort?.postMessage({ failed: missing ? 'not installed' : String(error).slice(0, 60) });
  }
}

if (parentPort) await runTask(workerData as PeerTask);
