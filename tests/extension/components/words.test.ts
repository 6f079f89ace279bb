// House rules of what people see, read from the source: tone, and what components never touch.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const files = readdirSync('components', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(`components/${name}`, 'utf8') }));

/** Source without comments, so that a rule can be explained where it is kept. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

function offenders(pattern: RegExp): string[] {
  return files.flatMap(({ name, text }) => {
    const found = pattern.exec(code(text));
    return found ? [`${name}: ${found[0]}`] : [];
  });
}

test('there is something to read', () => {
  expect(files.length).toBeGreaterThan(50);
});

describe('words', () => {
  test.each([
    ['no please', /\bplease\b/i],
    ['no successfully', /successfully/i],
    ['no oops', /\boops\b/i],
    ['no exclamation mark at the end of a sentence', /[a-z]!(?:['"`<]|\s*$)/m],
    ['no title case on buttons', /<Button[^>]*>\s*[A-Z][a-z]+ [A-Z][a-z]+\s*<\/Button>/],
  ])('%s', (_, pattern) => {
    expect(offenders(pattern)).toEqual([]);
  });
});

describe('what components never touch', () => {
  test.each([
    ['browser interfaces', /\b(?:browser|chrome)\.[a-z]/],
    ['the network', /\bfetch\(|XMLHttpRequest|WebSocket/],
    ['storage', /localStorage|sessionStorage|indexedDB|document\.cookie/],
    ['HTML from text', /dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML/],
    ['inline styles as elements', /<style\b/],
  ])('%s', (_, pattern) => {
    expect(offenders(pattern)).toEqual([]);
  });
});
