// kill -9 before and after every statement of an append: no entry is torn or lost, and every checkpoint given out is the beginning of what comes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../core/log/bytes.ts';
import { appendLeaf, emptyFrontier, type Frontier } from '../../../core/log/merkle.ts';
import { verifyLog } from '../../../core/log/verify-log.ts';
import { createAuditLog } from '../../../server/audit/append.ts';
import { exportLines } from '../../../server/audit/export.ts';
import { logTools, sha256 } from '../../../server/audit/hash.ts';
import { readHead } from '../../../server/audit/proofs.ts';
import { createLogService } from '../../../server/audit/serve.ts';
import { type AuditTables, levelStep } from '../../../server/audit/tables.ts';
import { openStore } from '../../../server/db/database.ts';
import { createLogKeys } from '../../../server/delegation/log-keys.ts';
import { newSetting } from '../../helpers/databases.ts';
import { logStore } from './log-store.ts';

/** Places of death, spread over the statements of three attempts. */
const kills = Number(process.env.APPEND_KILLS ?? 3);
const statements = 90;
const script = fileURLToPath(new URL('append-and-die.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cb-die-'));
const report = join(folder, 'report');
let setting = '';
let db: Kysely<AuditTables>;

beforeAll(async () => {
  setting = await newSetting();
  db = await openStore<AuditTables>(setting, logStore);
});
afterAll(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

async function appendUntilDeath(nth: number, side: string): Promise<void> {
  const child = spawn(process.execPath, [script, setting, folder, report, String(nth), side], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE },
  });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
}

function told(): [string, string][] {
  const lines = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n').filter(Boolean) : [];
  return lines.map((line) => JSON.parse(line) as [string, string]);
}

/** The rows fit each other, and whoever kept anything finds it again. */
async function checkAll(): Promise<number> {
  const keys = createLogKeys({ db, folder, name: 'canvasback.example.com/audit', now: Date.now });
  const { vkey: key } = await keys.current();
  const lines = exportLines(db, createLogService(db, keys), 'acme');
  const kept = told().flatMap(([what, value]) => (what === 'checkpoint' ? [value] : []));
  const { findings, kept: checks, entries } = await verifyLog(lines, { tools: logTools, key, kept });
  expect(findings).toEqual([]);
  expect(checks.every(({ state }) => state === 'kept')).toBe(true);
  const rows = await db.selectFrom('audit_entries').selectAll().orderBy('idx').execute();
  const refs = rows.map(({ kind, ref }) => `${kind} ${ref}`);
  for (const [what, value] of told()) if (what !== 'checkpoint') expect(refs).toContain(`${what} ${value}`);
  let grown = emptyFrontier;
  const nodes: string[] = [];
  for (const { leaf_hash: leaf } of rows) {
    grown = appendLeaf(sha256, grown, fromHex(leaf) ?? new Uint8Array(), (level, index) => {
      if (level % levelStep === 0) nodes.push(`${level}/${index}`);
    });
  }
  const plain = ({ size, peaks }: Frontier) => ({ size, peaks: peaks.map(toHex) });
  expect(plain(await readHead(db, 'acme'))).toEqual(plain(grown));
  const stored = await db.selectFrom('audit_nodes').select(['level', 'idx']).execute();
  expect(stored.map(({ level, idx }) => `${level}/${idx}`).sort()).toEqual(nodes.sort());
  // An attempt that can be found for each intent, and none for what is not there.
  const attempts = await db.selectFrom('audit_attempts').select('ref').execute();
  expect(attempts.map(({ ref }) => ref).sort()).toEqual(
    rows.flatMap(({ kind, ref }) => (kind === 'intent' ? [ref] : [])).sort(),
  );
  return entries;
}

test(`${2 * kills} deaths in the middle of an append leave a whole log, which goes on`, async () => {
  for (let kill = 0; kill < kills; kill += 1) {
    const nth = 1 + Math.floor((kill * statements) / kills);
    for (const side of ['before', 'after']) {
      await appendUntilDeath(nth, side);
      await checkAll();
    }
  }
  const before = await checkAll();
  await createAuditLog({ db, now: Date.now }).settle('The process stopped.');
  expect(await checkAll()).toBeGreaterThanOrEqual(before);
  const open = await db.selectFrom('audit_attempts').select('ref').where('result', '=', 'pending').execute();
  expect(open).toEqual([]);
});
