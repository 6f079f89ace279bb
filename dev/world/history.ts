// Makes the installation's keys, its account, and the history that the world starts with.

import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment } from './environment.ts';
import type { Layout } from './layout.ts';
import { members, org } from './names.ts';
import { WorldProblem } from './problem.ts';
import { checkProject } from './project.ts';
import { runOnce } from './run-once.ts';

export interface History {
  /** The repository that is the org. */
  readonly repository: string;
  /** Commit that history ends with. */
  readonly tip: string;
  /** Commit that is the live org. */
  readonly live: string;
  readonly sample: boolean;
}

interface HistoryOptions {
  readonly checkout: string;
  readonly layout: Layout;
  readonly project?: string | undefined;
  readonly live?: string | undefined;
  readonly settings?: Readonly<Record<string, string>>;
  readonly step: <T>(title: string, work: () => Promise<T>) => Promise<T>;
}

export async function prepareHistory(options: HistoryOptions): Promise<History> {
  const { checkout, layout, step } = options;
  const command = (what: string, ...args: string[]) =>
    runOnce({
      what,
      args,
      cwd: checkout,
      env: { ...plainEnvironment(), ...options.settings },
      logFile: join(layout.logs, 'commands.log'),
    });
  const canvasback = join(checkout, 'cli', 'main.ts');

  const history = options.project
    ? describeProject(options.project, options.live)
    : await step('Sample org', async () => {
        await command(
          'Making the sample org',
          join(checkout, 'dev', 'seed', 'main.ts'),
          '--out',
          layout.seed,
        );
        const { tip, live } = checkProject(layout.seed, options.live ?? 'live', 'main');
        return { repository: layout.seed, tip, live, sample: true };
      });
  rememberRepository(layout, history.repository);

  await step('Keys and account', async () => {
    await command('Creating the keys', canvasback, 'keys', 'create', '--dir', layout.keys);
    const named = members.flatMap((member) => ['--member', member]);
    await command(
      'Creating the account',
      canvasback,
      'tenant',
      'create',
      org.name,
      '--data',
      layout.api,
      ...named,
    );
  });
  await step(options.project ? `History of ${options.project}` : 'History', () =>
    command(
      'Reading the history',
      canvasback,
      'import',
      history.repository,
      '--org',
      org.id,
      '--data',
      layout.api,
      '--rev',
      history.tip,
    ),
  );
  return history;
}

function describeProject(project: string, live: string | undefined): History {
  const { tip, live: liveCommit } = checkProject(project, live);
  return { repository: realpathSync(project), tip, live: liveCommit, sample: false };
}

/** One data folder holds the history of one repository; another one would mix two orgs into one. */
function rememberRepository(layout: Layout, repository: string) {
  const file = join(layout.data, 'repository.txt');
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
  if (known && known !== repository) {
    throw new WorldProblem(
      `The data folder ${layout.data} holds the history of ${known}, not of ${repository}.`,
      'Use another folder, or leave --data out:\n  npm start -- --project … --data OTHER_FOLDER',
    );
  }
  if (!known) writeFileSync(file, `${repository}\n`);
}
