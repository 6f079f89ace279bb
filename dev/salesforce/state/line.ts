// The commits an org can be moved along: first parents from where it started to where its project is.

import type { ProjectGit } from './git.ts';
import type { Author } from './past.ts';
import type { Project } from './project.ts';

export interface Commit {
  readonly oid: string;
  /** Epoch milliseconds, the author's. */
  readonly at: number;
  readonly author: Author;
  readonly subject: string;
}

/** Where an org stands on its project's line. */
export interface Line {
  /** The commit it started at. */
  readonly start: string;
  /** The revision it can be moved to; read anew each time, so that new commits count. */
  readonly target: string;
  /** What the commit it stands at holds. */
  project: Project;
  /** A run, a reset or a refresh is under way: no other may begin. */
  busy: boolean;
  /** How far the run is that moves it now. */
  running: Progress | undefined;
  /** What ended the last run before its end. */
  problem: string | undefined;
}

export interface Progress {
  done: number;
  readonly total: number;
  /** Commit that is being carried out. */
  now: Commit;
  /** Asked to end after the commit it is at. */
  stopping: boolean;
}

const format = '--format=%H%x02%at%x02%an%x02%ae%x02%s';

/** Commits after the one the org stands at, oldest first; throws when that one isn't on the target's line. */
export async function commitsAhead(git: ProjectGit, from: string, target: string): Promise<Commit[]> {
  const to = (await git.run('rev-parse', '--verify', '--end-of-options', `${target}^{commit}`))
    .toString()
    .trim();
  const listed = await git.run('log', '--first-parent', '--reverse', format, `${from}..${to}`, '--');
  const ahead = readCommits(listed);
  const parent = ahead[0] ? await firstParent(git, ahead[0].oid) : to;
  if (parent !== from) {
    throw new Error(`${from.slice(0, 10)} is not among the first parents of ${target} (${to.slice(0, 10)})`);
  }
  return ahead;
}

/** The named commits; those the repository lacks make it throw. */
export async function commitsNamed(git: ProjectGit, oids: readonly string[]): Promise<Map<string, Commit>> {
  const found = new Map<string, Commit>();
  for (let from = 0; from < oids.length; from += 500) {
    const listed = await git.run('log', '--no-walk=unsorted', format, ...oids.slice(from, from + 500), '--');
    for (const commit of readCommits(listed)) found.set(commit.oid, commit);
  }
  return found;
}

async function firstParent(git: ProjectGit, oid: string): Promise<string | undefined> {
  const [, parent] = (await git.run('rev-list', '--parents', '-n', '1', oid, '--'))
    .toString()
    .trim()
    .split(' ');
  return parent;
}

function readCommits(listed: Buffer): Commit[] {
  const lines = listed
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const [oid = '', seconds = '0', name = '', email = '', subject = ''] = line.split('\x02');
    return { oid, at: Number(seconds) * 1000, author: { name, email }, subject };
  });
}
