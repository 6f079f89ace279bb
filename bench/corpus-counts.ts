// Prints, for every real revision pair, how much there is to read by meaning and how much by git's lines, and what
// a comparison by name and index would call modified: two tables in Markdown. `node bench/corpus-counts.ts`

import process from 'node:process';
import { diffFile } from '../core/diff/file.ts';
import { elementsOf, meaningOf, statuses } from '../tests/core/diff/by-name-and-index.ts';
import { gitLines, realPairs } from '../tests/core/diff/corpus-pairs.ts';
import { permutations, permuted } from '../tests/core/diff/permuted-flow.ts';

const pairs = realPairs();
if (pairs.length === 0) {
  process.stderr.write('No corpus of real revision pairs beside the checkout.\n');
  process.exit(2);
}

const compare = (type: string, before: string, after: string) =>
  diffFile({ name: 'a-meta.xml', role: 'metadata', type, before, after }).diff;
const row = (...cells: readonly (string | number)[]) => console.log(`| ${cells.join(' | ')} |`);

row('pair', 'changes', 'noise', 'what the noise is', 'git +', 'git −', 'git lines');
row('---', '---:', '---:', '---', '---:', '---:', '---:');
const total = { changes: 0, noise: 0, added: 0, removed: 0 };
for (const { name, type, before, after, paths } of pairs) {
  const { changes, noise, by } = compare(type, before, after);
  const { added, removed } = gitLines(paths);
  const canvas = noise.filter(({ path }) => path.at(-1)?.tag === 'location').length;
  const kinds = noise
    .filter(({ path }) => path.at(-1)?.tag === '#formatting')
    .map(({ path }) => path.at(-1)?.key ?? '');
  const others = noise.length - canvas - kinds.length;
  const what = [
    ...(by === 'lines' ? ['malformed: by lines'] : []),
    ...(canvas > 0 ? [`${canvas} on the canvas`] : []),
    ...(others > 0 ? [`${others} editor settings`] : []),
    ...kinds,
  ];
  row(name, changes.length, noise.length, what.join(', '), added, removed, added + removed);
  total.changes += changes.length;
  total.noise += noise.length;
  total.added += added;
  total.removed += removed;
}
row(
  `${pairs.length} pairs`,
  total.changes,
  total.noise,
  '',
  total.added,
  total.removed,
  total.added + total.removed,
);

console.log('');
row(
  'flow',
  'what is compared',
  'modified by name and index',
  'of these, ours tells',
  'mean the same',
  'our noise',
);
row('---', '---', '---:', '---:', '---:', '---:');
const sums = new Map<string, number[]>();
for (const { name, type, before, after } of pairs) {
  if (type !== 'Flow') continue;
  flowRow(name, 'the two revisions', before, after);
  for (const [what, change] of Object.entries(permutations))
    flowRow(name, what, after, permuted(after, change));
}
for (const [what, cells] of sums) row('all', what, ...cells);

function flowRow(name: string, what: string, before: string, after: string): void {
  const { changes, noise } = compare('Flow', before, after);
  const told = new Set(changes.map(({ path }) => (path[0]?.tag === 'start' ? 'FLOW_START' : path[0]?.key)));
  const modified = [...statuses(before, after)]
    .filter(([, status]) => status === 'modified')
    .map(([one]) => one);
  const [old, now] = [elementsOf(before), elementsOf(after)];
  const alike = modified.filter((one) => meaningOf(old.get(one)) === meaningOf(now.get(one)));
  const cells = [modified.length, modified.filter((one) => told.has(one)).length, alike.length, noise.length];
  row(name, what, ...cells);
  sums.set(
    what,
    cells.map((cell, index) => cell + (sums.get(what)?.[index] ?? 0)),
  );
}
