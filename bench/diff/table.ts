// What a section of the benchmark found, and how it is printed: figures, and beside them the goals.

import type { Times } from './rounds.ts';

export interface Goal {
  readonly goal: string;
  readonly met: boolean;
}

export interface Row {
  readonly what: string;
  /** By the clock and by the processor: medians, and the quickest round. */
  readonly milliseconds?: number;
  readonly cpu?: number;
  readonly best?: number;
  readonly megabytesPerSecond?: number;
  /** How many times the scan of the same texts in the same rounds, by the clock and by the processor. */
  readonly timesFloor?: number;
  readonly cpuTimesFloor?: number;
  /** How far the peak of a fresh process that does it once lies above the texts; in megabytes. */
  readonly memory?: number;
  readonly note?: string;
  readonly goals?: readonly Goal[];
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Why there are no rows, or what to know about them. */
  readonly remark?: string;
}

export function atMost(figure: number, limit: number, goal: string): Goal {
  return { goal: `≤ ${goal}`, met: figure <= limit };
}

export function atLeast(figure: number, limit: number, goal: string): Goal {
  return { goal: `≥ ${goal}`, met: figure >= limit };
}

/** The columns every timed row has. */
export function timedRow(
  what: string,
  size: number,
  { median, best, cpu }: Times,
  floor: Times,
  more: Pick<Row, 'memory' | 'note' | 'goals'> = {},
): Row {
  const megabytesPerSecond = size / 1000 / median;
  const timesFloor = median / floor.median;
  const cpuTimesFloor = cpu !== undefined && floor.cpu !== undefined ? cpu / floor.cpu : undefined;
  return { what, milliseconds: median, cpu, best, megabytesPerSecond, timesFloor, cpuTimesFloor, ...more };
}

export function print({ title, rows, remark }: Section): string {
  const lines = rows.map((row) => {
    const goals = (row.goals ?? []).map(({ goal, met }) => `${goal}: ${met ? 'met' : 'NOT MET'}`);
    const text = [row.note, ...goals].filter((part) => part !== undefined && part !== '').join('; ');
    if (row.milliseconds === undefined) return `${row.what.padEnd(38)}  ${text}`;
    return [
      row.what.padEnd(38),
      cell(row.milliseconds, 'ms', 11),
      cell(row.cpu, 'cpu', 10),
      cell(row.megabytesPerSecond, 'MB/s', 12),
      cell(row.timesFloor, '× floor', 14),
      cell(row.cpuTimesFloor, '× cpu', 11),
      cell(row.memory, 'MB peak', 13),
      '  ',
      text,
    ]
      .join('')
      .trimEnd();
  });
  return ['', title, ...lines, ...(remark ? [remark] : [])].join('\n');
}

function cell(figure: number | undefined, unit: string, width: number): string {
  return (figure === undefined ? '' : `${digits(figure)} ${unit}`).padStart(width);
}

export function digits(figure: number): string {
  return figure >= 100 ? String(Math.round(figure)) : figure.toFixed(figure >= 10 ? 1 : 2);
}

export function goalsOf(sections: readonly Section[]): { met: number; missed: number } {
  const goals = sections.flatMap(({ rows }) => rows.flatMap((row) => row.goals ?? []));
  const met = goals.filter((goal) => goal.met).length;
  return { met, missed: goals.length - met };
}
