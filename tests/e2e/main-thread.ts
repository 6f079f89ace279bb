// What a page's main thread was busy with: tasks by the processor time they took, which other programs do not lengthen.

import type { CDPSession, Frame, Page } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: Readonly<Record<string, unknown>> };
}

export interface BusyTask {
  /** Milliseconds since the recording began. */
  readonly at: number;
  /** Milliseconds of processor time, and of time on the wall. */
  readonly cpu: number;
  readonly wall: number;
  /** What in it took longest. */
  readonly what: string;
}

const categories = [
  'toplevel',
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
  'v8',
];

export interface Recording {
  /** Those that took longest come first. */
  readonly tasks: readonly BusyTask[];
  /** How many times as long as on an idle machine things took: others may be using the same memory. */
  readonly slowness: number;
}

/** What the reference work takes where nothing else runs, in milliseconds. */
const referenceMs = 5;
const reference = 'canvasback-reference';
const referenceWork = `new Promise((resolve) => setTimeout(() => {
  performance.mark('${reference}');
  const counts = new Map();
  let text = '';
  for (let i = 0; i < 10000; i++) {
    const key = 'Field_' + ((i * 7919) % 20011);
    counts.set(key, (counts.get(key) ?? 0) + i);
    text += key[i % 6];
  }
  resolve(JSON.stringify([...counts]).length + text.length);
}))`;

/** Records the tasks of the panel's page while `act` runs. */
export async function recordTasks(page: Page, panel: Frame, act: () => Promise<void>): Promise<Recording> {
  const session = await page.context().newCDPSession(page);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  } as never);
  const compare = async () => {
    for (let i = 0; i < 4; i++) await panel.evaluate(referenceWork);
  };
  await compare();
  await act();
  await compare();
  const events = await stop(session);
  const marks = events.filter(({ name }) => name === reference);
  const [mark] = marks;
  if (!mark) throw new Error('The recording does not have the panel in it');
  const own = events.filter(({ pid, tid, ph }) => pid === mark.pid && tid === mark.tid && ph === 'X');
  const all = own.filter(({ name }) => name === 'RunTask');
  const isReference = (task: TraceEvent) => marks.some(({ ts }) => isWithin(ts, task));
  const references = all.filter(isReference).map(({ tdur = 0 }) => tdur / 1000);
  const inside = own.filter(({ name, tdur }) => tdur && !/RunTask$/.test(name));
  const tasks = all
    .filter((task) => !isReference(task))
    .sort((one, other) => (other.tdur ?? 0) - (one.tdur ?? 0))
    .slice(0, 5)
    .map((task) => ({
      at: (task.ts - mark.ts) / 1000,
      cpu: (task.tdur ?? 0) / 1000,
      wall: (task.dur ?? 0) / 1000,
      what: inside
        .filter(({ ts }) => isWithin(ts, task))
        .sort((one, other) => (other.tdur ?? 0) - (one.tdur ?? 0))
        .slice(0, 6)
        .map(({ name, tdur = 0 }) => `${name} ${Math.round(tdur / 1000)}`)
        .join(', '),
    }));
  const middle = references.sort((one, other) => one - other)[Math.floor(references.length / 2)];
  return { tasks, slowness: Math.max(1, (middle ?? referenceMs) / referenceMs) };
}

function isWithin(at: number, { ts, dur = 0 }: TraceEvent): boolean {
  return at >= ts && at <= ts + dur;
}

async function stop(session: CDPSession): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return events;
}
