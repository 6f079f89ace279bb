// The command line: `canvasback <command>`, each command in a file of its own.

import process from 'node:process';
import { Command, CommanderError } from 'commander';
import { describeError } from '../server/errors.ts';

// What it keeps (databases, keys, repositories) is for this user alone.
process.umask(0o077);

// A reader such as `head` may stop reading: nobody is left to write to, and that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** Loaded only when asked for, so that `diff` never opens a database. */
const commands: Record<string, () => Promise<{ register(program: Command): void }>> = {
  diff: () => import('./diff.ts'),
  'git-diff': () => import('./git-diff.ts'),
  resolve: () => import('./resolve.ts'),
  import: () => import('./import.ts'),
  keys: () => import('./keys.ts'),
  tenant: () => import('./tenant.ts'),
  people: () => import('./people.ts'),
  audit: () => import('./audit.ts'),
  history: () => import('./history.ts'),
  database: () => import('./database.ts'),
  doctor: () => import('./doctor.ts'),
};

const program = new Command('canvasback')
  .description('Version history and diffs of Salesforce metadata')
  .exitOverride()
  .showHelpAfterError('(canvasback --help lists the commands)');

const wanted = process.argv[2] ?? '--help';
const load = commands[wanted];
for (const [name, command] of Object.entries(commands)) {
  if (!load || name === wanted) (await command()).register(program);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version end well; every misuse ends with 2, as `diff` promises.
    process.exitCode = error.exitCode === 0 || error.code === 'commander.help' ? 0 : 2;
  } else {
    process.stderr.write(`canvasback: ${describeError(error)}\n`);
    process.exitCode = 2;
  }
}
