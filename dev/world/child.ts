// One process of the world: started with its own log file, watched until it is ready, stopped and started again.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WorldProblem } from './problem.ts';

export interface ChildSpec {
  readonly name: string;
  /** Arguments of Node: the file first. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** True once it answers; `said` gives what this run of it has written so far. */
  readonly ready: (said: () => string) => Promise<boolean>;
  /** Milliseconds. */
  readonly timeout?: number;
}

export interface Child {
  readonly name: string;
  readonly pid: number | undefined;
  readonly logFile: string;
  start(): Promise<void>;
  /** SIGTERM, then SIGKILL after `grace` milliseconds. */
  stop(grace?: number): Promise<void>;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

const leash = fileURLToPath(new URL('leash.mjs', import.meta.url));

/** `onGone` hears of an end that nobody asked for. */
export function createChild(spec: ChildSpec, onGone?: (child: Child) => void): Child {
  let running: ChildProcess | undefined;
  let wanted = false;

  async function start() {
    if (running) return;
    wanted = true;
    const log = openSync(spec.logFile, 'a');
    const from = fstatSync(log).size;
    const child = spawn(process.execPath, ['--import', leash, ...spec.args], {
      cwd: spec.cwd,
      env: spec.env,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    running = child;
    // An unread channel must not keep this process alive; its end still reaches the child.
    child.channel?.unref();
    child.unref();
    child.once('exit', () => {
      if (running === child) running = undefined;
      if (wanted) onGone?.(self);
    });
    await waitUntilReady(child, () => readFileSync(spec.logFile).subarray(from).toString());
  }

  async function waitUntilReady(child: ChildProcess, said: () => string) {
    const until = Date.now() + (spec.timeout ?? 90_000);
    while (child.exitCode === null && child.signalCode === null) {
      if (await spec.ready(said).catch(() => false)) return;
      if (Date.now() > until) {
        wanted = false;
        child.kill('SIGKILL');
        throw failure(`${spec.name} did not become ready in ${(spec.timeout ?? 90_000) / 1000} s.`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    wanted = false;
    throw failure(
      `${spec.name} ended while starting (${child.signalCode ?? `exit code ${child.exitCode}`}).`,
    );
  }

  function failure(what: string): WorldProblem {
    return new WorldProblem(what, `The last lines of ${spec.logFile}:\n${lastLines(spec.logFile)}`);
  }

  async function end(signal: NodeJS.Signals, grace: number) {
    wanted = false;
    const child = running;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), grace);
    await gone;
    clearTimeout(timer);
  }

  const self: Child = {
    name: spec.name,
    logFile: spec.logFile,
    get pid() {
      return running?.pid;
    },
    start,
    stop: (grace = 6000) => end('SIGTERM', grace),
    kill: () => end('SIGKILL', 0),
    async restart() {
      await end('SIGTERM', 6000);
      await start();
    },
  };
  return self;
}

export function lastLines(file: string, count = 12): string {
  try {
    return readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-count)
      .map((line) => `  ${line}`)
      .join('\n');
  } catch {
    return '  (nothing was written)';
  }
}
