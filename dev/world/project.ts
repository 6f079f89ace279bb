// Checks that a folder can be the org's history: a git repository with commits in SFDX source format.

import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { WorldProblem } from './problem.ts';

/** Returns the full commit ids of the history's tip and of the live org. */
export function checkProject(dir: string, live = 'HEAD', rev = 'HEAD'): { tip: string; live: string } {
  const example = 'for example:\n  npm start -- --project ../my-sfdx-project';
  if (!existsSync(dir) || !statSync(dir).isDirectory()) {
    throw new WorldProblem(`${dir} is not a folder.`, `Name the folder of a git repository, ${example}`);
  }
  if (git(dir, 'rev-parse', '--git-dir') === undefined) {
    throw new WorldProblem(
      `${dir} is not a git repository.`,
      `Name a repository in SFDX source format, or make it one:\n  git -C ${dir} init && git -C ${dir} add . && git -C ${dir} commit -m "First version"`,
    );
  }
  const tip = resolve(dir, rev);
  if (!tip) {
    throw new WorldProblem(
      rev === 'HEAD' ? `The repository ${dir} has no commits.` : `${dir} has no revision “${rev}”.`,
      `History begins with a first commit:\n  git -C ${dir} add . && git -C ${dir} commit -m "First version"`,
    );
  }
  if (git(dir, 'cat-file', '-e', `${tip}:sfdx-project.json`) === undefined) {
    throw new WorldProblem(
      `The repository ${dir} has no sfdx-project.json at its top in ${rev}.`,
      'Canvasback reads SFDX source format, whose package directories that file names. Commit one, or name the folder that has it.',
    );
  }
  const liveCommit = resolve(dir, live);
  if (!liveCommit) {
    throw new WorldProblem(
      `${dir} has no revision “${live}”.`,
      `Name a branch, a tag or a commit of it:\n  git -C ${dir} branch --list`,
    );
  }
  return { tip, live: liveCommit };
}

/** Everything begins with git; its absence is told before anything is made. */
export function requireGit(): void {
  git('.', '--version');
}

function resolve(dir: string, rev: string): string | undefined {
  return git(dir, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`);
}

/** Trimmed output, or undefined when git says no. The repository's own settings and hooks do not matter here. */
function git(dir: string, ...args: string[]): string | undefined {
  try {
    return execFileSync('git', ['-c', 'safe.directory=*', '-C', dir, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        ...process.env,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        // A folder inside some other repository is not that repository.
        GIT_CEILING_DIRECTORIES: dirname(realpathSync(dir)),
        GIT_NO_LAZY_FETCH: '1',
      },
    }).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new WorldProblem('git was not found.', 'Install git, then run the same command again.', {
        cause: error,
      });
    }
    return undefined;
  }
}
