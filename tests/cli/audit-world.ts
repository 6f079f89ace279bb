// A log of some entries, with the settings, keys and database of a delegation service, for tests of the audit commands.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createAuditLog } from '../../server/audit/append.ts';
import { type DelegationDatabase, openDelegationDatabase } from '../../server/delegation/db/database.ts';
import { newSetting } from '../helpers/databases.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export function canvasback(args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(root, 'cli', 'main.ts'), ...args],
      { cwd: root, maxBuffer: 1 << 28 },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end(input);
  });
}

export const tenant = 'acme';
export const org = '00D5g000004XyZaEAK';
export const ada = {
  subject: 'auth0|ada',
  userId: '0055g000001AdaKAAW',
  username: 'ada@acme.example',
};
export const firstAt = Date.UTC(2026, 0, 1);

export interface AuditWorld {
  readonly dir: string;
  /** The settings' file. */
  readonly env: string;
  readonly setting: string;
  open(): Promise<DelegationDatabase>;
  audit(...args: string[]): Promise<Ran>;
  remove(): void;
}

export async function makeAuditWorld(): Promise<AuditWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'cb-audit-'));
  const setting = await newSetting();
  const env = join(dir, 'delegation.env');
  const settings = {
    CANVASBACK_ENV: 'development',
    CANVASBACK_DELEGATION_DATABASE: setting,
    CANVASBACK_DELEGATION_SOCKET: join(dir, 'socket'),
    CANVASBACK_SIGNING_KEY: join(dir, 'app.key'),
    CANVASBACK_SIGNING_KEY_FOLDER: join(dir, 'keys'),
    CANVASBACK_CALLERS: join(dir, 'callers.jwks'),
    CANVASBACK_NONCE_KEY: join(dir, 'nonce.key'),
    CANVASBACK_PUBLIC_ORIGIN: 'https://canvasback.example.com',
    CANVASBACK_AUTH0_ISSUER: 'https://acme.auth0.example/',
    CANVASBACK_AUTH0_AUDIENCE: 'https://canvasback.example.com',
    CANVASBACK_SALESFORCE_CLIENT_ID: '3MVG9app',
  };
  writeFileSync(
    env,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  return {
    dir,
    env,
    setting,
    open: () => openDelegationDatabase(setting),
    audit: (...args) => canvasback(['audit', ...args, '--env', env]),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** `pairs` attempts with their outcomes, a minute apart. */
export async function fill(
  db: DelegationDatabase,
  pairs: number,
  of: { tenant?: string; subject?: string; userId?: string; username?: string; from?: number } = {},
): Promise<void> {
  let time = of.from ?? firstAt;
  const log = createAuditLog({ db, now: () => (time += 60_000) });
  for (let pair = 0; pair < pairs; pair += 1) {
    const intended = await log.intent({
      ...{
        org,
        tenant: of.tenant ?? tenant,
        who: of.subject ?? ada.subject,
        caller: 'api',
        purpose: 'compare',
      },
      actingAs: { userId: of.userId ?? ada.userId, username: of.username ?? ada.username },
      component: `Flow Flow_${pair}`,
    });
    await log.outcome(intended, { result: 'granted' });
  }
}
