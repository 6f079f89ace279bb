// Runs one command of the product to its end, with its output in a log file.

import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { lastLines } from './child.ts';
import { WorldProblem } from './problem.ts';

export interface Command {
  /** What it does, for the message when it fails. */
  readonly what: string;
  /** Arguments of Node: the file first. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly signal?: AbortSignal | undefined;
}

export async function runOnce(command: Command): Promise<void> {
  appendFileSync(command.logFile, `\n$ ${command.args.join(' ')}\n`);
  const log = openSync(command.logFile, 'a');
  const child = spawn(process.execPath, [...command.args], {
    cwd: command.cwd,
    env: command.env,
    stdio: ['ignore', log, log],
    signal: command.signal,
  });
  closeSync(log);
  const ended = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? undefined : `${signal ?? `exit code ${code}`}`),
    );
  });
  if (ended === undefined) return;
  throw new WorldProblem(
    `${command.what} failed (${ended}).`,
    `The last lines of ${command.logFile}:\n${lastLines(command.logFile)}`,
  );
}
