// Runs git as a child process that reads no configuration but ours, runs no hook and speaks no protocol.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { devNull } from 'node:os';
import process from 'node:process';
import { AppError } from '../errors.ts';

/** Which git to run and on which bare repository. */
export interface GitPlace {
  readonly git: string;
  readonly dir: string;
  /** Variables of one command: its index file, its signature. */
  readonly env?: Readonly<Record<string, string>>;
}

const settings = [
  'protocol.allow=never',
  `core.hooksPath=${devNull}`,
  'core.fsmonitor=false',
  'core.fsync=committed,loose-object,pack,reference',
  'core.fsyncMethod=fsync',
  'core.filesRefLockTimeout=1000',
  // A project's own commit-graph is a claim about its history, so it isn't believed.
  'core.commitGraph=false',
  'gc.auto=0',
  'fastimport.unpackLimit=100',
];

/** Nothing of git's environment is inherited: only what a program needs to start. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TMPDIR', 'TEMP'];
  const inherited = kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    HOME: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
  };
}

export function startGit(place: GitPlace, args: readonly string[]): ChildProcessWithoutNullStreams {
  const fixed = settings.flatMap((setting) => ['-c', setting]);
  return spawn(place.git, [`--git-dir=${place.dir}`, ...fixed, ...args], {
    env: { ...environment(), ...place.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

/** git said no; `stderr` is what it said. */
export class GitFailed extends Error {
  readonly status: number | null;
  readonly stderr: string;

  constructor(command: string, status: number | null, stderr: string) {
    super(`git ${command} failed (${status ?? 'stopped'}): ${stderr.trim().slice(0, 500)}`);
    this.name = 'GitFailed';
    this.status = status;
    this.stderr = stderr;
  }
}

/** Turns what git or the system said into a failure a caller can act on. */
export function explainGit(command: string, status: number | null, stderr: string): Error {
  const failure = new GitFailed(command, status, stderr);
  return /No space left on device|Out of diskspace|Disk quota exceeded|File too large/i.test(stderr)
    ? new AppError('storage_full', { cause: failure })
    : failure;
}

export function explainStart(error: NodeJS.ErrnoException, git: string): Error {
  if (error.code !== 'ENOENT') return error;
  const detail = `The program "${git}" was not found. Install git 2.36 or newer and put it on the PATH.`;
  return new AppError('internal', { cause: error, detail });
}

/** Runs git to its end and gives what it printed; throws `GitFailed` or `AppError` when it fails. */
export async function runGit(
  place: GitPlace,
  args: readonly string[],
  input?: Buffer | string,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of streamGit(place, args, input)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Gives git's output as it comes; throws at the end when git failed. */
export async function* streamGit(
  place: GitPlace,
  args: readonly string[],
  input: Buffer | string = '',
): AsyncGenerator<Buffer> {
  const child = startGit(place, args);
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => {
    if (stderr.length < 10_000) stderr += data.toString();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(explainStart(error, place.git)));
    child.once('close', resolve);
  });
  ended.catch(() => undefined);
  // A git that stops early closes its input; its exit says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const status = await ended;
    if (status !== 0) throw explainGit(args[0] ?? '', status, stderr);
  } finally {
    if (child.exitCode === null) child.kill();
  }
}
