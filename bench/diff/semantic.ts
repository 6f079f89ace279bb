// Section: two p5 compared by meaning, ours against parsers with a keyed compare, git's processes and jsdiff.

import { type CompareWay, compareWays, isExact, ours } from './compare-ways.ts';
import type { VariantName } from './documents.ts';
import { type Peaks, peaksOf } from './memory.ts';
import { gitAlgorithms, gitChangedLines, jsdiffLines } from './processes.ts';
import { floorName, floorOf, type Times, timesOf, unknownTimes } from './rounds.ts';
import type { Run } from './run.ts';
import { atMost, digits, type Goal, type Row, type Section, timedRow } from './table.ts';

type AllTimes = ReadonlyMap<string, Times>;

const gitName = (algorithm: string) => `git diff, ${algorithm} (process)`;
/** Multiples of the floor. */
const limits: Readonly<Record<VariantName, number>> = {
  '10 edits': 8,
  '10 % edits': 8,
  shuffled: 8,
  'shuffled, 10 edits': 8,
  'all different': 25,
};

export async function semanticSections(run: Run): Promise<Section[]> {
  const all = new Map<VariantName, AllTimes>();
  const sections: Section[] = [];
  for (const variant of run.variants) {
    const times = measure(run, variant);
    all.set(variant.name, times);
    const names = waysFor(run).map(({ name }) => name);
    const peaks = run.quick ? undefined : await peaksOf(names, [run.base.file, variant.file]);
    sections.push({
      title: `Semantic diff of two p5: ${variant.name}, ${variant.truth.size} differences`,
      rows: await rowsOf(run, variant, times, peaks),
    });
  }
  return [...sections, ratios(all)];
}

function waysFor({ quick }: Run): readonly CompareWay[] {
  return compareWays.filter(({ slow }) => !(quick && slow));
}

function measure(run: Run, { text, file }: Run['variants'][number]): AllTimes {
  const { base, rounds } = run;
  const inProcess = [
    floorOf(base.text, text),
    ...waysFor(run).map((way) => ({ name: way.name, run: () => way.run(base.text, text) })),
  ];
  const processes = gitAlgorithms.map((algorithm) => ({
    name: gitName(algorithm),
    run: () => gitChangedLines(algorithm, base.file, file),
  }));
  // Apart: a process that starts another one writes to each page of its memory for the first time again, and all
  // that runs in it after that takes twice as long (seen).
  return new Map([...timesOf(inProcess, rounds), ...timesOf(processes, rounds)]);
}

async function rowsOf(
  run: Run,
  { name: variant, text, file, truth }: Run['variants'][number],
  times: AllTimes,
  peaks: Peaks | undefined,
): Promise<Row[]> {
  const { base, quick } = run;
  const size = base.text.length + text.length;
  const time = (name: string) => times.get(name) ?? unknownTimes;
  const floor = time(floorName);
  const rows = [timedRow(floorName, size, floor, floor)];
  for (const { name, tell } of waysFor(run)) {
    const goals: Goal[] = [];
    const sentences = tell?.(base.text, text);
    const exact = sentences && isExact(sentences, truth);
    if (name === ours) {
      const limit = limits[variant];
      goals.push(
        atMost(time(name).median / floor.median, limit, `${limit} × floor`),
        atMost(time(name).median, time(gitName('histogram')).median, 'git histogram'),
        { goal: 'exact', met: exact === true },
      );
    }
    const note = sentences && `${exact ? 'exact' : 'not exact'}, ${sentences.length} told`;
    rows.push(timedRow(name, size, time(name), floor, { memory: peaks?.get(name), note, goals }));
  }
  for (const algorithm of gitAlgorithms) {
    const note = `${gitChangedLines(algorithm, base.file, file)} changed lines`;
    const { median, best } = time(gitName(algorithm));
    rows.push(timedRow(gitName(algorithm), size, { median, best }, floor, { note }));
  }
  // One shuffled pair is enough to see it give up.
  if (!quick && variant !== 'shuffled, 10 edits') {
    const what = 'jsdiff, diffLines';
    const jsdiff = await jsdiffLines(base.file, file);
    if (jsdiff)
      rows.push(timedRow(what, size, jsdiff, floor, { note: `${jsdiff.changedLines} changed lines` }));
    else rows.push({ what, note: 'gave up after 10 s' });
  }
  return rows;
}

/** What a shuffle costs. */
function ratios(all: ReadonlyMap<VariantName, AllTimes>): Section {
  const time = (variant: VariantName, name: string) => all.get(variant)?.get(name)?.median ?? Number.NaN;
  const ratio = (what: string, figure: number, limit: number): Row => ({
    what,
    note: `${digits(figure)} ×`,
    goals: [atMost(figure, limit, `${limit} ×`)],
  });
  return {
    title: 'Semantic diff of shuffled p5',
    rows: [
      ratio(
        '10 edits: shuffled to unshuffled',
        time('shuffled, 10 edits', ours) / time('10 edits', ours),
        1.3,
      ),
      ratio(
        "shuffled: ours to git's Myers",
        time('shuffled', ours) / time('shuffled', gitName('myers')),
        0.3,
      ),
      ratio(
        "shuffled, 10 edits: ours to git's Myers",
        time('shuffled, 10 edits', ours) / time('shuffled, 10 edits', gitName('myers')),
        0.3,
      ),
    ],
  };
}
