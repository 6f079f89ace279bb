// Measures what the search for renames adds to an import: the same import with and without it, in turns, each in a process of its own.
// Usage: node bench/renames.ts [--project DIR]… [--rounds N] [--quick] [--json]

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const self = fileURLToPath(import.meta.url);
const { values: options } = parseArgs({
  options: {
    project: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** What a process that measures is called with. */
    once: { type: 'string' },
    search: { type: 'boolean', default: false },
  },
});

interface Measured {
  readonly commits: number;
  readonly versions: number;
  /** Versions that have another name beside them. */
  readonly renames: number;
  readonly ms: number;
  /** Of this process and the git processes that it started. */
  readonly cpuMs: number;
  readonly peakBytes: number;
}

/** In the place of the module that looks for renames, and of that alone. */
function leaveSearchOut(): void {
  const source = `export const withRenames = async (deps, orgId, drafts) => drafts;
    export const namesBeside = () => ({});`;
  registerHooks({
    load: (url, context, next) =>
      url.endsWith('/server/history/renames.ts')
        ? { format: 'module', source, shortCircuit: true }
        : next(url, context),
  });
}

/** With the processes that ended, where /proc tells of them; a tick is a hundredth of a second. */
function cpuMs(): number {
  if (process.platform !== 'linux') {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
}

async function importOnce(dir: string, search: boolean): Promise<Measured> {
  if (!search) leaveSearchOut();
  const { attachProject } = await import('../server/history/import.ts');
  const { openHistory } = await import('../server/history/open.ts');
  const data = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
  try {
    const history = await openHistory({ data });
    const [start, before] = [performance.now(), cpuMs()];
    const { commits, versions } = await attachProject(history, { orgId: '00D5g000004XyZaEAK', dir });
    const ms = performance.now() - start;
    const { count } = await history.db
      .selectFrom('versions')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('renamed_from', 'is not', null)
      .executeTakeFirstOrThrow();
    // Git's own time counts once its processes have ended.
    await history.close();
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    return { commits, versions, renames: Number(count), ms, cpuMs: cpuMs() - before, peakBytes };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Classes of 40 lines; every fifth commit gives a quarter of them another name. */
function makeProject(folder: string): string {
  const dir = join(folder, 'renamed.git');
  const [classes, commits] = options.quick ? [40, 20] : [200, 200];
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', dir]);
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const path = (name: string) => `force-app/main/default/classes/${name}.cls`;
  const parts: string[] = [];
  const names = Array.from({ length: classes }, (_, index) => `Class${index}`);
  for (let commit = 0; commit < commits; commit += 1) {
    parts.push(
      `commit refs/heads/main\ncommitter Ada King <ada@acme.example> ${1_600_000_000 + commit * 60} +0000\n`,
      data(`Commit ${commit}`),
    );
    if (commit === 0)
      parts.push(
        `M 100644 inline sfdx-project.json\n${data('{"packageDirectories":[{"path":"force-app"}]}')}`,
      );
    for (const [index, name] of names.entries()) {
      const renamed = commit > 0 && commit % 5 === 0 && index % 4 === 0;
      if (commit > 0 && !renamed && index % 50 !== commit % 50) continue;
      if (renamed) {
        parts.push(`D ${path(name)}\n`);
        names[index] = `Class${index}At${commit}`;
      }
      const lines = Array.from({ length: 40 }, (_, line) => `  // line ${line} of class ${index}`);
      lines[commit % 40] = `  // edit ${commit}`;
      const text = `class ${names[index]} {\n${lines.join('\n')}\n}\n`;
      parts.push(`M 100644 inline ${path(names[index] ?? '')}\n${data(text)}`);
    }
  }
  const run = spawnSync('git', ['--git-dir', dir, 'fast-import', '--quiet'], { input: parts.join('') });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return dir;
}

function measure(dir: string, search: boolean): Measured {
  const args = [self, '--once', dir, ...(search ? ['--search'] : [])];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Measured;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

function report(dir: string): void {
  const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
  const runs: Record<'with' | 'without', Measured[]> = { with: [], without: [] };
  for (let round = 0; round < rounds; round += 1) {
    // Whoever is second finds the files in memory, so they take turns.
    const order = round % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const);
    for (const which of order) runs[which].push(measure(dir, which === 'with'));
  }
  const of = (which: 'with' | 'without', what: 'ms' | 'cpuMs' | 'peakBytes') =>
    median(runs[which].map((run) => run[what]));
  const results = (['ms', 'cpuMs', 'peakBytes'] as const).map((what) => {
    const [ours, without] = [of('with', what), of('without', what)];
    return { what, with: ours, without, ratio: ours / without };
  });
  const [first] = runs.with;
  if (!first) throw new Error('There was no round.');
  const { commits, versions, renames } = first;
  const name = basename(dir) === 'repo' ? basename(dirname(dir)) : basename(dir);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ name, commits, versions, renames, rounds, results, runs })}\n`);
    return;
  }
  process.stdout.write(`${name}: ${commits} commits, ${versions} versions, ${renames} renames\n`);
  const words = { ms: 'time', cpuMs: 'CPU, with git’s', peakBytes: 'peak memory' };
  for (const { what, ratio, ...both } of results) {
    const cell = (value: number) =>
      (what === 'peakBytes' ? `${(value / 1e6).toFixed(0)} MB` : `${(value / 1000).toFixed(2)} s`).padStart(
        12,
      );
    process.stdout.write(
      `${words[what].padEnd(24)}${cell(both.with)}${cell(both.without)}  without it  ${ratio.toPrecision(3)} ×\n`,
    );
  }
}

if (options.once !== undefined) {
  process.stdout.write(JSON.stringify(await importOnce(options.once, options.search)));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const dir of options.project.length > 0 ? options.project : [makeProject(folder)]) report(dir);
}
