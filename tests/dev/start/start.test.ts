// `npm start` as a person meets it: it comes up, goes away without a trace, and says what is wrong and what to do.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { claimPorts } from '../../../dev/world/ports.ts';

const file = fileURLToPath(new URL('../../../dev/start.ts', import.meta.url));
let data: string;
const newData = () => {
  data = mkdtempSync(join(tmpdir(), 'canvasback-start-'));
};
const dropData = () => rmSync(data, { recursive: true, force: true });

interface Started {
  readonly pid: number;
  output(): string;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

function start(args: readonly string[], env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  return {
    pid: Number(child.pid),
    output: () => text,
    signal: (name) => void child.kill(name),
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
}

/** Six free ports in a row; another run may take one between asking and using, so the base is drawn at random. */
async function freeBase(): Promise<number> {
  for (;;) {
    // Below those that the system gives to connections and to servers that take any.
    const base = 10_000 + Math.floor(Math.random() * 20_000);
    if (await claimPorts(base).catch(() => undefined)) return base;
  }
}

async function up(started: Started): Promise<void> {
  const said = vi.waitFor(() => expect(started.output()).toContain('Ctrl-C. Data is kept'), {
    timeout: 180_000,
    interval: 100,
  });
  const ended = started.ended.then((code) => {
    throw new Error(`It ended with ${code}:\n${started.output()}`);
  });
  await Promise.race([said, ended]);
}

/** Processes that work on this data folder, the one asked about left out. */
function leftOvers(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        return `${command}${environment}`.includes(data) && command ? [command] : [];
      } catch {
        return [];
      }
    });
}

async function refusal(args: readonly string[], env?: Record<string, string>) {
  const started = start(args, env);
  const code = await started.ended;
  return { code, text: started.output() };
}

/** One after the other over one data folder, each after another way to end. */
describe('npm start', () => {
  beforeAll(newData);
  afterAll(dropData);
  const texts = () =>
    ['tls/leaf.pem', 'keys/salesforce-app.crt', 'auth0/keys.json'].map((name) =>
      readFileSync(join(data, name), 'utf8'),
    );
  let kept: readonly string[];

  test('comes up, and when it is killed none of its children stays', async () => {
    const port = await freeBase();
    const started = start(['--data', data, '--port', String(port), '--no-browser']);
    await up(started);
    expect(started.output()).toContain(`http://127.0.0.1:${port}`);
    expect(started.output()).toContain('ada@acme.example');
    expect(leftOvers().length).toBeGreaterThanOrEqual(4);
    kept = texts();
    started.signal('SIGKILL');
    await started.ended;
    await vi.waitFor(() => expect(leftOvers()).toEqual([]), { timeout: 60_000, interval: 100 });
  });

  test('has its data the next time, says how to look without a display, and ends in order when told to', async () => {
    const started = start(['--data', data, '--port', String(await freeBase())]);
    await up(started);
    expect(texts()).toEqual(kept);
    expect(readFileSync(join(data, 'logs', 'commands.log'), 'utf8')).toContain('Nothing new');
    started.signal('SIGTERM');
    expect(await started.ended).toBe(0);
    expect(leftOvers()).toEqual([]);
    expect(started.output()).toContain('npm run smoke');
    expect(started.output()).toContain('npm start -- --headless');
  });

  test('headless shows the page with the extension, for a debugger to watch, and ends every child on Ctrl-C', async () => {
    const port = await freeBase();
    const started = start(['--data', data, '--port', String(port), '--headless']);
    await up(started);
    const targets = (await (await fetch(`http://127.0.0.1:${port + 5}/json`)).json()) as { url: string }[];
    started.signal('SIGINT');
    expect(await started.ended).toBe(0);
    expect(
      targets.some(({ url }) => url.startsWith('https://acme.lightning.force.com/lightning/setup/Flows')),
    ).toBe(true);
    expect(
      targets.some(({ url }) => url.startsWith('chrome-extension://blaklhebcmppkaocbpggkjpamibbphpn/')),
    ).toBe(true);
    expect(leftOvers()).toEqual([]);
  });
});

describe('npm start says what is wrong and what to do:', () => {
  beforeEach(newData);
  afterEach(dropData);

  test('a taken port', async () => {
    const server = createServer();
    const base = await freeBase();
    await new Promise<void>((resolve) => server.listen(base + 3, '127.0.0.1', resolve));
    const { code, text } = await refusal(['--data', data, '--port', String(base), '--no-browser']);
    server.close();
    expect(code).toBe(1);
    expect(text).toContain(`Port ${base + 3}, which the API needs, is taken`);
    expect(text).toMatch(/npm start -- --port \d+/);
  });

  test('a missing browser', async () => {
    const { code, text } = await refusal(['--data', data], { CANVASBACK_BROWSER: '/nowhere/chromium' });
    expect([code, text]).toEqual([1, expect.stringContaining('CANVASBACK_BROWSER names /nowhere/chromium')]);
    expect(text).toContain('npm start -- --no-browser');
  });

  test('a missing git', async () => {
    const { code, text } = await refusal(['--data', data, '--no-browser'], { PATH: data });
    expect([code, text]).toEqual([1, expect.stringContaining('git was not found.')]);
    expect(text).toContain('Install git');
  });

  test('a file in place of the data folder', async () => {
    writeFileSync(join(data, 'file'), '');
    const { code, text } = await refusal(['--data', join(data, 'file'), '--no-browser']);
    expect([code, text]).toEqual([1, expect.stringContaining('is a file.')]);
    expect(text).toContain('--data');
  });

  test('a project that is no repository', async () => {
    const { code, text } = await refusal([
      '--data',
      join(data, 'd'),
      '--project',
      data,
      '--port',
      String(await freeBase()),
      '--no-browser',
    ]);
    expect([code, text]).toEqual([1, expect.stringContaining('is not a git repository')]);
  });

  test('an option it does not know', async () => {
    const { code, text } = await refusal(['--prot', '1']);
    expect([code, text]).toEqual([1, expect.stringContaining("Unknown option '--prot'")]);
    expect(text).toContain('--project DIR');
  });
});
