// Makes one script of an entry: for a browser, and for a Node that runs no TypeScript.

import { join } from 'node:path';
import type { InlineConfig } from 'vite';
import { checkout } from './run.ts';

export async function browserScript(entry: string): Promise<string> {
  const { build } = await import('vite');
  const output = await build({
    ...plain,
    build: {
      ...plain.build,
      write: false,
      lib: { entry: join(checkout, entry), formats: ['iife'], name: 'bench' },
    },
  });
  const [first] = [output].flat();
  if (!first || !('output' in first)) throw new Error(`${entry} gave no script`);
  const [{ code }] = first.output;
  return code;
}

/** Where the script of `entry` was written: below `node_modules`, so that packages are found from it. */
export async function nodeScript(entry: string): Promise<string> {
  const { build } = await import('vite');
  const outDir = join(checkout, 'node_modules', '.cache', 'canvasback', 'bench');
  await build({
    ...plain,
    build: {
      ...plain.build,
      outDir,
      emptyOutDir: true,
      ssr: join(checkout, entry),
      rolldownOptions: { output: { entryFileNames: 'diff.mjs', chunkFileNames: '[name].mjs' } },
    },
  });
  return join(outDir, 'diff.mjs');
}

const plain: InlineConfig = {
  configFile: false,
  root: checkout,
  logLevel: 'error',
  publicDir: false,
  build: { target: 'es2023', minify: false },
};
