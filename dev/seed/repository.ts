// Writes the story as a git repository, the same bytes and object ids each time.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import type { Commit } from './tell.ts';

const quiet = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', PATH: process.env.PATH ?? '' };

/** Makes `folder` a repository: `main` holds the story, `live` further commits with what is live now. */
export function writeRepository(folder: string, story: readonly Commit[], live: readonly Commit[]): void {
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '--quiet', '--initial-branch=main', '.']);
  const stream = [
    ...story.map((commit, at) => branchOf(commit, at, story) + asImport('refs/heads/main', commit, at)),
    'reset refs/heads/live\nfrom refs/heads/main\n\n',
    ...live.map((commit) => asImport('refs/heads/live', commit)),
  ];
  git(folder, ['fast-import', '--quiet', '--force', '--date-format=raw'], Buffer.from(stream.join('')));
  git(folder, ['reset', '--quiet', '--hard', 'main']);
}

/** The commits that this one merges, on from what `main` was when their branch began. */
function branchOf({ merged = [] }: Commit, at: number, story: readonly Commit[]): string {
  const [first] = merged;
  if (!first) return '';
  const began = story.findLastIndex((commit) => commit.at < first.at);
  const ref = mergedRef(at);
  return `reset ${ref}\nfrom :${began + 1}\n\n${merged.map((commit) => asImport(ref, commit)).join('')}`;
}

/** Outside of the branches: a merged branch is deleted. */
const mergedRef = (at: number) => `refs/merged/${at + 1}`;

function asImport(ref: string, commit: Commit, at?: number): string {
  const seconds = Date.parse(commit.at) / 1000;
  const who = `${commit.by.name} <${commit.by.email}> ${seconds} +0000`;
  const files = Object.entries(commit.files).map(([path, text]) =>
    text === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(text)}`,
  );
  const mark = at === undefined ? '' : `mark :${at + 1}\n`;
  const merge = at === undefined || !commit.merged ? '' : `merge ${mergedRef(at)}\n`;
  return `commit ${ref}\n${mark}author ${who}\ncommitter ${who}\n${data(commit.message)}${merge}${files.join('')}\n`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function git(folder: string, args: readonly string[], input?: Buffer): void {
  const run = spawnSync('git', args, { cwd: folder, input, env: quiet, encoding: 'utf8' });
  if (run.error)
    throw new Error('git is needed to make the sample org and was not found', { cause: run.error });
  if (run.status !== 0) throw new Error(`git ${args[0]} failed: ${run.stderr.trim()}`);
}
