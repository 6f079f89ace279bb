// Reads `git log --raw -z`: commits oldest first, each with the files it changed against its first parent.

import { StringDecoder } from 'node:string_decoder';
import { certaintyTrailer } from './capture-message.ts';
import type { GitStore } from './git-store.ts';

export interface FileChange {
  readonly path: string;
  /** Git's file mode after the change, `000000` when the file is gone. */
  readonly mode: string;
  readonly oid: string;
  /** The object before the change; absent for a new file, and in a tree. */
  readonly was?: string;
}

export interface LoggedCommit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  /** Author date, epoch milliseconds. */
  readonly at: number;
  readonly subject: string;
  /** What the last trailer of that name says of the author; believed of commits of our own alone. */
  readonly certainty?: 'likely' | 'unknown';
  readonly files: readonly FileChange[];
}

const log = [
  'log',
  '--first-parent',
  '--diff-merges=first-parent',
  '--reverse',
  '--raw',
  '--no-abbrev',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--no-mailmap',
  '--no-show-signature',
  '--no-notes',
  '--encoding=UTF-8',
  '-z',
  '--format=tformat:%H%x00%P%x00%an%x00%ae%x00%at%x00%s%x00' +
    `%(trailers:key=${certaintyTrailer},valueonly,separator=%x20)`,
];

/** As many as the format above names. */
const fields = 7;

/** The first-parent line of `tip`, without what `after` (a commit) already holds; of one `path`, when it is given. */
export async function* readLog(
  store: GitStore,
  tip: string,
  after?: string,
  path?: string,
): AsyncGenerator<LoggedCommit> {
  const range = after ? [tip, `^${after}`] : [tip];
  const paths = path === undefined ? [] : [`:(top,literal)${path}`];
  const tokens = tokenize(store.stream([...log, '--end-of-options', ...range, '--', ...paths]));
  let commit: { head: string[]; files: FileChange[] } | undefined;
  for await (const token of tokens) {
    const raw = commit?.head.length === fields && /^\n?:/.test(token);
    if (raw && commit) {
      const [, mode, was = '', oid] = token.slice(token.indexOf(':') + 1).split(' ');
      const path = (await tokens.next()).value;
      const before = /^0*$/.test(was) ? {} : { was };
      if (mode && oid && typeof path === 'string') commit.files.push({ path, mode, oid, ...before });
    } else if (commit && commit.head.length < fields) commit.head.push(token);
    else if (token !== '') {
      if (commit) yield finish(commit);
      commit = { head: [token.trimStart()], files: [] };
    }
  }
  if (commit) yield finish(commit);
}

function finish({ head, files }: { head: string[]; files: FileChange[] }): LoggedCommit {
  const [id = '', parents = '', authorName = '', authorEmail = '', at = '0', subject = '', trailer] = head;
  const certainty = trailer === 'likely' || trailer === 'unknown' ? trailer : undefined;
  return {
    id,
    parents: parents === '' ? [] : parents.split(' '),
    authorName,
    authorEmail,
    at: toTime(at),
    subject,
    ...(certainty ? { certainty } : {}),
    files,
  };
}

/** The latest moment a date can hold, in milliseconds on either side of the epoch. */
const lastMoment = 8.64e15;

/** Git allows dates that no calendar has; those become the epoch. */
function toTime(seconds: string): number {
  const at = Number(seconds) * 1000;
  return Math.abs(at) <= lastMoment ? at : 0;
}

async function* tokenize(chunks: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.write(chunk)).split('\0');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
  return undefined;
}

/** Every regular or special file of a commit's tree. */
export async function readTree(store: GitStore, commit: string): Promise<FileChange[]> {
  const files: FileChange[] = [];
  for await (const entry of tokenize(store.stream(['ls-tree', '-r', '-z', '--full-tree', commit]))) {
    const tab = entry.indexOf('\t');
    const [mode, , oid] = entry.slice(0, tab).split(' ');
    if (mode && oid) files.push({ path: entry.slice(tab + 1), mode, oid });
  }
  return files;
}
