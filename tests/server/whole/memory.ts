// Looks into the memory of the world's processes: a heap snapshot of the API at a signal, and its heap's tokens.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { findSecrets } from '../../../dev/canary/secrets.ts';

export interface Heap {
  /** What the world is started with, so that Node itself writes a snapshot; the product has no way to make one. */
  readonly settings: Readonly<Record<string, string>>;
  /** Hints of the Salesforce tokens in a snapshot taken now. */
  tokensOf(pid: number): Promise<string[]>;
  remove(): void;
}

export function createHeap(): Heap {
  const folder = mkdtempSync(join(tmpdir(), 'canvasback-heap-'));
  return {
    settings: { NODE_OPTIONS: `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}` },
    async tokensOf(pid) {
      process.kill(pid, 'SIGUSR2');
      const end = Date.now() + 60_000;
      for (;;) {
        const [name] = readdirSync(folder).filter((file) => file.endsWith('.heapsnapshot'));
        const text = name ? readFileSync(join(folder, name), 'latin1') : '';
        // Its last list is that of the strings, which is what is looked for.
        if (name && text.includes('"strings":[') && /\]\s*\}\s*$/.test(text.slice(-20))) {
          rmSync(join(folder, name));
          return findSecrets(text)
            .filter(({ kind }) => kind === 'Salesforce token')
            .map(({ hint }) => hint);
        }
        if (Date.now() > end) throw new Error('no heap snapshot was written');
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
