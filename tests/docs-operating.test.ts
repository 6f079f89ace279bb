// Holds docs/operating.md to the code: every setting that a service reads is in its table, and no other.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const settingsIn = (text: string) => new Set(text.match(/CANVASBACK_[A-Z0-9_]+/g));

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'server', 'cli'],
  {
    cwd: root,
    encoding: 'utf8',
  },
);
const inCode = new Set(
  files
    .split('\n')
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...settingsIn(read(path))]),
);

test('every setting in the code is explained, and every explained one is in the code', () => {
  const explained = settingsIn(read('docs/operating.md'));
  expect([...explained].sort()).toEqual([...inCode].sort());
  expect(inCode.size).toBeGreaterThan(15);
});
