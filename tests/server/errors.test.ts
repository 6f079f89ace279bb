// The list of errors, its page in docs and the code that raises them say the same.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCatalog } from '#contract/errors.ts';
import { AppError, describeError, isErrorCode } from '../../server/errors.ts';

const root = join(import.meta.dirname, '../..');

function documented(): Map<string, string[]> {
  const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(
    rows.map((row) => {
      const [code = '', ...cells] = row.split('|').slice(1, -1);
      return [code.trim().replaceAll('`', ''), cells.map((cell) => cell.trim())];
    }),
  );
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));
}

describe('the list of errors', () => {
  test('docs/errors.md has each entry, word for word, and no other', () => {
    const expected = Object.entries(errorCatalog).map(([code, { status, title, action, retry }]) => [
      code,
      [String(status), title, action, retry ? 'yes' : 'no'],
    ]);
    expect([...documented()]).toEqual(expected);
  });

  test('each code is raised or named somewhere in the server', () => {
    const code = sources('server').join('\n');
    const unused = Object.keys(errorCatalog).filter((name) => !new RegExp(`['"]${name}['"]`).test(code));
    expect(unused).toEqual([]);
  });
});

describe('AppError', () => {
  test('carries its entry, its cause and its detail', () => {
    const cause = new Error('socket closed');
    const error = new AppError('salesforce_unavailable', {
      cause,
      detail: 'No answer in 20 s.',
      retryAfter: 5,
    });
    expect(error.message).toBe('Salesforce did not answer.');
    expect(error.entry.status).toBe(503);
    expect(error.cause).toBe(cause);
    expect(describeError(error)).toBe('Salesforce did not answer. No answer in 20 s.');
    expect(error.retryAfter).toBe(5);
  });

  test('isErrorCode knows the list and nothing inherited', () => {
    expect(isErrorCode('no_standing')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
    expect(isErrorCode(7)).toBe(false);
  });

  test('describeError reads anything that was thrown', () => {
    expect(describeError(new Error('boom'))).toBe('boom');
    expect(describeError('boom')).toBe('boom');
  });
});
