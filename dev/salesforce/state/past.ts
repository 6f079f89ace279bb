// What a project's history says of each file: who changed it last, who first, and every content it had.

import type { ProjectGit } from './git.ts';
import { sourcePlace } from './source-path.ts';

export interface Author {
  readonly name: string;
  readonly email: string;
}

export interface FileChange {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly author: Author;
  /** Content after the change; all zeros when it was deleted. */
  readonly oid: string;
}

/** Newest change first, along first parents; a rename counts as a new file. */
export type Past = ReadonlyMap<string, readonly FileChange[]>;

export async function readPast(git: ProjectGit, commit: string): Promise<Past> {
  const log = await git.run(
    'log',
    '--first-parent',
    '--diff-merges=first-parent',
    '--raw',
    '-z',
    '--no-renames',
    '--no-abbrev',
    '--format=%x01%at%x02%an%x02%ae',
    commit,
  );
  const past = new Map<string, FileChange[]>();
  const tokens = log.toString().split('\0');
  let at = 0;
  let author: Author = { name: '', email: '' };
  for (let index = 0; index < tokens.length; index += 1) {
    const token = (tokens[index] ?? '').replace(/^\n+/, '');
    if (token.startsWith('\x01')) {
      const [seconds = '0', name = '', email = ''] = token.slice(1).split('\x02');
      at = Number(seconds) * 1000;
      author = { name, email };
    } else if (token.startsWith(':')) {
      const oid = token.split(' ')[3] ?? '';
      index += 1;
      const path = tokens[index] ?? '';
      if (!sourcePlace(path)) continue;
      const changes = past.get(path);
      if (changes) changes.push({ at, author, oid });
      else past.set(path, [{ at, author, oid }]);
    }
  }
  return past;
}
