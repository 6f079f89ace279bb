// Runs verify.py, the verifier that shares nothing with ours, and answers with what both found.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { readExport } from '../../cli/audit/export-lines.ts';
import { type LogReport, verifyLog } from '../../core/log/verify-log.ts';
import { logTools } from '../../server/audit/hash.ts';

const found = z.object({
  entries: z.number(),
  findings: z.array(z.object({ code: z.string(), index: z.number(), last: z.optional(z.number()) })),
  kept: z.array(z.string()),
});
export type Found = z.infer<typeof found>;

export interface Question {
  /** Of a file, or its bytes. */
  readonly content: string | Buffer;
  /** Verifier key that was pinned. */
  readonly key: string;
  readonly kept: readonly string[];
}

export interface Verifiers {
  /** What the two found. */
  ask(question: Question): Promise<{ ours: LogReport; theirs: Found }>;
  close(): Promise<void>;
}

const script = fileURLToPath(new URL('verify.py', import.meta.url));

/** Throws with a sentence where Python is missing: a test with one verifier alone would prove half. */
export async function startVerifiers(python = 'python3'): Promise<Verifiers> {
  const folder = mkdtempSync(join(tmpdir(), 'cb-verify-'));
  const file = join(folder, 'export.jsonl');
  const child = spawn(python, ['-B', script, '--batch'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child, 'spawn').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'it is not installed' : error.message;
    throw new Error(
      `The second verifier needs python3 (3.8 or newer), and ${why}. On Debian: apt-get install python3`,
    );
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask({ content, key, kept }) {
      writeFileSync(file, content);
      child.stdin.write(`${JSON.stringify({ export: file, key, kept })}\n`);
      const ours = await verifyLog(linesOf(file), { tools: logTools, key, kept });
      const { value, done } = await answers.next();
      if (done) throw new Error('The second verifier stopped.');
      return { ours, theirs: found.parse(JSON.parse(value)) };
    },
    async close() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function* linesOf(file: string) {
  for await (const { line } of readExport(file)) yield line;
}

/** In one order, to be compared with the other’s. */
export function inOrder({ findings, entries, kept }: LogReport | Found): Found {
  const bare = findings.map(({ code, index, last }) =>
    last === undefined ? { code, index } : { code, index, last },
  );
  return {
    entries,
    findings: bare.sort((a, b) => a.index - b.index || (a.code < b.code ? -1 : 1)),
    kept: kept.map((one) => (typeof one === 'string' ? one : one.state)).sort(),
  };
}
