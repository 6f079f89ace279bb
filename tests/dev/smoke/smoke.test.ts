// `npm run smoke` as a person runs it: it ends well, with a picture of each step, and takes nobody's folder.

import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const file = fileURLToPath(new URL('../../../dev/smoke.ts', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'canvasback-smoke-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Told into a file: a browser that outlives its parent would keep a pipe open. */
function smoke(...args: string[]) {
  const told = join(folder, 'told.txt');
  const to = openSync(told, 'w');
  const { status } = spawnSync(process.execPath, [file, ...args], {
    stdio: ['ignore', to, to],
    env: { ...process.env, INIT_CWD: folder },
    timeout: 400_000,
  });
  closeSync(to);
  return { status, text: readFileSync(told, 'utf8') };
}

test('the main job is done, step by step, each with its time and its picture', { timeout: 420_000 }, () => {
  const { status, text } = smoke('--out', 'out');
  expect(status, text).toBe(0);
  const steps = [...text.matchAll(/✓ (.+) \(\d+\.\d s\)/g)].map(([, title]) => title);
  expect(steps.slice(3)).toEqual([
    'A flow in Salesforce Setup, with the launcher',
    'Sign in through Auth0',
    'Connect the org through Salesforce’s own sign-in',
    'The baseline',
    'The history in the panel',
    'Compare with last committed: it differs',
    'Commit this version',
    'Compare again: in sync',
    'No secret in profile, pages, logs, databases or git',
  ]);
  const pictures = readdirSync(join(folder, 'out')).filter((name) => name.endsWith('.png'));
  expect(pictures.map((name) => name.slice(0, 2))).toEqual(['01', '02', '03', '04', '05', '06', '07', '08']);
  expect(text).toContain('Screenshots: ');
});

test('a folder with something in it is left alone', () => {
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine', 'letter.txt'), 'dear');
  const { status, text } = smoke('--out', 'mine');
  expect(status).toBe(1);
  expect(text).toContain('is not an empty folder');
  expect(text).toContain('Name another one');
  expect(readFileSync(join(folder, 'mine', 'letter.txt'), 'utf8')).toBe('dear');
});
