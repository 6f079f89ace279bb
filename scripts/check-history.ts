// Holds an imported history against git itself: `node scripts/check-history.ts --repository DIR [--rev REV] [--data DIR]`.
// Which component a path belongs to is read by the org stand-in's rules, which share no code with the product's.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { metadataTypes } from '../core/component.ts';
import { describeDifference, differences } from './check-history/differences.ts';
import { expectedVersions } from './check-history/expected.ts';

const usage = `Usage: node scripts/check-history.ts --repository DIR [--rev REV] [--data DIR]
Imports the repository, or takes what was imported to --data, and says where it is not what git says.
`;
const { values } = parseArgs({
  options: {
    repository: { type: 'string' },
    rev: { type: 'string', default: 'HEAD' },
    data: { type: 'string' },
  },
});
if (!values.repository) {
  process.stderr.write(usage);
  process.exit(2);
}
const repository = resolve(values.repository);

/** Imports in a process of its own, and says what that took. */
function importInto(data: string): string {
  const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
  const where = ['--org', '00D5g000004XyZaEAK', '--data', data, '--rev', values.rev];
  const started = performance.now();
  const args = ['-f', '%M', process.execPath, main, 'import', repository, ...where, '--json'];
  const run = spawnSync('/usr/bin/env', ['time', ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const { commits, refused } = JSON.parse(run.stdout) as { commits: number; refused: unknown[] };
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const peak = Number(run.stderr.trim().split('\n').at(-1)) / 1024;
  return `${commits} commits in ${seconds} s, peak ${peak.toFixed(0)} MB; ${refused.length} files refused\n`;
}

const own = values.data === undefined;
const data = values.data ?? mkdtempSync(join(tmpdir(), 'canvasback-check-'));
try {
  if (own) process.stdout.write(importInto(data));
  const db = new DatabaseSync(join(data, 'canvasback.sqlite'), { readOnly: true });
  const rows = db
    .prepare('SELECT type, full_name, commit_id, kind FROM versions ORDER BY type, full_name, seq')
    .all();
  db.close();
  const imported = new Map<string, string[]>();
  for (const row of rows) {
    const key = `${row.type}:${row.full_name}`;
    imported.set(key, [...(imported.get(key) ?? []), String(row.commit_id)]);
  }
  const unavailable = rows.filter((row) => row.kind === 'unavailable');
  process.stdout.write(
    `${rows.length} versions of ${imported.size} components, ${unavailable.length} without content\n`,
  );
  for (const row of unavailable.slice(0, 20))
    process.stdout.write(`${row.type}:${row.full_name} at ${row.commit_id} has no content\n`);
  const wanted = expectedVersions(repository, values.rev, new Set<string>(metadataTypes));
  const differ = differences(imported, wanted);
  const same = new Set([...wanted.keys(), ...imported.keys()]).size - differ.length;
  process.stdout.write(`${same} components have the same versions as git says, ${differ.length} differ\n`);
  for (const each of differ.slice(0, 40)) process.stdout.write(`${describeDifference(each)}\n`);
  process.exitCode = differ.length === 0 ? 0 : 1;
} finally {
  if (own) rmSync(data, { recursive: true, force: true });
}
