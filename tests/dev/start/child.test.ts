// Children of the world: ready when they answer, told with their last lines when they fail, never left behind.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createChild } from '../../../dev/world/child.ts';

const childModule = fileURLToPath(new URL('../../../dev/world/child.ts', import.meta.url));
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'canvasback-child-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function childOf(script: string, ready = async () => true, timeout = 5000) {
  const file = join(dir, 'script.mjs');
  writeFileSync(file, script);
  const gone = vi.fn();
  const child = createChild(
    {
      name: 'The test child',
      args: [file],
      cwd: dir,
      env: {},
      logFile: join(dir, 'child.log'),
      ready,
      timeout,
    },
    gone,
  );
  return { child, gone };
}

/** However long a busy machine takes. */
const patient = { timeout: 60_000 };
const saysReady = async () => readFileSync(join(dir, 'child.log'), 'utf8').includes('ready');
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    // A zombie waits for its parent; it runs no more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('a child', () => {
  test('starts, stops and starts again, with its output in the log', async () => {
    const { child, gone } = childOf(
      "console.log('ready', process.pid); setInterval(() => {}, 1000);",
      saysReady,
    );
    await child.start();
    const first = child.pid;
    await child.restart();
    expect(child.pid).not.toBe(first);
    expect(alive(Number(first))).toBe(false);
    await child.stop();
    expect(child.pid).toBeUndefined();
    expect(gone).not.toHaveBeenCalled();
  });

  test('that ends while starting is told with its last lines', async () => {
    const { child } = childOf("console.log('no such key'); process.exit(3);", async () => false);
    await expect(child.start()).rejects.toMatchObject({
      message: 'The test child ended while starting (exit code 3).',
      wayOut: expect.stringContaining('no such key'),
    });
  });

  test('that never answers is told, and ended', async () => {
    const { child } = childOf(
      "console.log('thinking'); setInterval(() => {}, 1000);",
      async () => {
        await vi.waitUntil(() => readFileSync(join(dir, 'child.log'), 'utf8').includes('thinking'), patient);
        return false;
      },
      400,
    );
    await expect(child.start()).rejects.toMatchObject({
      message: 'The test child did not become ready in 0.4 s.',
      wayOut: expect.stringContaining('thinking'),
    });
  });

  test('that dies later is reported', async () => {
    const { child, gone } = childOf(
      "console.log('ready'); setTimeout(() => process.exit(1), 100);",
      saysReady,
    );
    await child.start();
    await vi.waitFor(() => expect(gone).toHaveBeenCalledOnce(), patient);
  });

  test('that ignores SIGTERM is ended all the same', async () => {
    const { child } = childOf(
      "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000);",
      saysReady,
    );
    await child.start();
    const pid = Number(child.pid);
    await child.stop(200);
    expect(alive(pid)).toBe(false);
  });

  test('ends when the world’s own process is killed outright', async () => {
    writeFileSync(join(dir, 'script.mjs'), "console.log('ready'); setInterval(() => {}, 1000);");
    const spec = {
      name: 'x',
      args: [join(dir, 'script.mjs')],
      cwd: dir,
      env: {},
      logFile: join(dir, 'child.log'),
    };
    writeFileSync(
      join(dir, 'world.ts'),
      `import { createChild } from ${JSON.stringify(childModule)};
const child = createChild({ ...${JSON.stringify(spec)}, ready: async () => true });
await child.start();
console.log(child.pid);
setInterval(() => {}, 1000);`,
    );
    const world = spawn(process.execPath, [join(dir, 'world.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) =>
      world.stdout.once('data', (text) => resolve(Number(text))),
    );
    await vi.waitFor(async () => expect(await saysReady()).toBe(true), 5000);
    expect(alive(pid)).toBe(true);
    world.kill('SIGKILL');
    await vi.waitFor(() => expect(alive(pid)).toBe(false), 5000);
  });
});
