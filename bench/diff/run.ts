// What all sections share: p5 and its variants as texts and as files, how many rounds, and child processes.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { largeProfile, type Variant } from './documents.ts';

export interface Document {
  readonly text: string;
  readonly file: string;
}

export interface Run {
  readonly rounds: number;
  readonly quick: boolean;
  readonly base: Document;
  readonly variants: readonly (Variant & Document)[];
}

/** The checkout, also when this runs as one bundled file in its `node_modules`. */
export const checkout = ((): string => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();

export function startRun({ rounds, quick }: Pick<Run, 'rounds' | 'quick'>): Run {
  const folder = mkdtempSync(join(tmpdir(), 'canvasback-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Without these a signal ends the process before it tidies up.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const { base, variants } = largeProfile();
  // Read back, so that the texts are held in memory as those of files are.
  const stored = (name: string, content: string): Document => {
    const file = join(folder, `${name.replaceAll(' ', '-').replace('%', 'percent')}.xml`);
    writeFileSync(file, content);
    return { text: readFileSync(file, 'utf8'), file };
  };
  return {
    rounds,
    quick,
    base: stored('base', base),
    variants: variants.map((variant) => ({ ...variant, ...stored(variant.name, variant.text) })),
  };
}

/** What a fresh process answers; undefined when it failed or took longer than `limit` milliseconds. */
export async function inChild<T>(job: string, input: object, limit = 120_000): Promise<T | undefined> {
  const entry = process.argv[1] as string;
  const child = spawn(process.execPath, [entry, 'child', job, JSON.stringify(input)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), limit);
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    answer += part;
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  return status === 0 ? (JSON.parse(answer) as T) : undefined;
}
