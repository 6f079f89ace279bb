// Measures parsing and comparing metadata by meaning, with peers and goals, medians and ratios of one run.
// Usage: node bench/diff.ts [parse] [diff] [pairs] [growth] [browser] [--quick] [--json] [--rounds N] [--node PATH]

import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { nodeScript } from './diff/bundle.ts';
import { work } from './diff/children.ts';
import { chromiumSection } from './diff/chromium.ts';
import { growthSection } from './diff/growth.ts';
import { parseSection } from './diff/parse.ts';
import { realPairsSection } from './diff/real-pairs.ts';
import { type Run, startRun } from './diff/run.ts';
import { semanticSections } from './diff/semantic.ts';
import { goalsOf, print, type Section } from './diff/table.ts';

const sections: Readonly<Record<string, (run: Run) => Section | Promise<Section | readonly Section[]>>> = {
  parse: parseSection,
  diff: semanticSections,
  pairs: realPairsSection,
  growth: growthSection,
  browser: chromiumSection,
};

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    /** Another Node, for figures that compare with those of its version. */
    node: { type: 'string' },
  },
});

const [first = '', job = '', input = ''] = positionals;
if (first === 'child') process.stdout.write(JSON.stringify((await work(job, input)) ?? null));
else if (options.node) process.exitCode = await onNode(options.node);
else process.exitCode = await measure();

async function onNode(path: string): Promise<number> {
  const script = await nodeScript('bench/diff.ts');
  const flags = process.argv
    .slice(2)
    .filter((_, at, all) => all[at] !== '--node' && all[at - 1] !== '--node');
  return spawnSync(path, [script, ...flags.filter((flag) => !flag.startsWith('--node='))], {
    stdio: 'inherit',
  }).status === 0
    ? 0
    : 1;
}

async function measure(): Promise<number> {
  const unknown = positionals.filter((name) => !Object.hasOwn(sections, name));
  if (unknown.length > 0) {
    process.stderr.write(
      `No section is named ${unknown.join(', ')}: there are ${Object.keys(sections).join(', ')}.\n`,
    );
    return 2;
  }
  const { quick, json } = options;
  // The browser takes long to start and to bundle for: not for a quick look, unless asked for.
  const usual = Object.keys(sections).filter((name) => !quick || name !== 'browser');
  const wanted = positionals.length > 0 ? positionals : usual;
  const run = startRun({ rounds: Number(options.rounds ?? (quick ? 3 : 5)), quick });
  const about = {
    node: process.version,
    cores: availableParallelism(),
    /** What else the machine has to do. */
    load: loadavg()[0] ?? 0,
    rounds: run.rounds,
  };
  const isBusy = about.load > about.cores;
  if (!json)
    process.stdout.write(
      `Node ${about.node}, ${about.cores} cores, load ${about.load.toFixed(1)}, medians of ${about.rounds} rounds${isBusy ? '. The machine is busy: the processor’s columns say more than the clock’s' : ''}\n`,
    );
  const found: Section[] = [];
  for (const name of wanted) {
    const answer = [(await sections[name]?.(run)) ?? []].flat();
    found.push(...answer);
    if (!json) for (const section of answer) process.stdout.write(`${print(section)}\n`);
  }
  const goals = goalsOf(found);
  if (json) process.stdout.write(`${JSON.stringify({ ...about, goals, sections: found })}\n`);
  else process.stdout.write(`\n${goals.met} goals met, ${goals.missed} not met\n`);
  return 0;
}
