// The API's and the worker's processes: each says in one sentence why it cannot start, and stops in order when told to.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readCallerKey } from '../../../server/delegation/client.ts';

const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'canvasback-start-'));
const keys = join(folder, 'keys');
const children: { kill(signal: NodeJS.Signals): boolean }[] = [];

beforeAll(() => {
  execFileSync(process.execPath, ['cli/main.ts', 'keys', 'create', '--dir', keys], { cwd: root });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true }));

let data = 0;
const environment = (changes: Record<string, string | undefined> = {}) => {
  data += 1;
  return {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    CANVASBACK_ENV: 'development',
    CANVASBACK_DATA: join(folder, `data-${data}`),
    CANVASBACK_PUBLIC_ORIGIN: 'https://api.canvasback.test',
    CANVASBACK_LISTEN: '127.0.0.1:0',
    CANVASBACK_AUTH0_ISSUER: 'https://canvasback-dev.eu.auth0.com/',
    CANVASBACK_AUTH0_AUDIENCE: 'https://api.canvasback.test',
    CANVASBACK_EXTENSION_IDS: 'blaklhebcmppkaocbpggkjpamibbphpn',
    CANVASBACK_REDIRECTS: 'https://blaklhebcmppkaocbpggkjpamibbphpn.chromiumapp.org/salesforce',
    CANVASBACK_SALESFORCE_CLIENT_ID: '3MVG9x',
    CANVASBACK_DELEGATION_SOCKET: join(folder, 'nobody.sock'),
    CANVASBACK_CALLER_KEY: join(keys, 'api-caller.jwk'),
    CANVASBACK_NONCE_KEY: join(keys, 'nonce.key'),
    ...changes,
  };
};

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly port?: number;
}

function start(changes?: Record<string, string | undefined>, file = 'server/main.ts') {
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: environment(changes),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const waiting: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of waiting) look();
    });
  }
  const lines = () =>
    output
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    ended,
    lines,
    output: () => output,
    said: (msg: string) =>
      new Promise<Line>((resolve, reject) => {
        const look = () => {
          const line = lines().find((each) => each.msg === msg);
          if (line) resolve(line);
        };
        waiting.push(look);
        look();
        ended.then(() => reject(new Error(`it ended first: ${output}`)));
      }),
  };
}

async function refusal(changes: Record<string, string | undefined>, file?: string): Promise<string> {
  const { ended, lines } = start(changes, file);
  expect(await ended).toBe(1);
  const last = lines().at(-1);
  expect(last?.level).toBe('fatal');
  return last?.msg ?? '';
}

test('a missing setting is named', async () => {
  expect(await refusal({ CANVASBACK_AUTH0_AUDIENCE: undefined })).toBe(
    'The API cannot start: CANVASBACK_AUTH0_AUDIENCE is not set.',
  );
});

test('a missing key file is named', async () => {
  expect(await refusal({ CANVASBACK_CALLER_KEY: join(keys, 'gone.jwk') })).toMatch(
    /^The API cannot start: CANVASBACK_CALLER_KEY names .+gone\.jwk, which is missing/,
  );
});

test('a key file that holds something else is named', async () => {
  const file = join(folder, 'wrong.jwk');
  writeFileSync(file, '{"kty":"EC"}', { mode: 0o600 });
  expect(await refusal({ CANVASBACK_CALLER_KEY: file })).toMatch(/wrong\.jwk is not a private ES256 key/);
  writeFileSync(file, 'c2hvcnQ');
  expect(await refusal({ CANVASBACK_NONCE_KEY: file })).toMatch(/wrong\.jwk is too short/);
});

test('a taken port says so, with what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  try {
    expect(await refusal({ CANVASBACK_LISTEN: `127.0.0.1:${port}` })).toBe(
      `The API cannot start: 127.0.0.1:${port} is taken by another process. Stop that process, or choose another address in CANVASBACK_LISTEN.`,
    );
  } finally {
    server.close();
  }
});

test('a data folder whose database is none is named', async () => {
  const broken = mkdtempSync(join(folder, 'broken-'));
  writeFileSync(
    join(broken, 'canvasback.sqlite'),
    'this is a text, and longer than a header of a database is. '.repeat(40),
  );
  expect(await refusal({ CANVASBACK_DATA: broken })).toMatch(
    /^The API cannot start: The database .+canvasback\.sqlite cannot be used: it is not a database/,
  );
});

