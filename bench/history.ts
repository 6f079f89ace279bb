// Measures history: building the index against the `git log --raw` that feeds it, look-ups and reads against git itself.
// Usage: node bench/history.ts [--components N] [--commits N] [--project DIR] [--quick] [--json]

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { attachProject } from '../server/history/import.ts';
import { listVersions } from '../server/history/list-versions.ts';
import { openHistory } from '../server/history/open.ts';
import { readSource } from '../server/history/versions.ts';

const orgId = '00D5g000004XyZaEAK';
const { values: options } = parseArgs({
  options: {
    components: { type: 'string' },
    commits: { type: 'string' },
    project: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Always the same numbers, so that runs can be compared. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

/** An org in flat folders: classes of 60 lines, each commit changes three. */
function makeOrg(components: number, commits: number): string {
  const dir = join(folder, 'org.git');
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', dir]);
  const next = numbers(7);
  const edits = new Map<number, number>();
  const parts: string[] = [];
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const file = (path: string, text: string) => parts.push(`M 100644 inline ${path}\n${data(text)}`);
  const body = (index: number, edit: number) =>
    Array.from({ length: 60 }, (_, line) =>
      line === edit % 60 ? `  // edit ${edit} of ${index}` : `  // line ${line} of class ${index}`,
    ).join('\n');
  const write = (index: number) => {
    const edit = (edits.get(index) ?? -1) + 1;
    edits.set(index, edit);
    file(
      `force-app/main/default/classes/Class${index}.cls`,
      `class Class${index} {\n${body(index, edit)}\n}\n`,
    );
  };
  for (let commit = 0; commit < commits; commit += 1) {
    parts.push(
      `commit refs/heads/main\ncommitter Ada King <ada@acme.example> ${1_600_000_000 + commit * 600} +0000\n`,
    );
    parts.push(data(`Commit ${commit}`));
    if (commit === 0) {
      file('sfdx-project.json', '{"packageDirectories":[{"path":"force-app","default":true}]}');
      for (let index = 0; index < components; index += 1) write(index);
    } else for (let change = 0; change < 3; change += 1) write(next(components));
  }
  const run = spawnSync('git', ['--git-dir', dir, 'fast-import', '--quiet'], { input: parts.join('') });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return dir;
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function quantile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

const [components, commits] = options.quick ? [400, 300] : [4000, 3000];
const dir =
  options.project ?? makeOrg(Number(options.components ?? components), Number(options.commits ?? commits));
const git = (...args: string[]) =>
  spawnSync('git', ['-C', dir, ...args], { maxBuffer: 2 ** 31, stdio: ['ignore', 'pipe', 'inherit'] });

const data = join(folder, 'data');
const history = await openHistory({ data });
const rawMs = await timed(() =>
  git('log', '--first-parent', '-m', '--raw', '--no-abbrev', '--no-renames', 'HEAD'),
);
let outcome = { commits: 0, versions: 0 };
const importMs = await timed(async () => {
  outcome = await attachProject(history, { orgId, dir });
});
const againMs = await timed(() => attachProject(history, { orgId, dir }));

const known = await history.db.selectFrom('components').selectAll().where('path', 'is not', null).execute();
const next = numbers(11);
const sample = Array.from({ length: 2000 }, () => known[next(known.length)]).filter(
  (row) => row !== undefined,
);
const lookups: number[] = [];
const reads: number[] = [];
for (const { type, full_name: fullName } of sample) {
  const start = performance.now();
  const { versions } = await listVersions(history, { orgId, type, fullName });
  lookups.push(performance.now() - start);
  const revision = versions.find(({ kind }) => kind !== 'deleted' && kind !== 'unavailable')?.revision;
  if (revision) reads.push(await timed(() => readSource(history, { orgId, type, fullName, revision })));
}
const gitLookups: number[] = [];
const gitReads: number[] = [];
for (const { path } of sample.slice(0, 15)) {
  gitLookups.push(await timed(() => git('log', '--first-parent', '--format=%H', 'HEAD', '--', path ?? '')));
  gitReads.push(await timed(() => git('cat-file', '-p', `HEAD:${path}`)));
}
await history.close();

const packBytes = Number(/size-pack: (\d+)/.exec(git('count-objects', '-v').stdout.toString())?.[1]) * 1024;
const indexBytes = readdirSync(data)
  .filter((name) => name.startsWith('canvasback.sqlite'))
  .reduce((sum, name) => sum + statSync(join(data, name)).size, 0);

const results = [
  { what: 'import and diff every version', ours: importMs, git: rawMs, against: 'git log --raw' },
  { what: 'import again, nothing new', ours: againMs, git: rawMs, against: 'git log --raw' },
  {
    what: 'look-up, p50',
    ours: quantile(lookups, 0.5),
    git: quantile(gitLookups, 0.5),
    against: 'git log -- path',
  },
  {
    what: 'look-up, p99',
    ours: quantile(lookups, 0.99),
    git: quantile(gitLookups, 0.99),
    against: 'git log -- path',
  },
  {
    what: 'source of a version, p50',
    ours: quantile(reads, 0.5),
    git: quantile(gitReads, 0.5),
    against: 'git cat-file',
  },
].map((row) => ({ ...row, ratio: row.ours / row.git }));

if (options.json) {
  process.stdout.write(
    `${JSON.stringify({ ...outcome, components: known.length, indexBytes, packBytes, results })}\n`,
  );
} else {
  const { commits, versions } = outcome;
  process.stdout.write(
    `${known.length} components, ${commits} commits, ${versions} versions; index ${(indexBytes / packBytes).toFixed(2)} × the pack\n`,
  );
  for (const { what, ours, git: theirs, against, ratio } of results) {
    const cells = [
      what.padEnd(32),
      `${ours.toFixed(2)} ms`.padStart(14),
      `${theirs.toFixed(2)} ms`.padStart(14),
    ];
    process.stdout.write(`${cells.join('')}  ${against.padEnd(18)}${ratio.toPrecision(3)} ×\n`);
  }
}
