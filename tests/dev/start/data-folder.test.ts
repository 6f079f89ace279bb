// A broken data folder is named, with a way out, before anything is started in it.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareDataFolder } from '../../../dev/world/data-folder.ts';
import { lockDataFolder } from '../../../dev/world/data-lock.ts';
import { layOut } from '../../../dev/world/layout.ts';
import { WorldProblem } from '../../../dev/world/problem.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'canvasback-data-'));
});
afterEach(() => {
  chmodSync(dir, 0o700);
  rmSync(dir, { recursive: true });
});

function problemOf(data: string): WorldProblem {
  try {
    prepareDataFolder(data);
  } catch (error) {
    if (error instanceof WorldProblem) return error;
    throw error;
  }
  throw new Error('No problem was found.');
}

describe('the data folder', () => {
  test('is made with keys and socket for its owner alone', () => {
    const layout = prepareDataFolder(join(dir, 'new'));
    for (const folder of [layout.data, layout.keys, layout.run, layout.delegation]) {
      expect(statSync(folder).mode & 0o077, folder).toBe(0);
    }
    expect(prepareDataFolder(join(dir, 'new'))).toEqual(layout);
  });

  test('that is a file is named', () => {
    writeFileSync(join(dir, 'file'), '');
    const problem = problemOf(join(dir, 'file'));
    expect(problem.message).toBe(`The data folder ${join(dir, 'file')} is a file.`);
    expect(problem.wayOut).toContain('npm start -- --data');
  });

  test('below a file is named', () => {
    writeFileSync(join(dir, 'file'), '');
    expect(problemOf(join(dir, 'file', 'data')).message).toContain('in the way');
  });

  test('with a file where a folder belongs is named', () => {
    writeFileSync(join(dir, 'logs'), '');
    expect(problemOf(dir).message).toBe(`${join(dir, 'logs')} is in the way: a folder is needed there.`);
  });

  test.skipIf(process.getuid?.() === 0)('that cannot be read is named', () => {
    chmodSync(dir, 0o000);
    expect(problemOf(dir).message).toContain('cannot be read or written (EACCES)');
  });

  test.runIf(process.platform === 'linux')('that cannot be made is named, even for root', () => {
    expect(problemOf('/sys/canvasback').message).toContain('/sys/canvasback cannot be read or written');
  });

  test.each([
    ['api', 'canvasback.sqlite', 'the history'],
    ['delegation', 'delegation.sqlite', 'the access log'],
  ])('with a damaged database in %s is named, with the file', (folder, file, name) => {
    mkdirSync(join(dir, folder));
    writeFileSync(join(dir, folder, file), 'this is no database, only words. '.repeat(200));
    const problem = problemOf(dir);
    expect(problem.message).toContain(`The database of ${name}, ${join(dir, folder, file)}, is damaged`);
    expect(problem.wayOut).toContain(`rm -r ${dir}`);
  });

  test('with a database whose pages were overwritten is named', () => {
    mkdirSync(join(dir, 'api'));
    const file = join(dir, 'api', 'canvasback.sqlite');
    const database = new DatabaseSync(file);
    database.exec(
      'CREATE TABLE t(a); WITH n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<5000) INSERT INTO t SELECT hex(randomblob(40)) FROM n',
    );
    database.close();
    expect(() => prepareDataFolder(dir)).not.toThrow();
    overwriteMiddle(file);
    expect(problemOf(dir).message).toContain('is damaged');
  });

  test('with an empty database file is fine: the product fills it', () => {
    mkdirSync(join(dir, 'api'));
    writeFileSync(join(dir, 'api', 'canvasback.sqlite'), '');
    expect(() => prepareDataFolder(dir)).not.toThrow();
  });
});

describe('a world on the folder', () => {
  test('keeps a second one away until it ends; a dead one does not', () => {
    const layout = prepareDataFolder(join(dir, 'shared'));
    const unlock = lockDataFolder(layout);
    expect(() => lockDataFolder(layout)).toThrow(`is in use: a world runs on it (process ${process.pid})`);
    unlock();
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(join(layout.run, 'world.pid'), `${pid}\n`);
    expect(() => lockDataFolder(layout)).not.toThrow();
  });
});

describe('the socket', () => {
  test('lies with the data, or in the temporary folder when the path is too long', () => {
    expect(layOut('/d').socket).toBe('/d/run/delegation.sock');
    const long = layOut(`/${'long/'.repeat(30)}data`).socket;
    expect(long.startsWith(tmpdir())).toBe(true);
    expect(long.length).toBeLessThan(100);
    expect(layOut(`/${'long/'.repeat(31)}data`).socket).not.toBe(long);
  });
});

function overwriteMiddle(file: string) {
  const handle = openSync(file, 'r+');
  for (const page of [3, 4, 5]) writeSync(handle, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
  closeSync(handle);
}
