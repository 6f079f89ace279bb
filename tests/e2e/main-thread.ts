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
  'devtools.timeline',
  'toplevel',
  'v8',
  '__metadata',
  'disabled-by-default-devtools.timeline',
];

/** Records while `act` runs; the tasks of the panel's page that took longest come first. */
export async function recordTasks(page: Page, panel: Frame, act: () => Promise<void>): Promise<BusyTask[]> {
  const session = await page.context().newCDPSession(page);
  const marker = `panel-${Date.now()}`;
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: [...categories, 'blink.user_timing'] },
  } as never);
  await panel.evaluate((name) => performance.mark(name), marker);
  await act();
  const events = await stop(session);
  const mark = events.find(({ name }) => name === marker);
  if (!mark) throw new Error('The recording does not have the panel in it');
  const own = events.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid);
  const tasks = own.filter(({ name, ph }) => ph === 'X' && /RunTask$/.test(name));
  const inside = own.filter(({ name, ph, tdur }) => ph === 'X' && tdur && !/RunTask$/.test(name));
  return tasks
    .map((task) => ({
      at: (task.ts - mark.ts) / 1000,
      cpu: (task.tdur ?? 0) / 1000,
      wall: (task.dur ?? 0) / 1000,
      what: inside
        .filter(({ ts }) => ts >= task.ts && ts <= task.ts + (task.dur ?? 0))
        .sort((one, other) => (other.tdur ?? 0) - (one.tdur ?? 0))
        .slice(0, 5)
        .map(
          ({ name, tdur = 0, args }) =>
            `${name} ${Math.round(tdur / 1000)} ${args?.data?.functionName ?? ''}`,
        )
        .join(', '),
    }))
    .sort((one, other) => other.cpu - one.cpu)
    .slice(0, 8);
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
