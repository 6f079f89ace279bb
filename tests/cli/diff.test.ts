// `canvasback diff` and `git-diff` as a user runs them: output, exit codes, and what happens with bad input.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const cases = fileURLToPath(new URL('../core/diff/cases/', import.meta.url));
const plainEnv = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined };
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'canvasback-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = plainEnv) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

const pair = (name: string) => [join(cases, name, 'before.xml'), join(cases, name, 'after.xml')] as const;

describe('diff', () => {
  test('tells changes of metadata in words and exits with 1', () => {
    const { status, stdout, stderr } = run(['diff', ...pair('field-read-switched-off')]);
    expect(stdout).toContain('Field permission Account.Rating: read on → off');
    expect([status, stderr]).toEqual([1, '']);
  });

  test('exits with 0 when only the order or the spelling differs, and says so', () => {
    const { status, stdout } = run(['diff', ...pair('field-permissions-in-another-order')]);
    expect(stdout).toContain('Not counted: 1 formatting change');
    expect(status).toBe(0);
    expect(run(['diff', ...pair('canvas-moved-only')])).toMatchObject({ status: 0 });
  });

  test('--json has the whole difference on one line', () => {
    const { status, stdout } = run(['diff', ...pair('canvas-moved-and-value-changed'), '--json']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      same: false,
      type: 'Flow',
      by: 'structure',
      exact: true,
      changes: [
        {
          kind: 'changed',
          where: 'Decision Is VIP › rule Platinum › condition 1: value',
          before: '500',
          after: '1000',
        },
      ],
      noise: [{ lane: 'noise', where: 'Decision Is VIP: position on canvas' }],
    });
    expect(status).toBe(1);
  });

  test('--type decides how lists are read; without it the root element does', () => {
    const list = (...names: string[]) =>
      `<X>${names.map((n) => `<userPermissions><name>${n}</name></userPermissions>`).join('')}</X>`;
    const [one, other] = [file('one.xml', list('a', 'b')), file('other.xml', list('b', 'a'))];
    expect(run(['diff', one, other]).status).toBe(1);
    expect(run(['diff', one, other, '--type', 'PermissionSet']).status).toBe(0);
  });

  test('text and code are compared by lines', () => {
    const before = file('a/Leads.cls', 'class Leads {\n    void run() {\n        a();\n    }\n}\n');
    const after = file('b/Leads.cls', 'class Leads {\n    void run() {\n        b();\n    }\n}\n');
    const { status, stdout } = run(['diff', before, after]);
    expect(stdout).toContain('1 line added, 1 removed in method run');
    expect(stdout).toContain('-        a();\n+        b();');
    expect(status).toBe(1);
    expect(run(['diff', before, before]).status).toBe(0);
  });

  test('malformed XML falls back to lines and says where', () => {
    const { status, stdout } = run(['diff', ...pair('merge-conflict-left-in')]);
    expect(stdout).toMatch(/Compared as lines: the new version is not well-formed \(line 23, column 2/);
    expect(stdout).toContain('+<<<<<<< HEAD');
    expect(status).toBe(1);
  });

  test.each([
    ['Deleted', (path: string) => [path, '/dev/null']],
    ['Created', (path: string) => ['/dev/null', path]],
  ])('a file that is on one side only: %s', (summary, sides) => {
    const [before] = pair('field-read-switched-off');
    const { status, stdout } = run(['diff', ...sides(before)]);
    expect(stdout).toBe(`${summary}: Permission set ${before} (24 lines)\n`);
    expect(status).toBe(1);
    const { stdout: json } = run(['diff', ...sides(before), '--json']);
    expect(JSON.parse(json)).toMatchObject({ same: false, type: 'PermissionSet', summary });
    expect(run(['diff', '/dev/null', '/dev/null'])).toMatchObject({ status: 0 });
  });

  test('blank space that differs within one line is shown in quotes', () => {
    const label = (text: string) => `<PermissionSet><label>${text}</label></PermissionSet>`;
    const { stdout } = run(['diff', file('e.xml', label('a  b')), file('f.xml', label('a b'))]);
    expect(stdout).toContain('Label "a  b" → "a b"');
  });

  test('binary files are compared by their bytes', () => {
    const [one, other] = [file('a.bin', Buffer.from([0, 255, 1])), file('b.bin', Buffer.from([0, 254, 1]))];
    expect(run(['diff', one, other])).toMatchObject({ status: 1, stdout: 'Binary files differ\n' });
    expect(run(['diff', one, one])).toMatchObject({ status: 0 });
  });

  test('colours only when asked for, and never against NO_COLOR', () => {
    const args = ['diff', ...pair('three-fields-removed-one-added')];
    expect(run(args).stdout).not.toContain('\u001b[');
    expect(run(args, { ...plainEnv, FORCE_COLOR: '1' }).stdout).toContain('\u001b[31m');
    expect(run(args, { ...plainEnv, FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toContain('\u001b[');
  });

  test('control characters of a file never reach the terminal', () => {
    const [one, other] = [file('c.txt', 'a\n'), file('d.txt', '\u001b[2Jcleared\n')];
    expect(run(['diff', one, other]).stdout).not.toContain('\u001b');
  });

  const wrong: [string, readonly string[], RegExp][] = [
    [
      'a missing file',
      ['diff', '/no/such/file', '/no/such/other'],
      /cannot read \/no\/such\/file: no such file/,
    ],
    ['a folder', ['diff', cases, cases], /it is a folder/],
    ['one file only', ['diff', main], /missing required argument/],
    ['an option it does not have', ['diff', main, main, '--nope'], /unknown option/],
    ['a type that is no name', ['diff', main, main, '--type', '../x'], /not a metadata type/],
  ];
  test.each(wrong)('%s: exit 2 and one clear line', (_name, args, message) => {
    const { status, stdout, stderr } = run(args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([status, stdout]).toEqual([2, '']);
  });
});

describe('git-diff', () => {
  const hex = '0'.repeat(40);
  const sides = (before: string, after: string) => [before, hex, '100644', after, hex, '100644'];

  test('exits with 0 whatever differs, as git wants', () => {
    const [before, after] = pair('field-read-switched-off');
    const { status, stdout } = run(['git-diff', 'x/Sales.permissionset-meta.xml', ...sides(before, after)]);
    expect(stdout).toBe(
      'x/Sales.permissionset-meta.xml\n~ Field permission Account.Rating: read on → off  (line 16)\n',
    );
    expect(status).toBe(0);
  });

  test('a file that comes or goes, one that is not merged, one that cannot be read', () => {
    const [before] = pair('field-read-switched-off');
    expect(run(['git-diff', 'a.xml', ...sides('/dev/null', before)])).toMatchObject({
      status: 0,
      stdout: 'a.xml\nCreated\n',
    });
    expect(run(['git-diff', 'a.xml', ...sides(before, '/dev/null')])).toMatchObject({
      status: 0,
      stdout: 'a.xml\nDeleted\n',
    });
    expect(run(['git-diff', 'a.xml'])).toMatchObject({ status: 0, stdout: 'a.xml: not merged\n' });
    expect(run(['git-diff', 'a.xml', ...sides('/no/file', before)])).toMatchObject({
      status: 0,
      stdout: 'a.xml: cannot read /no/file: no such file\n',
    });
  });

  test('too few arguments are a misuse', () => {
    expect(run(['git-diff', 'a.xml', 'b', 'c'])).toMatchObject({ status: 2 });
  });

  test('git itself runs it', () => {
    const repository = join(folder, 'repository');
    mkdirSync(repository);
    const env = { ...plainEnv, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', env });
    const [before, after] = pair('field-permissions-in-another-order');
    const copy = (from: string) => execFileSync('cp', [from, join(repository, 'A.permissionset-meta.xml')]);
    git('init', '-q');
    copy(before);
    git('add', '.');
    copy(after);
    const command = `"${process.execPath}" "${main}" git-diff`;
    const shown = execFileSync('git', ['-C', repository, 'diff'], {
      encoding: 'utf8',
      env: { ...env, GIT_EXTERNAL_DIFF: command },
    });
    expect(shown).toMatch(/^A\.permissionset-meta\.xml\nFormatting only\n/);
  });
});
