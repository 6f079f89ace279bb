// The options of `npm start`.

import { describe, expect, test } from 'vitest';
import { readArguments } from '../../../dev/start/arguments.ts';

const read = (...args: string[]) => readArguments(args, '/checkout', '/here');

describe('the options of npm start', () => {
  test('default to the sample org in .data with a window', () => {
    expect(read()).toEqual({
      help: false,
      data: '/checkout/.data',
      project: undefined,
      live: undefined,
      port: undefined,
      browser: 'window',
    });
  });

  test('paths are relative to where the person stands', () => {
    expect(read('--data', 'd', '--project', '../p')).toMatchObject({ data: '/here/d', project: '/p' });
  });

  test('each project has a data folder of its own', () => {
    const [one, two] = [read('--project', '/a/p').data, read('--project', '/b/p').data];
    expect(one).toMatch(/^\/checkout\/\.data\/projects\//);
    expect(one).not.toBe(two);
    expect(read('--project', '/a/p').data).toBe(one);
  });

  test('the browser is a window, headless or none', () => {
    expect([read('--headless').browser, read('--no-browser').browser]).toEqual(['headless', 'none']);
  });

  test.each([[['--nonsense']], [['--port', 'seven']], [['stray']]])(
    '%j is refused with the usage',
    (args) => {
      expect(() => read(...args)).toThrow(
        expect.objectContaining({ wayOut: expect.stringContaining('--project') }),
      );
    },
  );
});
