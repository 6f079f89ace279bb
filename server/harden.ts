// Keeps a process's memory in the process: no core dump, no inspector, no report or snapshot of it on a disk.

import { readFileSync, writeFileSync } from 'node:fs';
import inspector from 'node:inspector';
import process from 'node:process';

/** Options of Node that open the memory to others, or write it to a file. */
const leaking =
  /^--(?:inspect|heapsnapshot|heap-prof|cpu-prof|report-(?:on|uncaught|signal)|abort-on-uncaught-exception|diagnostic-dir)/;

export interface ProcessFacts {
  readonly inspectorUrl: string | undefined;
  /** What Node was started with, NODE_OPTIONS included. */
  readonly options: readonly string[];
  /** The text of `/proc/self/limits`; undefined where there is none. */
  readonly limits: string | undefined;
}

/** What would let the memory out, each with what to do about it. */
export function problemsOf({ inspectorUrl, options, limits }: ProcessFacts): string[] {
  const problems: string[] = [];
  if (inspectorUrl) problems.push('The inspector must be off in production: remove --inspect.');
  for (const option of options) {
    if (leaking.test(option)) {
      problems.push(
        `Node’s ${option.split('=')[0]} is not for production: it opens or writes what this process knows.`,
      );
    }
  }
  const core = limits && /^Max core file size\s+(\S+)/m.exec(limits)?.[1];
  if (core !== undefined && core !== '0') {
    problems.push(
      'Core dumps must be off: LimitCORE=0 in the systemd unit, `ulimits: core: 0` in the compose file, or `ulimit -c 0` in the shell.',
    );
  }
  return problems;
}

/** Throws in production when the memory could get out; development is made as safe as it can be. */
export function hardenProcess({ production }: { readonly production: boolean }): void {
  // A report would hold the environment, and with it the database's password.
  if (process.report) process.report.excludeEnv = true;
  emptyCoreDumps();
  if (!production) return;
  const [problem] = problemsOf({
    inspectorUrl: inspector.url(),
    options: [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/).filter(Boolean)],
    limits: readIfThere('/proc/self/limits'),
  });
  if (problem) throw new Error(problem);
}

/** Where a program takes dumps over a pipe the size limit does not hold, so nothing of the memory goes into one. */
function emptyCoreDumps(): void {
  try {
    // https://man7.org/linux/man-pages/man5/core.5.html, “Controlling which mappings are written to the core dump”
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Not Linux, or a /proc that is closed: the limit above is what remains.
    if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
