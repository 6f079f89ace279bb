// `canvasback import`: makes a project's git repository, read in place, the history of an org.

import process from 'node:process';
import type { Command } from 'commander';
import { maskFor } from '../server/data-folder.ts';
import { recordAdminEntry } from '../server/db/admin-log.ts';
import { countComponents } from '../server/db/components.ts';
import { describeError } from '../server/errors.ts';
import { attachProject } from '../server/history/import.ts';
import { openHistory } from '../server/history/open.ts';
import { databaseOf, databaseOption, type WhichDatabase } from './which-database.ts';

interface Options extends WhichDatabase {
  readonly org: string;
  readonly rev?: string;
  readonly reindex?: boolean;
  readonly json?: boolean;
}

export function register(program: Command): void {
  program
    .command('import')
    .description(
      'make a git repository of metadata (source format, or the older src layout), read in place, the history of an org',
    )
    .argument('<dir>', 'the repository, bare or not')
    .requiredOption('--org <id>', 'the org’s id (18 characters)')
    .requiredOption('--data <dir>', 'the data folder of the API')
    .addOption(databaseOption())
    .option('--rev <rev>', 'branch, tag or commit whose first-parent line is the history', 'HEAD')
    .option('--reindex', 'make the index anew from git')
    .option('--json', 'print the outcome as JSON')
    .action(run);
}

async function run(dir: string, options: Options): Promise<void> {
  if (!/^00D[0-9A-Za-z]{15}$/.test(options.org)) throw new Error(`--org: "${options.org}" is not an org id.`);
  const started = performance.now();
  process.umask(maskFor(options.data));
  const history = await openHistory({ data: options.data, database: databaseOf(options) });
  try {
    const result = await attachProject(history, {
      orgId: options.org,
      dir,
      rev: options.rev,
      anew: options.reindex,
      beforeChange: ({ dir: project, rev, tip }) =>
        recordAdminEntry(history.db, {
          ...{ at: Date.now(), subject: 'operator', action: 'history.import', orgId: options.org },
          detail: { project, rev, tip, ...(options.reindex ? { anew: true } : {}) },
        }),
      onProgress: showProgress(),
    });
    const components = await countComponents(history.db, options.org);
    const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
    print({ ...result, components, seconds }, options.json === true);
  } catch (error) {
    throw new Error(describeError(error), { cause: error });
  } finally {
    await history.close();
  }
}

interface Outcome {
  readonly tip: string;
  readonly commits: number;
  readonly versions: number;
  readonly components: number;
  readonly seconds: number;
  readonly problems: readonly string[];
  readonly refused: readonly { path: string; reason: string }[];
}

function print(outcome: Outcome, json: boolean): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  if (json) {
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
    return;
  }
  const { tip, commits, versions, components, seconds, problems, refused } = outcome;
  const did =
    commits === 0
      ? 'Nothing new'
      : `${count(commits, 'commit')} indexed, ${count(versions, 'version')} of components found`;
  const lines = [
    `${did} in ${seconds} s. ${count(components, 'component')} at ${tip.slice(0, 12)}.`,
    ...problems.map((problem) => `Note: ${problem}`),
    ...refused.slice(0, 20).map(({ path, reason }) => `Left out: ${JSON.stringify(path)}: ${reason}.`),
    ...(refused.length > 20 ? [`Left out: ${refused.length - 20} more.`] : []),
  ];
  // What a project says of itself must not steer the terminal.
  process.stdout.write(`${lines.map((line) => line.replace(/\p{Cc}/gu, '�')).join('\n')}\n`);
}

const betweenMs = 200;
const betweenWithoutTerminalMs = 5000;

/** One line that is rewritten on a terminal, a line now and then elsewhere. */
function showProgress(): (progress: { commits: number; versions: number }) => void {
  const { isTTY } = process.stderr;
  let shown = performance.now();
  return ({ commits, versions }) => {
    if (performance.now() - shown < (isTTY ? betweenMs : betweenWithoutTerminalMs)) return;
    shown = performance.now();
    const text = `${commits} commits, ${versions} versions …`;
    process.stderr.write(isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
