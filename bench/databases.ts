// Measures the queries that people wait for on both engines, and prints PostgreSQL's times as ratios to SQLite's.
// Usage: node bench/databases.ts [--versions N] [--quick] [--json]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { findComponentRow, putPlaces } from '../server/db/components.ts';
import { type Database, openDatabase } from '../server/db/database.ts';
import { refreshStatistics } from '../server/db/engine.ts';
import { claimJob, enqueueJob, finishJob } from '../server/db/jobs.ts';
import { createProofTable } from '../server/db/used-proofs.ts';
import { countMatching, findVersionRow, listVersionRows, type NewVersionRow } from '../server/db/versions.ts';
import { saveStep } from '../server/history/save-step.ts';
import { recordStamps } from '../server/history/stamps.ts';
import { startPostgres } from '../tests/helpers/postgres/server.ts';

const { values: options } = parseArgs({
  options: {
    versions: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const versions = Number(options.versions ?? (options.quick ? 2_000 : 10_000));
const components = options.quick ? 500 : 5_000;
const rounds = options.quick ? 50 : 300;
const orgId = '00D5g000004XyZaEAK';
const lead = { orgId, type: 'Flow', fullName: 'Lead' } as const;
const text = 'Two rules changed, one condition moved, and an element was renamed to say what it does. ';

const row = (seq: number): NewVersionRow => ({
  ...{ org_id: orgId, type: 'Flow', full_name: 'Lead', seq, commit_id: String(seq).padStart(40, '0') },
  ...{ kind: 'changed', at: 1_700_000_000_000 + seq, author_name: seq % 10 ? 'Ada King' : 'Sam Okafor' },
  ...{ author_certainty: 'certain', author_evidence: 'Git author', summary: text, changes: 3, noise: 1 },
  ...{ message: text.repeat(3), origin: 'imported', files: `[["Lead.flow-meta.xml","${'a'.repeat(40)}"]]` },
});

const nameOf = (index: number) => `Class${index}`;
const idOf = (index: number) => `01p5g${String(index).padStart(10, '0')}AAX`;

async function fill(db: Database): Promise<void> {
  const places = Array.from({ length: components }, (_, index) => {
    return {
      orgId,
      type: 'ApexClass' as const,
      fullName: nameOf(index),
      path: `${nameOf(index)}.cls`,
      losers: [],
    };
  });
  await putPlaces(db, places);
  const stamps = places.map(({ type, fullName }, index) => {
    return {
      type,
      fullName,
      id: idOf(index),
      lastModifiedAt: 1,
      lastModifiedById: '005',
      lastModifiedByName: 'Ada',
    };
  });
  await recordStamps({ db, now: () => 1 }, orgId, stamps);
  for (let from = 0; from < versions; from += 1_000) await append(db, from, Math.min(1_000, versions - from));
}

/** What one step of an import, or a commit, does. */
async function append(db: Database, from: number, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => row(from + index + 1));
  const place = { ...lead, path: 'Lead.flow-meta.xml', losers: [] };
  const tip = (seq: number) => (seq === 0 ? null : `c${seq}`);
  const step = { orgId, before: tip(from), after: `c${from + count}`, at: 1, places: [place], rows };
  if (!(await saveStep(db, step))) throw new Error('the index was not where it should be');
}

type Measured = Readonly<Record<string, number>>;

/** Milliseconds, the median. */
async function median(work: (round: number) => Promise<unknown>, times = rounds): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const start = performance.now();
    await work(round);
    taken.push(performance.now() - start);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}

async function measure(db: Database): Promise<Measured> {
  const proofs = createProofTable(db, () => 1);
  let end = versions;
  const next = (count: number) => async () => {
    await append(db, end, count);
    end += count;
  };
  const middle = Math.floor(versions / 2);
  const claims = { owner: 'bench', now: 2, leaseMs: 1000 };
  return {
    'history, first page': await median(() => listVersionRows(db, lead, { limit: 50 })),
    'history, page in the middle': await median(() =>
      listVersionRows(db, lead, { limit: 50, before: middle }),
    ),
    'history, by person and word': await median(
      () => listVersionRows(db, lead, { limit: 50, filter: { author: 'Sam Okafor', words: ['renamed'] } }),
      Math.ceil(rounds / 5),
    ),
    'history, count by word': await median(
      () => countMatching(db, lead, { words: ['condition'] }),
      Math.ceil(rounds / 10),
    ),
    'component by Salesforce id': await median((round) =>
      findComponentRow(db, { orgId, type: 'ApexClass', id: idOf((round * 37) % components) }),
    ),
    'version by commit': await median((round) =>
      findVersionRow(db, lead, String(((round * 41) % versions) + 1).padStart(40, '0')),
    ),
    'append one version': await median(next(1), Math.ceil(rounds / 3)),
    'append 400 versions': await median(next(400), Math.ceil(rounds / 30)),
    'use a proof': await median(async (round) => proofs.claim(`p${round}`, 100)),
    'queue, take and finish a job': await median(
      async (round) => {
        const { id } = await enqueueJob(db, { id: `j${round}`, orgId, kind: 'baseline', now: 1 });
        await claimJob(db, claims);
        await finishJob(db, { id, owner: 'bench' }, { state: 'done', problem: null, now: 3 });
      },
      Math.ceil(rounds / 3),
    ),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
// Durable, as both are in use.
const server = await startPostgres({ settings: { fsync: 'on', full_page_writes: 'on', autovacuum: 'on' } });
try {
  const settings = {
    sqlite: join(folder, 'bench.sqlite'),
    postgres: `postgres://${server.user}@localhost:${server.port}/tests?host=${server.socketFolder}`,
  };
  const found: Record<string, Measured> = {};
  for (const [engine, setting] of Object.entries(settings)) {
    const db = await openDatabase(setting);
    await fill(db);
    // As the end of an import does.
    await refreshStatistics(db, ['versions', 'components']);
    found[engine] = await measure(db);
    await db.destroy();
  }
  const { sqlite = {}, postgres = {} } = found;
  const table = Object.keys(sqlite).map((query) => {
    const [a, b] = [sqlite[query] ?? 0, postgres[query] ?? 0];
    return { query, 'SQLite ms': round(a), 'PostgreSQL ms': round(b), ratio: round(b / a) };
  });
  if (options.json) process.stdout.write(`${JSON.stringify({ versions, components, table })}\n`);
  else {
    process.stdout.write(`One component of ${versions} versions among ${components}; medians.\n`);
    console.table(table);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
