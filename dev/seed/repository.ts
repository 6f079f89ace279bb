// Writes the story as a git repository, the same bytes and object ids each time.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import type { Commit } from './story.ts';

const quiet = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', PATH: process.env.PATH ?? '' };

/** Makes `folder` a repository: `main` holds the story, `live` one commit more with what is live now. */
export function writeRepository(folder: string, story: readonly Commit[], live: Commit): void {
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '--quiet', '--initial-branch=main', '.']);
  const stream = [
    ...story.map((commit) => asImport('refs/heads/main', commit)),
    branchOff('refs/heads/live', 'refs/heads/main', live),
  ];
  git(folder, ['fast-import', '--quiet', '--force', '--date-format=raw'], Buffer.from(stream.join('')));
  git(folder, ['reset', '--quiet', '--hard', 'main']);
}

function branchOff(ref: string, from: string, commit: Commit): string {
  return `reset ${ref}\nfrom ${from}\n\n${asImport(ref, commit)}`;
}

function asImport(ref: string, commit: Commit): string {
  const seconds = Date.parse(commit.at) / 1000;
  const who = `${commit.by.name} <${commit.by.email}> ${seconds} +0000`;
  const files = Object.entries(commit.files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`);
  return `commit ${ref}\nauthor ${who}\ncommitter ${who}\n${data(commit.message)}${files.join('')}\n`;
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
