// A client that asks for anything past loopback is noticed, whichever way it asks and whatever it makes of the refusal.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const guard = fileURLToPath(new URL('loopback-only.mjs', import.meta.url));
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'loopback-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What the guard noted while the code ran. */
function noted(name: string, code: string): string[] {
  const file = join(dir, name);
  const run = spawnSync(process.execPath, ['--import', guard, '--input-type=module', '-e', code], {
    env: { PATH: process.env.PATH ?? '', LOOPBACK_ONLY_FILE: file },
    encoding: 'utf8',
  });
  expect(run.status, run.stderr).toBe(0);
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

test.each([
  ['fetch', "await fetch('https://example.com').catch(() => {});", 'a connection to example.com'],
  [
    'a socket',
    "import net from 'node:net'; try { net.connect(443, 'example.com'); } catch {}",
    'a connection to example.com',
  ],
  [
    'a socket to an address',
    "import net from 'node:net'; try { net.connect({ port: 443, host: '192.0.2.1' }); } catch {}",
    'a connection to 192.0.2.1',
  ],
  [
    'a name looked up',
    "import dns from 'node:dns'; try { dns.lookup('example.com', () => {}); } catch {}",
    'the address of example.com',
  ],
  [
    'a name looked up by a promise',
    "import dns from 'node:dns/promises'; try { await dns.lookup('example.com'); } catch {}",
    'the address of example.com',
  ],
])('%s', (name, code, what) => {
  expect(noted(name, code)).toContain(`this client asked for ${what}`);
});

test('loopback is left alone', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const code = `import net from 'node:net'; const socket = net.connect(${port}, '127.0.0.1'); await new Promise((done) => socket.once('connect', done)); socket.destroy();`;
  expect(noted('loopback', code)).toEqual([]);
  server.close();
});
