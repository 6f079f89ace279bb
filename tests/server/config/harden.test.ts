// What a process knows stays in it: production refuses what would let it out, and a core dump holds no memory.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { problemsOf } from '../../../server/harden.ts';

const harden = new URL('../../../server/harden.ts', import.meta.url).href;
const limits = (core: string) =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax core file size        ${core}            unlimited            bytes     \nMax open files            1024                 524288               files     \n`;
const good = {
  inspectorUrl: undefined,
  options: ['--import', './x.mjs', '--max-old-space-size=512'],
  limits: limits('0        '),
};

test('a process that keeps its memory to itself has no problem; nor is one invented where there is no /proc', () => {
  expect(problemsOf(good)).toEqual([]);
  expect(problemsOf({ ...good, limits: undefined })).toEqual([]);
});

test.each([
  ['the inspector', { inspectorUrl: 'ws://127.0.0.1:9229/x' }, /inspector must be off/],
  ['an inspector that waits', { options: ['--inspect-brk=0'] }, /--inspect-brk is not for production/],
  ['heap snapshots at a signal', { options: ['--heapsnapshot-signal=SIGUSR2'] }, /--heapsnapshot-signal/],
  ['heap snapshots near the limit', { options: ['--heapsnapshot-near-heap-limit=1'] }, /--heapsnapshot-near/],
  ['reports of faults', { options: ['--report-on-fatalerror'] }, /--report-on-fatalerror/],
  ['reports at a signal', { options: ['--report-on-signal'] }, /--report-on-signal/],
  ['an abort for an error', { options: ['--abort-on-uncaught-exception'] }, /--abort-on-uncaught-exception/],
  ['core dumps without limit', { limits: limits('unlimited') }, /Core dumps must be off: LimitCORE=0/],
  ['small core dumps', { limits: limits('1024     ') }, /Core dumps must be off/],
])('%s is a problem, with what to do', (_, change, words) => {
  expect(problemsOf({ ...good, ...change })).toEqual([expect.stringMatching(words)]);
});

/** Whether the system writes dumps into the folder where the process ran. */
const dumpsHere = () => {
  try {
    return !/^\||\//.test(readFileSync('/proc/sys/kernel/core_pattern', 'utf8'));
  } catch {
    return false;
  }
};

test.runIf(process.platform === 'linux')(
  'a core dump, where one is written all the same, holds nothing of the memory',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'canvasback-core-'));
    const dump = (first: string) => {
      const script = `${first}
      const canary = ['can', 'ary-'].join('') + 'x7'.repeat(20);
      globalThis.kept = Buffer.from(canary.repeat(50));
      process.stdout.write(require('node:fs').readFileSync('/proc/self/coredump_filter', 'utf8'));
      process.abort();`;
      const run = spawnSync(
        'bash',
        ['-c', 'ulimit -c unlimited; exec "$0" -e "$1"', process.execPath, script],
        {
          cwd: folder,
          encoding: 'utf8',
          env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE },
        },
      );
      const cores = readdirSync(folder).filter((name) => name.startsWith('core'));
      const found = cores.some((name) =>
        readFileSync(join(folder, name)).includes(`canary-${'x7'.repeat(20)}`),
      );
      for (const name of cores) rmSync(join(folder, name));
      return { filter: run.stdout.trim(), cores: cores.length, found };
    };
    try {
      const hardened = dump(`require('${new URL(harden).pathname}').hardenProcess({ production: false });`);
      expect(hardened).toMatchObject({ filter: '00000000', found: false });
      // Where dumps are written here, one of a process that was not hardened has it: the search can fail.
      const open = dump('');
      expect(open.found).toBe(dumpsHere() && open.cores > 0);
      if (dumpsHere()) expect(open).toMatchObject({ cores: 1, found: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
