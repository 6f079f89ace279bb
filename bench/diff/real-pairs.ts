// Section: real revisions of metadata from public repositories, where that corpus lies beside the checkout.

import { diffFile } from '../../core/diff/file.ts';
import { type RealPair, realPairs } from '../../tests/core/diff/corpus-pairs.ts';
import { compareByMeaning } from './ours.ts';
import { gitChangedLines } from './processes.ts';
import { quantile, type Round, settled, timed } from './rounds.ts';
import type { Run } from './run.ts';
import { atLeast, atMost, digits, type Row, type Section } from './table.ts';

const title = 'Real pairs';

export function realPairsSection({ rounds }: Run): Section {
  const pairs = realPairs();
  if (pairs.length === 0) return { title, rows: [], remark: 'No corpus of real revisions is at hand.' };
  const byMeaning = ({ type, before, after }: RealPair) => compareByMeaning(type, before, after);
  const withWords = ({ name, type, before, after }: RealPair) =>
    diffFile({ name, role: 'metadata', type, before, after });
  const meaning = measured(pairs, byMeaning, rounds);
  const words = measured(pairs, withWords, rounds);
  const answers = pairs.map((pair) => ({ pair, diff: byMeaning(pair), git: changedLines(pair) }));
  const malformed = answers.filter(({ diff }) => !diff);
  const fellBack = malformed.filter(({ pair }) => withWords(pair).diff.fallback);
  const counts = answers.flatMap(({ pair, diff, git }) =>
    diff ? [{ name: pair.name, git, ours: diff.deltas.filter(({ noise }) => !noise).length }] : [],
  );
  const more = counts.filter(({ ours, git }) => ours > git).map(({ name }) => name);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    title: `${title}: ${pairs.length}, ${digits(meaning.size / 1e6)} MB`,
    rows: [
      meaning.row('ours, by meaning', true),
      words.row('ours, with words and line hunks', false),
      {
        what: 'changes told',
        note: `${sum(counts.map(({ ours }) => ours))}, git ${sum(counts.map(({ git }) => git))} changed lines${more.length > 0 ? `, more than git in ${more.join(', ')}` : ''}`,
        goals: [{ goal: "≤ git's changed lines in each pair", met: more.length === 0 }],
      },
      {
        what: 'malformed pairs',
        note: `${malformed.length}`,
        goals: [{ goal: 'each falls back to lines', met: fellBack.length === malformed.length }],
      },
    ],
  };
}

function changedLines({ paths: [before, after] }: RealPair): number {
  return gitChangedLines('histogram', before, after);
}

function measured(pairs: readonly RealPair[], work: (pair: RealPair) => unknown, rounds: number) {
  const all = pairs.map((): Round[] => []);
  // Two rounds more, which warm up.
  for (let round = -2; round < rounds; round++) {
    pairs.forEach((pair, index) => {
      const one = timed({ run: () => work(pair) });
      if (round >= 0) all[index]?.push(one);
    });
  }
  const times = all.map(settled);
  const each = times.map(({ median }) => median);
  const size = pairs.reduce((total, { before, after }) => total + before.length + after.length, 0);
  const milliseconds = each.reduce((total, time) => total + time, 0);
  const perSecond = size / 1000 / milliseconds;
  const p99 = quantile(each, 0.99);
  const slowest = pairs[each.indexOf(Math.max(...each))]?.name ?? '';
  const row = (what: string, isJudged: boolean): Row => ({
    what,
    milliseconds,
    cpu: times.every(({ cpu }) => cpu !== undefined)
      ? times.reduce((total, { cpu = 0 }) => total + cpu, 0)
      : undefined,
    megabytesPerSecond: perSecond,
    note: `p50 ${digits(quantile(each, 0.5))} ms, p99 ${digits(p99)} ms (${slowest})`,
    goals: isJudged ? [atLeast(perSecond, 200, '200 MB/s'), atMost(p99, 10, '10 ms p99')] : [],
  });
  return { size, row };
}
