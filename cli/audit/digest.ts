// `canvasback audit digest`: every log's signed size and root in one text, for mail or a program of the operator's.

import { spawn } from 'node:child_process';
import process from 'node:process';
import { listTrees } from '../../server/audit/erase.ts';
import type { OpenLog } from './log.ts';
import { count } from './verify-words.ts';

export async function digestText({ db, service, keys }: OpenLog, now: Date): Promise<string> {
  const { vkey } = await keys.current();
  const trees = await listTrees(db);
  const parts = [
    `Canvasback audit logs, ${now.toISOString()}: ${count(trees.length, 'log')}.`,
    `Verifier key: ${vkey}`,
    'Keep this text where whoever runs Canvasback cannot change it. `canvasback audit verify --checkpoint` reads it as it is.',
  ];
  for (const { tree } of trees) {
    const { size, checkpoint } = await service.growth(tree, 0);
    parts.push(`\n${tree}: ${count(size, 'entry', 'entries')}\n\n${checkpoint.trimEnd()}`);
  }
  return `${parts.join('\n')}\n`;
}

export interface Hook {
  /** A program; it is run without a shell and without arguments. */
  readonly command: string;
  readonly timeoutMs: number;
}

/** Gives the text to the program’s standard input. Answers with why it failed, if it did. */
export function runHook({ command, timeoutMs }: Hook, text: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, [], { stdio: ['pipe', 'inherit', 'inherit'], shell: false, detached: true });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      // With what it started, which may hold its output open.
      if (child.pid !== undefined) killGroup(child.pid);
    }, timeoutMs);
    // A program that ends without reading all is judged by how it ends.
    child.stdin.on('error', () => {});
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(
        `The hook ${command} could not be run: ${error.code === 'ENOENT' ? 'there is no such program' : error.code}.`,
      );
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (late) resolve(`The hook ${command} did not end within ${timeoutMs / 1000} s and was ended.`);
      else resolve(code === 0 ? undefined : `The hook ${command} failed: ${signal ?? `exit code ${code}`}.`);
    });
    child.stdin.end(text);
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}
