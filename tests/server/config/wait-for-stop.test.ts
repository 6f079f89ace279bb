// The end of a process: after what it waits for, whatever that is.

import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const module = new URL('../../../server/wait-for-stop.ts', import.meta.url).href;
const run = (stop: string) =>
  promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `import { endAfter } from ${JSON.stringify(module)};
     const log = { info: (text) => console.log(text), error: (_, text) => console.log(text) };
     endAfter(async () => { ${stop} }, log);`,
  ]);

test('it comes after a wait that would not keep the process alive', async () => {
  const { stdout } = await run('await new Promise((resolve) => setTimeout(resolve, 200).unref());');
  expect(stdout).toBe('stopped\n');
});

test('a stop that fails is told, and the process ends with 1', async () => {
  await expect(run('throw new Error("no");')).rejects.toMatchObject({ code: 1, stdout: 'stopping failed\n' });
});
