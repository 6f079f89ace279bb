// Two addresses for whoever runs the server: is the process alive, and can it do its work.

import type { FastifyInstance } from 'fastify';

/** Named checks of what the server depends on; each answers whether it is reachable. */
export type Readiness = Readonly<Record<string, () => Promise<boolean>>>;

/** The worker: without it the API serves everything but the baseline, so that it counts for no readiness. */
export type AskWorker = () => Promise<{ readonly alive: boolean; readonly lastAt: number | undefined }>;

interface WorkerHealth {
  readonly alive: boolean;
  /** ISO 8601. */
  readonly lastAliveAt?: string;
}

interface Found {
  readonly parts: Record<string, boolean>;
  readonly worker: WorkerHealth;
}

const timeoutMs = 2000;
const keptMs = 500;

export function installHealth(
  app: FastifyInstance,
  checks: Readiness,
  worker: AskWorker,
  now: () => number,
): void {
  let last: { at: number; result: Promise<Found> } | undefined;
  // Anyone may ask, so a flood of questions costs one check.
  const ask = () => {
    if (!last || now() - last.at >= keptMs) last = { at: now(), result: look(checks, worker) };
    return last.result;
  };
  app.get('/healthz', async () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    const { parts, worker: found } = await ask();
    const ok = Object.values(parts).every(Boolean);
    return reply.code(ok ? 200 : 503).send({ ok, ...parts, worker: found });
  });
}

async function look(checks: Readiness, worker: AskWorker): Promise<Found> {
  let found: WorkerHealth = { alive: false };
  const [parts] = await Promise.all([
    checkAll(checks),
    withinTime(async () => {
      const { alive, lastAt } = await worker();
      found = { alive, ...(lastAt === undefined ? {} : { lastAliveAt: new Date(lastAt).toISOString() }) };
      return true;
    }),
  ]);
  return { parts, worker: found };
}

async function checkAll(checks: Readiness): Promise<Record<string, boolean>> {
  const entries = Object.entries(checks).map(
    async ([name, check]) => [name, await withinTime(check)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function withinTime(check: () => Promise<boolean>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, timeoutMs, false);
  try {
    return await Promise.race([check(), promise]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
