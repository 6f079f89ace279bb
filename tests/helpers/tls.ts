// One certificate for all tests: new RSA keys for each of a hundred orgs would take longer than their tests.

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureTls, type LocalTls } from '../../dev/tls.ts';

const cache = fileURLToPath(new URL('../../node_modules/.cache/canvasback-tests', import.meta.url));

/** As `ensureTls`, with keys that other tests have too; those kept in the folder already stay. */
export async function testTls(dataDir: string): Promise<LocalTls> {
  const to = join(dataDir, 'tls');
  if (!existsSync(to)) {
    const from = await shared();
    mkdirSync(to, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name));
  }
  return ensureTls(dataDir);
}

/** Made anew each month, long before it ends; moved into place whole, since several workers may make it at once. */
async function shared(): Promise<string> {
  const kept = join(cache, new Date().toISOString().slice(0, 7), 'tls');
  if (existsSync(kept)) return kept;
  mkdirSync(join(kept, '..'), { recursive: true, mode: 0o700 });
  const made = mkdtempSync(join(cache, 'new-'));
  try {
    await ensureTls(made);
    renameSync(join(made, 'tls'), kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return kept;
}
