// Holds the pages on security to their word: every test they name exists, under the name they give.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8').replace(/\s+/g, ' ');

/** `tests/some.test.ts`, then any number of › *title*, each in the file named last. */
const namedIn = (page: string) => [...page.matchAll(/`(tests\/[^`]+)`|› \*([^*]+)\*/g)];

test.each([
  ['docs/security.md', 100],
  ['docs/threat-model.md', 60],
] as const)('%s names tests that exist', (page, atLeast) => {
  const named = namedIn(read(page));
  let file = '';
  const wrong: string[] = [];
  for (const [, path, title] of named) {
    if (path) file = path;
    const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined;
    if (text === undefined) wrong.push(`${file} does not exist`);
    else if (title && !text.replaceAll('\\', '').includes(title)) wrong.push(`${file} has no “${title}”`);
  }
  expect(wrong).toEqual([]);
  expect(named.length).toBeGreaterThan(atLeast);
});

test('every trust line is looked at in each of the six ways', () => {
  const lines = readFileSync(join(root, 'docs/threat-model.md'), 'utf8').split(/^## /m).slice(1);
  const ways = lines.map((line) => [
    ...new Set([...line.matchAll(/^\| ([STRIDE]) \|/gm)].map(([, way]) => way)),
  ]);
  expect(ways.map((found) => found.join(''))).toEqual(lines.map(() => 'STRIDE'));
  expect(lines.length).toBeGreaterThan(7);
});
