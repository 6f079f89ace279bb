// Section: text to a tree, ours and every peer's, and which of them take what is not XML.

import { peaksOf } from './memory.ts';
import { parsers } from './parsers.ts';
import { accepted, probes } from './probes.ts';
import { floorName, floorOf, timesOf, unknownTimes } from './rounds.ts';
import type { Run } from './run.ts';
import { atLeast, type Goal, type Row, type Section, timedRow } from './table.ts';

interface Loaded {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

export async function parseSection({ base, rounds, quick }: Run): Promise<Section[]> {
  const { text } = base;
  const loaded: Loaded[] = [];
  const absent: string[] = [];
  for (const { name, slow, load } of parsers) {
    if (quick && slow) continue;
    try {
      loaded.push({ name, parse: await load() });
    } catch {
      absent.push(name);
    }
  }
  const times = timesOf(
    [floorOf(text), ...loaded.map(({ name, parse }) => ({ name, run: () => parse(text) }))],
    rounds,
  );
  const names = loaded.map(({ name }) => name);
  const peaks = quick ? undefined : await peaksOf(names, [base.file]);
  const time = (name: string) => times.get(name) ?? unknownTimes;
  const goals: Goal[] = [
    atLeast(text.length / 1000 / time('ours').median, 150, '150 MB/s'),
    atLeast(time('saxen, as a tree').median / time('ours').median, 2, '2 × saxen as a tree'),
  ];
  const row = ({ name }: Loaded): Row =>
    timedRow(name, text.length, time(name), time(floorName), {
      memory: peaks?.get(name),
      goals: name === 'ours' ? goals : [],
    });
  return [
    {
      title: `XML to a tree: p5, ${Math.round(text.length / 1000)} kB`,
      rows: [timedRow(floorName, text.length, time(floorName), time(floorName)), ...loaded.map(row)],
      remark: absent.length > 0 ? `Not on this Node: ${absent.join(', ')}.` : undefined,
    },
    { title: `What is refused: ${probes.length} texts that are not XML`, rows: loaded.map(refused) },
  ];
}

function refused({ name, parse }: Loaded): Row {
  const taken = accepted(parse);
  const count = `refuses ${probes.length - taken.length}`;
  return {
    what: name,
    note: taken.length > 0 ? `${count}, takes ${taken.join(', ')}` : count,
    goals: name === 'ours' ? [{ goal: 'all', met: taken.length === 0 }] : [],
  };
}
