// How long given scripts kept the main threads of a browser busy: by Chromium's tracing, with stacks sampled in it.

import type { CDPSession, Page } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly id?: string;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: {
      readonly startTime?: number;
      readonly timeDeltas?: readonly number[];
      readonly cpuProfile?: { readonly nodes?: readonly ProfileNode[]; readonly samples?: readonly number[] };
    };
  };
}

interface ProfileNode {
  readonly id: number;
  readonly parent?: number;
  readonly callFrame: { readonly url?: string };
}

/**
 * A stretch in which a script of `owner` was somewhere on the stack: when, on the clock of the trace, and how much processor
 * time it took, which other programs do not lengthen. Microseconds.
 */
interface Stretch {
  readonly thread: string;
  readonly at: number;
  readonly took: number;
  readonly owner: string;
}

export interface LongTask {
  /** Milliseconds of processor time: of the whole task, and of the scripts of each owner in it. */
  readonly ms: number;
  readonly by: Readonly<Record<string, number>>;
}

export interface ScriptTimes {
  /** Milliseconds of the scripts of an owner, between each mark that `act` made and the next. */
  readonly between: Readonly<Record<string, readonly number[]>>;
  /** Tasks of 50 ms and more on any thread of scripts. */
  readonly longTasks: readonly LongTask[];
}

const categories = [
  'toplevel',
  'blink.user_timing',
  'v8',
  'disabled-by-default-v8.cpu_profiler',
  // Ten samples a millisecond in place of one.
  'disabled-by-default-v8.cpu_profiler.hires',
  'devtools.timeline',
  // Whole tasks are in it.
  'disabled-by-default-devtools.timeline',
];
const longMs = 50;
const mark = 'canvasback-step';

/** The addresses of the scripts of each owner. */
export type Scripts = Readonly<Record<string, readonly string[]>>;

/** `act` calls `step` where a stretch of its own begins. */
export async function recordScripts(
  page: Page,
  scripts: Scripts,
  act: (step: () => Promise<void>) => Promise<void>,
): Promise<ScriptTimes> {
  const session = await page.context().newCDPSession(page);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  } as never);
  await act(() => page.evaluate((name) => void performance.mark(name), mark));
  const events = await stop(session);
  const owners = Object.keys(scripts);
  const tasks = readTasks(events);
  const stretches = readStretches(events, scripts).map((stretch) => ({
    ...stretch,
    took: busyTime(tasks, stretch),
  }));
  const marks = events.filter(({ name, ph }) => name === mark && ph !== 'e').map(({ ts }) => ts);
  const steps = [...new Set(marks)].sort((one, other) => one - other);
  const between = Object.fromEntries(
    owners.map((owner) => [
      owner,
      steps.map((from, index) => sum(stretches, { owner, from, to: steps[index + 1] ?? Infinity })),
    ]),
  );
  return { between, longTasks: readLongTasks(tasks, stretches, owners) };
}

function sum(
  stretches: readonly Stretch[],
  { owner, from, to, thread }: { owner: string; from: number; to: number; thread?: string },
): number {
  let us = 0;
  for (const stretch of stretches) {
    if (stretch.owner !== owner || (thread !== undefined && stretch.thread !== thread)) continue;
    if (stretch.at >= from && stretch.at < to) us += stretch.took;
  }
  return us / 1000;
}

/** Each sample lasts until the next one of its profile. */
function readStretches(events: readonly TraceEvent[], scripts: Scripts): Stretch[] {
  const ownerOf = new Map(
    Object.entries(scripts).flatMap(([owner, urls]) => urls.map((url) => [url, owner])),
  );
  const profiles = new Map<
    string,
    { at: number; thread: string; ownerAt: Map<number, string | undefined> }
  >();
  const stretches: Stretch[] = [];
  for (const event of events.toSorted((one, other) => one.ts - other.ts)) {
    const { name, pid, id = '', args } = event;
    const key = `${pid} ${id}`;
    if (name === 'Profile')
      profiles.set(key, {
        at: args?.data?.startTime ?? event.ts,
        thread: threadOf(event),
        ownerAt: new Map(),
      });
    const profile = profiles.get(key);
    if (name !== 'ProfileChunk' || !profile) continue;
    const { cpuProfile, timeDeltas = [] } = args?.data ?? {};
    for (const node of cpuProfile?.nodes ?? []) {
      const own = ownerOf.get(node.callFrame.url ?? '');
      const above = node.parent === undefined ? undefined : profile.ownerAt.get(node.parent);
      profile.ownerAt.set(node.id, own ?? above);
    }
    for (const [index, sample] of (cpuProfile?.samples ?? []).entries()) {
      profile.at += timeDeltas[index] ?? 0;
      const owner = profile.ownerAt.get(sample);
      const took = timeDeltas[index + 1] ?? 0;
      if (owner !== undefined) stretches.push({ thread: profile.thread, at: profile.at, took, owner });
    }
  }
  return stretches;
}

/** Of the threads that run scripts, in the order they began. */
function readTasks(events: readonly TraceEvent[]): Map<string, TraceEvent[]> {
  const threads = new Set(events.filter(({ name }) => name === 'Profile').map(threadOf));
  const tasks = events.filter(
    (event) => event.name === 'RunTask' && event.ph === 'X' && threads.has(threadOf(event)),
  );
  return Map.groupBy(
    tasks.toSorted((one, other) => one.ts - other.ts),
    threadOf,
  );
}

const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;

/** A sample seems to last until the next one, however late that is: it ends with the task around it. */
function busyTime(tasks: ReadonlyMap<string, readonly TraceEvent[]>, { thread, at, took }: Stretch): number {
  const task = tasks.get(thread)?.findLast(({ ts, dur = 0 }) => ts <= at && at <= ts + dur);
  if (!task) return 0;
  const { ts, dur = 0, tdur = dur } = task;
  return dur > 0 ? Math.min(took, ts + dur - at) * Math.min(1, tdur / dur) : 0;
}

function readLongTasks(
  tasks: ReadonlyMap<string, readonly TraceEvent[]>,
  stretches: readonly Stretch[],
  owners: readonly string[],
): LongTask[] {
  return [...tasks.values()]
    .flat()
    .filter(({ dur = 0, tdur = dur }) => tdur >= longMs * 1000)
    .map(({ pid, tid, ts, dur = 0, tdur = dur }) => ({
      ms: tdur / 1000,
      by: Object.fromEntries(
        owners.map((owner) => [
          owner,
          sum(stretches, { owner, from: ts, to: ts + dur, thread: `${pid} ${tid}` }),
        ]),
      ),
    }));
}

/** Long only because of the owner’s scripts, or with more than the limit of theirs. */
export function causedBy(owner: string, tasks: readonly LongTask[]): LongTask[] {
  return tasks.filter(({ ms, by }) => {
    const own = by[owner] ?? 0;
    return own >= longMs || (own > 0 && ms - own < longMs);
  });
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

export interface Held {
  readonly heapBytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** What the page's process holds after a collection of garbage; detached nodes count. */
export async function heldBy(page: Page): Promise<Held> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  for (let i = 0; i < 3; i += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const read = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { heapBytes: read('JSHeapUsedSize'), nodes: read('Nodes'), listeners: read('JSEventListeners') };
}

/** Goes to an address as Setup itself does: no reload, and the page draws what is there. */
export async function navigateWithin(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);
}
