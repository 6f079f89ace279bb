// API and worker as two users of the machine, as in production: one folder and database for both, each key for its own alone.

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
/** Users that no machine has, and the group of their folder. */
const api = 64_101;
const worker = 64_102;
const group = 64_100;
const as = (uid: number) => ({ uid, gid: group });

let dir: string;
const file = (name: string) => join(dir, 'keys', name);

/** Only root may start a process as somebody else. */
describe.runIf(process.getuid?.() === 0)('API and worker as two users', () => {
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'cb-users-'));
    chmodSync(dir, 0o755);
    execFileSync(process.execPath, ['cli/main.ts', 'keys', 'create', '--dir', join(dir, 'keys')], {
      cwd: root,
    });
    chmodSync(join(dir, 'keys'), 0o755);
    chownSync(file('api-caller.jwk'), api, group);
    chownSync(file('worker-caller.jwk'), worker, group);
    mkdirSync(join(dir, 'data'));
    chownSync(join(dir, 'data'), api, group);
    // As docs/operating.md says.
    chmodSync(join(dir, 'data'), 0o2770);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  /** Our code is read as root, since the checkout may be root's alone; all that it does is done as `uid`. */
  const run = (uid: number, imports: string, script: string) =>
    spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import process from 'node:process';
        import { maskFor } from './server/data-folder.ts';
        ${imports}
        process.setgroups([]);
        process.setgid(${group});
        process.setuid(${uid});
        process.umask(maskFor(process.env.CANVASBACK_DATA));
        ${script}`,
      ],
      {
        cwd: root,
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          CANVASBACK_DATA: join(dir, 'data'),
          CANVASBACK_DELEGATION_SOCKET: join(dir, 'nobody.sock'),
          CANVASBACK_WORKER_KEY: file('worker-caller.jwk'),
          CANVASBACK_API_UID: String(api),
        },
      },
    );
  const readAsWorker = (uid: number) =>
    run(
      uid,
      `import { readWorkerConfig } from './server/worker-config.ts';`,
      'readWorkerConfig(process.env);',
    );

  test('neither reads the other’s key', () => {
    const read = (name: string, uid: number) =>
      spawnSync('cat', [file(name)], { ...as(uid), encoding: 'utf8' });
    expect(read('worker-caller.jwk', api)).toMatchObject({ status: 1, stdout: '' });
    expect(read('api-caller.jwk', worker)).toMatchObject({ status: 1, stdout: '' });
    expect(read('worker-caller.jwk', worker).stdout).toContain('"kid"');
  });

  test('the worker does not start as the API’s user, nor with a key that is the API’s', () => {
    expect(readAsWorker(api).stderr).toContain('In production each needs a user of its own.');
    chownSync(file('worker-caller.jwk'), api, group);
    const { status, stderr } = readAsWorker(worker);
    chownSync(file('worker-caller.jwk'), worker, group);
    expect(status).toBe(1);
    expect(stderr).toContain('missing or unreadable');
  });

  test('what one makes, the other can change, and nobody else can read', () => {
    const write = (uid: number, text: string, imports = '', more = '') =>
      run(
        uid,
        `import { openHistory } from './server/history/open.ts';
        ${imports}`,
        `const history = await openHistory({ data: process.env.CANVASBACK_DATA });
        await history.git('00D5g000004XyZaEAK').run(['hash-object', '-w', '--stdin'], '${text}');
        await history.db.insertInto('tenants').values({ id: '${text}', name: 'x', created_at: 1 }).execute();
        await history.close();
        ${more}`,
      );
    const imports = `import { createLog } from './server/log.ts';
      import { startWorker } from './server/start-worker.ts';
      import { readWorkerConfig } from './server/worker-config.ts';`;
    const start = `const log = createLog({ level: 'silent' });
      const running = await startWorker(readWorkerConfig(process.env), { fetch, now: Date.now, log });
      await running.stop();`;
    expect(write(api, 'by the API')).toMatchObject({ status: 0, stderr: '' });
    expect(write(worker, 'by the worker', imports, start)).toMatchObject({ status: 0, stderr: '' });
    expect(write(api, 'by the API again')).toMatchObject({ status: 0, stderr: '' });
    const made = readdirSync(join(dir, 'data'), { recursive: true }).map(String);
    expect(made.length).toBeGreaterThan(5);
    expect(made).toContain('canvasback.sqlite');
    for (const name of made) expect(statSync(join(dir, 'data', name)).mode & 0o007, name).toBe(0);
    const stranger = spawnSync('ls', [join(dir, 'data')], { uid: 65_534, gid: 65_534, encoding: 'utf8' });
    expect(stranger).toMatchObject({ status: 2, stdout: '' });
  });
});
