// `npm run org`: says where the org and its admin page are and what to try; each of these works.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeMovingProject } from './moving-project.ts';

const main = fileURLToPath(new URL('../../../dev/salesforce/main.ts', import.meta.url));
const dir = mkdtempSync(join(tmpdir(), 'org-command-'));
beforeAll(() => makeMovingProject(join(dir, 'project')));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const flags = (...more: string[]) => [
  main,
  '--data',
  join(dir, 'data'),
  '--port',
  '0',
  '--control-port',
  '0',
  ...more,
];
const plain = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE };

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
});

test('prints addresses and calls that work, and ends when it is told to', async () => {
  const started = spawn(
    process.execPath,
    flags('--project', join(dir, 'project'), '--from', 'HEAD~2', '--sandbox', 'uat'),
    { env: plain, cwd: dir },
  );
  let told = '';
  child = started;
  started.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  await expect.poll(() => told, { timeout: 60_000 }).toContain('/replay ');
  expect(told).toContain('users: ada.king@acme.example.uat');
  const [, admin = ''] = /admin page: (http:\S+)/.exec(told) ?? [];
  expect(await (await fetch(admin)).text()).toContain('acme--uat.sandbox.my.salesforce.com');
  const calls = [...told.matchAll(/try: (curl .*?)(?: {4}|\n)/g)].map((found) => found[1] ?? '');
  const answers: unknown[] = [];
  for (const call of calls) {
    const { stdout } = await promisify(execFile)('sh', ['-c', `${call} --silent`], { cwd: dir, env: plain });
    answers.push(JSON.parse(stdout));
  }
  expect(answers).toEqual([
    expect.arrayContaining([expect.objectContaining({ version: '66.0' })]),
    expect.objectContaining({ users: expect.anything() }),
    expect.objectContaining({ done: 1 }),
  ]);
  const ended = new Promise((resolve) => started.once('exit', resolve));
  started.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('says what is wrong with a project or a revision', async () => {
  const run = (...more: string[]) =>
    promisify(execFile)(process.execPath, flags(...more), { env: plain, cwd: dir, timeout: 60_000 }).then(
      () => '',
      (cause: { stderr: string }) => cause.stderr,
    );
  expect(await run('--project', dir)).toBe(`org: ${dir} is no git repository with a revision HEAD\n`);
  expect(await run('--project', join(dir, 'project'), '--from', 'side')).toMatch(
    /^org: [0-9a-f]{10} is not among the first parents of HEAD \([0-9a-f]{10}\)\n$/,
  );
});
