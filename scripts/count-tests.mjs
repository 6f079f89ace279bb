// Reads from the reports of Vitest and Playwright how many tests passed and were skipped, and which failed with which error.

import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';

/** So much of an error is told; the whole is further up in the log. */
const most = { lines: 16, characters: 300 };

/** Files that are run a second time, alone. */
const mostRepeated = 3;

export function countVitest(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : nothing();
}

export function countPlaywright(file) {
  if (!existsSync(file)) return nothing();
  const { config, suites, errors = [], stats } = JSON.parse(readFileSync(file, 'utf8'));
  const fileAt = (name, line) => `${relative(process.cwd(), join(config.rootDir, name))}:${line}`;
  // Files that could not be loaded, and what broke outside of tests.
  const failures = errors.map(({ location: at, message }) => ({
    where: at ? `${relative(process.cwd(), at.file)}:${at.line}` : 'outside of tests',
    error: message ?? '',
  }));
  const walk = ({ specs, suites: within = [] }, titles) => {
    for (const { title, file: name, line, tests } of specs) {
      for (const { results } of tests.filter(({ status }) => status === 'unexpected')) {
        const where = [fileAt(name, line), ...titles, title].join(' › ');
        failures.push({
          where,
          error: (results.at(-1)?.errors ?? []).map(({ message }) => message).join('\n'),
        });
      }
    }
    for (const suite of within) walk(suite, [...titles, suite.title]);
  };
  for (const suite of suites) walk(suite, []);
  // A test that passed only on a second try is told as passed.
  return { passed: stats.expected + stats.flaky, skipped: stats.skipped, failures };
}

/** The files of failures; undefined when one is of no file, or when they are more than a busy machine explains. */
export function filesToRepeat(failures) {
  const files = new Set(failures.map(({ where }) => /^(\S+\.(?:test|spec)\.[jt]sx?)\b/.exec(where)?.[1]));
  return files.size > mostRepeated || files.has(undefined) ? undefined : [...files];
}

/** Each by its place and full name, with the beginning of its error. */
export function tellFailures(failures) {
  return failures
    .map(({ where, error }) => {
      const lines = stripVTControlCharacters(error)
        .split('\n')
        .filter((line) => line.trim());
      const told = lines.slice(0, most.lines).map((line) => `    ${line.slice(0, most.characters)}\n`);
      return `\n✗ ${where}\n${told.join('')}`;
    })
    .join('');
}

function nothing() {
  return { passed: 0, skipped: 0, failures: [] };
}
