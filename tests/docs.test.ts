// Holds docs/security.md to its word: every test it names exists, under the name it gives.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs/security.md'), 'utf8').replace(/\s+/g, ' ');

/** `tests/some.test.ts`, then any number of › *title*, each in the file named last. */
const named = [...page.matchAll(/`(tests\/[^`]+)`|› \*([^*]+)\*/g)];

test('docs/security.md names tests that exist', () => {
  let file = '';
  const wrong: string[] = [];
  for (const [, path, title] of named) {
    if (path) file = path;
    const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined;
    if (text === undefined) wrong.push(`${file} does not exist`);
    else if (title && !text.replaceAll('\\', '').includes(title)) wrong.push(`${file} has no “${title}”`);
  }
  expect(wrong).toEqual([]);
  expect(named.length).toBeGreaterThan(100);
});
