// Measures the audit log: entries appended and verified a second, and how long proofs are and take, beside bare inserts and bare hashing in the same run.
// Usage: node bench/audit-log.ts [--entries N] [--postgres-entries N] [--quick] [--json]

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Kysely } from 'kysely';
import { type ExportLine, verifyLog } from '../core/log/verify-log.ts';
import { createAuditLog } from '../server/audit/append.ts';
import { merkleMigration } from '../server/audit/convert.ts';
import { exportLines } from '../server/audit/export.ts';
import { attemptsMigration, auditMigration } from '../server/audit/first-tables.ts';
import { logTools, sha256 } from '../server/audit/hash.ts';
import { lockHead } from '../server/audit/head.ts';
import { consistencyProof, inclusionProofs } from '../server/audit/proofs.ts';
import { append } from '../server/audit/record.ts';
import { createLogService } from '../server/audit/serve.ts';
import type { AuditTables } from '../server/audit/tables.ts';
import { openStore } from '../server/db/database.ts';
import { inTransaction } from '../server/db/engine.ts';
import { createLogKeys } from '../server/delegation/log-keys.ts';
import { startPostgres } from '../tests/helpers/postgres/server.ts';

const { values: options } = parseArgs({
  options: {
    entries: { type: 'string' },
    'postgres-entries': { type: 'string', default: '10000' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const entries = Number(options.entries ?? (options.quick ? 10_000 : 1_000_000));
/** Fewer, since filling takes many times as long there. */
const postgresEntries = Number(options['postgres-entries']);
/** Appended one by one, each durable for itself. */
const durable = options.quick ? 200 : 1_000;
const tree = 'bench';
const store = { migrations: [auditMigration, attemptsMigration, merkleMigration], schema: 'audit' };
const folder = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
const attempt = {
  ...{ org: '00D5g000004XyZaEAK', tenant: tree, caller: 'api', purpose: 'compare', who: 'auth0|ada' },
  ...{
    actingAs: { userId: '0055g000001AdaKAAW', username: 'ada@acme.example' },
    component: 'Flow Invoice_Sync',
  },
};

type Log = Kysely<AuditTables>;
type Row = Readonly<Record<string, unknown>>;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** The same rows into tables of the same shape, a commit each, and nothing computed. */
async function bareInserts(db: Log): Promise<number> {
  const head = { tree: 'bare', size: 0, last_leaf: null, peaks: '' };
  await db.insertInto('audit_heads').values(head).execute();
  let ref = 0;
  const text = randomBytes(150).toString('hex');
  const leaf = randomBytes(32).toString('hex');
  return seconds(async () => {
    for (let idx = 0; idx < durable; idx += 1) {
      ref += 1;
      const place = { tree: 'bare', idx };
      await inTransaction(db, async (transaction) => {
        const entry = { ...place, kind: 'refusal', ref: `bare ${ref}`, at: idx, leaf_hash: leaf };
        await transaction.insertInto('audit_entries').values(entry).execute();
        await transaction
          .insertInto('audit_texts')
          .values({ ...place, salt: leaf, entry: text })
          .execute();
        await transaction
          .insertInto('audit_personal')
          .values({ ...place, salt: leaf, text })
          .execute();
        await transaction.updateTable('audit_heads').set({ size: idx }).where('tree', '=', 'bare').execute();
      });
    }
  });
}

async function appends(db: Log): Promise<number> {
  const log = createAuditLog({ db, now: Date.now });
  return seconds(async () => {
    for (let made = 0; made < durable; made += 1)
      await log.refusal(attempt, { code: 'not_linked', reason: 'No.' });
  });
}

/** Many in one commit, which the product never does: the bench alone is in a hurry. */
async function fill(db: Log, upTo: number): Promise<void> {
  const facts = { kind: 'refusal', org: attempt.org, caller: 'api', purpose: 'compare', who: 'worker' };
  for (let size = 0; size < upTo; ) {
    await inTransaction(db, async (transaction) => {
      for (let made = 0; made < 5_000 && size < upTo; made += 1) {
        const head = await lockHead(transaction, tree);
        size = head.size + 1;
        const ref = `${head.size}`;
        await append(transaction, head, {
          facts: { ...facts, ref, at: head.size },
          personal: { reason: ref },
        });
      }
    });
  }
}

const median = (all: number[]) => all.sort((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0;

async function proofs(db: Log): Promise<Row[]> {
  const rows: Row[] = [];
  for (let size = 1_000; size <= entries; size *= 10) {
    const [inclusion, growth]: [number[], number[]] = [[], []];
    let hashes = 0;
    for (let round = 0; round < 50; round += 1) {
      const index = Math.floor((round * size) / 50);
      inclusion.push(
        await seconds(async () => {
          hashes = Math.max(hashes, (await inclusionProofs(db, tree, size, [index]))[0]?.length ?? 0);
        }),
      );
      growth.push(await seconds(() => consistencyProof(db, tree, index + 1, size)));
    }
    const ms = (all: number[]) => round(median(all) * 1000);
    rows.push({
      'tree of': size,
      hashes,
      bytes: 32 * hashes,
      'inclusion ms': ms(inclusion),
      'growth ms': ms(growth),
    });
  }
  return rows;
}

async function verified(db: Log): Promise<{ verify: number; hashing: number; read: number }> {
  const keys = createLogKeys({
    db,
    folder: join(folder, 'keys'),
    name: 'bench.example/audit',
    now: Date.now,
  });
  const { vkey: key } = await keys.current();
  const service = createLogService(db, keys);
  const { checkpoint } = await service.growth(tree, 0);
  let [read, hashing] = [0, 0];
  /** Some at a time, so that a million need not be in memory; what is done here is taken off. */
  async function* counted(): AsyncGenerator<ExportLine> {
    const lines = exportLines(db, service, tree);
    for (let some: ExportLine[] = []; ; some = []) {
      read += await seconds(async () => {
        while (some.length < 10_000) {
          const { value, done } = await lines.next();
          if (done) return;
          some.push(value);
        }
      });
      if (some.length === 0) return;
      const texts = some.flatMap((line) =>
        line.type === 'entry' && line.entry ? [Buffer.from(line.entry.text)] : [],
      );
      hashing += await seconds(async () => {
        for (const text of texts) sha256(text);
      });
      yield* some;
    }
  }
  const all = await seconds(async () => {
    const report = await verifyLog(counted(), { tools: logTools, key, kept: [checkpoint] });
    if (report.findings.length > 0) throw new Error('The log does not verify.');
  });
  return { verify: all - read - hashing, hashing, read };
}

const loadBefore = loadavg()[0] ?? 0;
const server = await startPostgres({ settings: { fsync: 'on', full_page_writes: 'on' } });
try {
  const sqlite = await openStore<AuditTables>(join(folder, 'bench.sqlite'), store);
  const address = `postgres://${server.user}@localhost:${server.port}/tests?host=${server.socketFolder}`;
  const postgres = await openStore<AuditTables>(address, store);
  const table: Row[] = [];
  for (const [engine, db] of [
    ['SQLite', sqlite],
    ['PostgreSQL', postgres],
  ] as const) {
    const size = engine === 'SQLite' ? entries : postgresEntries;
    await fill(db, size);
    const [bare, whole] = [durable / (await bareInserts(db)), durable / (await appends(db))];
    table.push({
      what: `append to ${size}, ${engine}`,
      'per second': round(whole),
      beside: 'bare inserts',
      theirs: round(bare),
      ratio: round(bare / whole),
    });
  }
  const { verify, hashing, read } = await verified(sqlite);
  table.push({
    what: 'verify',
    'per second': round(entries / verify),
    beside: 'bare SHA-256 of the texts',
    theirs: round(entries / hashing),
    ratio: round(verify / hashing),
  });
  table.push({ what: 'export', 'per second': round(entries / read) });
  const ofSizes = await proofs(sqlite);
  await sqlite.destroy();
  await postgres.destroy();
  const load = [round(loadBefore), round(loadavg()[0] ?? 0)];
  if (options.json)
    process.stdout.write(`${JSON.stringify({ entries, durable, load, table, proofs: ofSizes })}\n`);
  else {
    process.stdout.write(`A log of ${entries} entries; load ${load.join(' before, ')} after.\n`);
    console.table(table);
    console.table(ofSizes);
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