test('certificate files that hold no certificate are named', async () => {
  const file = join(folder, 'empty.pem');
  writeFileSync(file, '');
  expect(await refusal({ CANVASBACK_TLS_CERT: file, CANVASBACK_TLS_KEY: file })).toMatch(
    /empty\.pem holds no certificate in PEM/,
  );
});

test('it listens without the delegation service, says it is not ready, and stops at once', async () => {
  const { child, said, ended } = start();
  const { port } = await said('listening');
  const origin = `http://127.0.0.1:${port}`;
  expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ ok: true });
  const ready = await fetch(`${origin}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({
    ok: false,
    database: true,
    delegation: false,
    worker: { alive: false },
  });
  const stopped = Date.now();
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(Date.now() - stopped).toBeLessThan(5_000);
});

test('Ctrl-C stops it too, and the inspector cannot be opened by a signal', async () => {
  const { child, said, ended, lines, output } = start();
  await said('listening');
  child.kill('SIGUSR1');
  await new Promise((resolve) => setTimeout(resolve, 300));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(output()).not.toContain('Debugger');
  expect(lines().at(-1)?.msg).toBe('stopped');
});

test('in production it does not start with what writes its memory to a disk', async () => {
  const changes = { CANVASBACK_ENV: 'production', NODE_OPTIONS: '--heapsnapshot-signal=SIGUSR2' };
  expect(await refusal(changes)).toMatch(
    /^The API cannot start: Node’s --heapsnapshot-signal is not for production/,
  );
});

test('an error that nobody caught ends it, told without the secrets in it', async () => {
  const token = `00D5g000004XyZa!AQE${'aB3.x_9Z'.repeat(10)}`;
  const crash = `process.on('SIGUSR2', () => { throw new Error('no luck with ' + ${JSON.stringify(token)}); });`;
  const plant = `data:text/javascript,${encodeURIComponent(crash)}`;
  const { child, said, ended, lines, output } = start({ NODE_OPTIONS: `--import=${plant}` });
  await said('listening');
  if (process.platform === 'linux') {
    expect(readFileSync(`/proc/${child.pid}/coredump_filter`, 'utf8').trim()).toBe('00000000');
  }
  child.kill('SIGUSR2');
  expect(await ended).toBe(1);
  expect(lines().at(-1)).toMatchObject({ level: 'fatal', msg: 'an error nobody caught' });
  expect(output()).toContain('no luck with [redacted]');
  expect(output()).not.toContain('AQEaB3');
});

test('the worker says why it cannot start, or that it works, and stops at once', async () => {
  const file = 'server/worker.ts';
  expect(await refusal({}, file)).toBe('The worker cannot start: CANVASBACK_WORKER_KEY is not set.');
  const { child, said, ended, lines } = start(
    { CANVASBACK_WORKER_KEY: join(keys, 'worker-caller.jwk') },
    file,
  );
  await said('working');
  expect(lines()[0]?.msg).toContain('could read the worker’s key');
  child.kill('SIGUSR1');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(lines().at(-1)?.msg).toBe('stopped');
});

test.each([
  ['server/main.ts', 'listening'],
  ['server/worker.ts', 'working'],
])('%s can be stopped from the moment in which it says that it works', async (file, word) => {
  // The signal comes while that very line is written: nothing of the process runs in between.
  const plant = `
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text, ...more) => {
      const written = write(text, ...more);
      if (String(text).includes('"msg":"${word}"')) process.kill(process.pid, 'SIGTERM');
      return written;
    };`;
  const { ended, lines } = start(
    {
      CANVASBACK_WORKER_KEY: file.includes('worker') ? join(keys, 'worker-caller.jwk') : undefined,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(plant)}`,
    },
    file,
  );
  expect(await ended).toBe(0);
  expect(lines().map(({ msg }) => msg)).toEqual(expect.arrayContaining([word, 'stopped']));
});

test('a caller’s key that is another process’s is named', () => {
  const file = join(keys, 'worker-caller.jwk');
  const words = /worker-caller\.jwk is the worker’s, and this process is the api/;
  expect(() => readCallerKey(file, 'api')).toThrow(words);
  expect(readCallerKey(file, 'worker').kid).toBe('worker');
});
