// The doctor at a whole installation: nothing is wrong with a good one, and each fault is named with its way out.

import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkApi } from '../../cli/doctor/api.ts';
import { signInCallback, signOutCallback } from '../../cli/doctor/auth0.ts';
import type { Finding } from '../../cli/doctor/finding.ts';
import { checkRecordedKeys } from '../../cli/doctor/recorded-keys.ts';
import { examine } from '../../cli/doctor.ts';
import { createKeys } from '../../cli/keys.ts';
import { apiEnvironment, delegationEnvironment, workerEnvironment } from '../../dev/world/environment.ts';
import { extensionId, org } from '../../dev/world/names.ts';
import { startTestWorld, type TestWorld } from '../helpers/world.ts';

let world: TestWorld;
let env: Record<string, string>;
let settings: { api: Record<string, unknown>; application: Record<string, unknown> };

beforeAll(async () => {
  world = await startTestWorld();
  const surroundings = { ...world, extensionIds: [extensionId] };
  env = {
    ...workerEnvironment(surroundings),
    ...apiEnvironment(surroundings),
    ...delegationEnvironment(surroundings),
    CANVASBACK_AUTH0_MANAGEMENT_TOKEN: world.auth0.managementToken,
  };
  settings = structuredClone(world.auth0.settings);
  // What the API said of the worker before that ran, it may say for half a second more.
  await vi.waitFor(
    async () => {
      const readiness = await world.fetch('https://api.canvasback.test/readyz');
      expect(await readiness.json()).toMatchObject({ worker: { alive: true } });
    },
    { timeout: 60_000 },
  );
});
afterAll(() => world?.stop());
beforeEach(() => {
  Object.assign(world.auth0.settings.api, structuredClone(settings.api));
  Object.assign(world.auth0.settings.application, structuredClone(settings.application));
});

const options = { org: [org.apiHost], auth0Client: 'canvasback-extension' };

async function look(
  changes: Record<string, string | undefined> = {},
  more: Partial<Parameters<typeof examine>[1]> = {},
  now = Date.now(),
): Promise<(Finding & { title: string })[]> {
  const changed = { ...env, ...changes };
  const sections = await examine(changed, { ...options, ...more }, world.fetch, now, world.fetch);
  return sections.flatMap(({ title, findings }) => findings.map((finding) => ({ ...finding, title })));
}
const faults = (found: readonly Finding[]) =>
  found.filter(({ state }) => state === 'wrong').map(({ what }) => what);

/** A manifest as the build of the local world writes it. */
function builtExtension(changes: Record<string, unknown> = {}): string {
  const dir = join(world.layout.data, `extension-${Math.random().toString(36).slice(2)}`);
  mkdirSync(dir);
  const manifest = {
    manifest_version: 3,
    permissions: ['storage', 'identity'],
    host_permissions: ['https://api.canvasback.test/*', 'https://canvasback-dev.eu.auth0.com/*'],
    ...changes,
  };
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest));
  return dir;
}

test.each([
  [{ alive: true }, 'good', /^A worker runs$/],
  [{ alive: false, lastAliveAt: '2026-03-02T09:00:00.000Z' }, 'wrong', /last one was there at 2026-03-02T09/],
  [{ alive: false }, 'wrong', /^No worker has ever run/],
])('a worker of which the API says %j', async (worker, state, what) => {
  const answers = async () => Response.json({ ok: true, database: true, worker });
  const found = await checkApi(answers as typeof globalThis.fetch, 'https://api.canvasback.test', []);
  expect(found).toContainEqual(expect.objectContaining({ state, what: expect.stringMatching(what) }));
});

describe('a good installation', () => {
  test('has nothing wrong, and everything was looked at', async () => {
    const found = await look({}, { extension: builtExtension() });
    expect(faults(found)).toEqual([]);
    expect(new Set(found.map(({ title }) => title))).toEqual(
      new Set(['Machine', 'Settings', 'Keys', 'Auth0', 'Salesforce', 'API', 'Extension']),
    );
    // Only what a store decides stays open.
    expect(found.filter(({ state }) => state === 'unknown').map(({ what }) => what)).toEqual([
      'Its id comes from the store',
    ]);
  });

  test('is left as it was: no file is made, no token asked for', async () => {
    const before = readdirSync(world.layout.data, { recursive: true }).filter(
      (name) => !String(name).startsWith('logs'),
    );
    await look();
    const after = readdirSync(world.layout.data, { recursive: true }).filter(
      (name) => !String(name).startsWith('logs'),
    );
    expect(after).toEqual(before);
    const { calls } = (await world.ask('GET', '/requests')) as { calls: { path: string }[] };
    expect(calls.filter(({ path }) => path.includes('/token'))).toEqual([]);
  });

  test('the command ends with 0, in words and as JSON, and prints no secret', async () => {
    const file = join(world.layout.data, 'doctor.env');
    writeFileSync(
      file,
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
      { mode: 0o600 },
    );
    const bin = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
    const call = (...args: string[]) =>
      promisify(execFile)(process.execPath, [bin, 'doctor', '--env', file, '--org', org.apiHost, ...args], {
        env,
      });
    const words = await call();
    expect(words.stdout).toMatch(/\n\d+ good, 0 wrong, 0 not looked at or to be watched\.\n$/);
    expect(words.stdout).not.toContain(world.auth0.managementToken);
    const { stdout } = await call('--json');
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ title: 'Auth0' }));
    await expect(call('--extension', world.layout.data)).rejects.toMatchObject({ code: 1 });
  });
});

describe('Firefox', () => {
  const id = 'extension@canvasback.example';
  const host = 'dfafab97574a82ccaf1fccbaa419e15574a119f9.extensions.allizom.org';
  const ids = { CANVASBACK_EXTENSION_IDS: `${extensionId},${id}` };
  const firefox = { browser_specific_settings: { gecko: { id } }, key: undefined };

  test('its callbacks are its own, and are missed where they lack', async () => {
    const { application } = world.auth0.settings;
    expect(faults(await look(ids)).join('\n')).toMatch(`Allowed Callback URLs lack https://${host}/auth0`);
    Object.assign(application, {
      callbacks: [extensionId, id].map(signInCallback),
      allowed_logout_urls: [extensionId, id].map(signOutCallback),
    });
    const found = await look(ids);
    expect(
      found.filter(({ title, state }) => title === 'Auth0' && state === 'wrong').map(({ what }) => what),
    ).toEqual(
      // The local tenant itself was made for Chromium alone, and says so at its own pages.
      [expect.stringContaining(`Sign-in may not end at https://${host}`), expect.stringContaining(host)],
    );
    expect(found.map(({ what }) => what)).toContain('Allowed Callback URLs: just our own');
    // Its origin is another in each profile: there is none to be let in.
    expect(found.some(({ what }) => what.includes(`${id} may`))).toBe(false);
  });

  test('a build of it is known by its fixed id', async () => {
    const extension = builtExtension(firefox);
    const said = (found: readonly Finding[]) =>
      found.map(({ what }) => what).filter((what) => what.includes(id));
    expect(said(await look(ids, { extension, org: [] }))).toEqual([`Its id ${id} is let in`]);
    expect(said(await look({}, { extension, org: [] }))).toEqual([`Its id ${id} is not let in`]);
  });
});

test('Salesforce is called as the servers call it: no name that leads inside', async () => {
  const plant = `
    import dns from 'node:dns';
    import { syncBuiltinESMExports } from 'node:module';
    const lookup = dns.lookup;
    dns.lookup = (name, options, done) =>
      name === '${org.apiHost}' ? done(null, [{ address: '127.0.0.1', family: 4 }]) : lookup(name, options, done);
    syncBuiltinESMExports();`;
  const bin = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
  const preload = `--import=data:text/javascript,${encodeURIComponent(plant)}`;
  const { CANVASBACK_SALESFORCE_PROXY: _, ...inProduction } = env;
  const ran = promisify(execFile)(
    process.execPath,
    [preload, bin, 'doctor', '--org', org.apiHost, '--json'],
    { env: { ...inProduction, PATH: process.env.PATH } },
  );
  const { stdout } = await ran.catch((failed: { stdout: string }) => failed);
  const sections = JSON.parse(stdout) as { title: string; findings: Finding[] }[];
  expect(sections.find(({ title }) => title === 'Salesforce')?.findings).toEqual([
    expect.objectContaining({
      state: 'wrong',
      what: expect.stringMatching(/private|public address|not called/i),
    }),
  ]);
});

describe('what is wrong is named', () => {
  test('with settings of no service there is nothing to look at but the machine', async () => {
    const sections = await examine({}, { ...options, org: [] }, world.fetch, Date.now());
    expect(sections.map(({ title }) => title)).toEqual(['Machine', 'Settings']);
    expect(sections[1]?.findings.map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test.each([
    [
      'a setting',
      { CANVASBACK_PUBLIC_ORIGIN: 'http://api.canvasback.test' },
      /CANVASBACK_PUBLIC_ORIGIN must be an https address/,
    ],
    [
      'the issuer’s last slash',
      { CANVASBACK_AUTH0_ISSUER: 'https://canvasback-dev.eu.auth0.com' },
      /trailing slash/,
    ],
    [
      'another issuer',
      { CANVASBACK_AUTH0_ISSUER: 'https://else.eu.auth0.com/' },
      /else\.eu\.auth0\.com\/\.well-known/,
    ],
    [
      'an audience that Auth0 does not know',
      { CANVASBACK_AUTH0_AUDIENCE: 'https://else.test' },
      /does not know the API https:\/\/else\.test/,
    ],
    [
      'an extension that Auth0 does not know',
      { CANVASBACK_EXTENSION_IDS: 'a'.repeat(32) },
      /Sign-in may not end at https:\/\/a{32}/,
    ],
    [
      'an extension that the API does not know',
      { CANVASBACK_EXTENSION_IDS: 'a'.repeat(32) },
      /The extension a{32} may not call the API/,
    ],
    [
      'a consumer key that the org does not know',
      { CANVASBACK_SALESFORCE_CLIENT_ID: '3MVGelse' },
      /does not know the app/,
    ],
    [
      'a callback that the app does not have',
      { CANVASBACK_REDIRECTS: 'https://else.chromiumapp.org/salesforce' },
      /does not let sign-in end at https:\/\/else/,
    ],
  ])('%s', async (_, changes, said) => {
    const found = await look(changes);
    expect(faults(found).join('\n')).toMatch(said);
    for (const { state, advice } of found) if (state !== 'good') expect(advice).toBeTruthy();
  });

  test('an application that Auth0 does not know', async () => {
    expect(faults(await look({}, { auth0Client: 'else' })).join('\n')).toMatch(
      /does not know the application else/,
    );
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['unbound tokens', { proof_of_possession: null }, /need not be bound/],
    [
      'DPoP that is not required',
      { proof_of_possession: { mechanism: 'dpop', required: false } },
      /need not be bound/,
    ],
    ['the older profile', { token_dialect: 'access_token' }, /profile “access_token”/],
    ['tokens for a day', { token_lifetime: 86_400 }, /live 86400 seconds/],
    ['refresh tokens', { allow_offline_access: true }, /allows offline access/],
    ['another algorithm', { signing_alg: 'HS256' }, /signed with HS256/],
    ['a consent page', { skip_consent_for_verifiable_first_party_clients: false }, /consent page/],
  ])('an API at Auth0 with %s', async (_, changes, said) => {
    Object.assign(world.auth0.settings.api, changes);
    expect(faults(await look())).toEqual([expect.stringMatching(said)]);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a secret', { token_endpoint_auth_method: 'client_secret_post' }, /has a secret/],
    [
      'further grants',
      { grant_types: ['authorization_code', 'implicit', 'refresh_token'] },
      /implicit, refresh_token/,
    ],
    [
      'foreign callbacks',
      { callbacks: [`https://${extensionId}.chromiumapp.org/auth0`, 'https://else.example/cb'] },
      /also have https:\/\/else\.example\/cb/,
    ],
    ['no origins', { allowed_origins: [] }, /Allowed Origins \(CORS\) lack chrome-extension/],
    ['a foreign owner', { is_first_party: false }, /third party/],
  ])('an application at Auth0 with %s', async (_, changes, said) => {
    Object.assign(world.auth0.settings.application, changes);
    expect(faults(await look())).toEqual([expect.stringMatching(said)]);
  });

  test('a Management API token that is refused leaves the tenant open, not good', async () => {
    const found = await look({ CANVASBACK_AUTH0_MANAGEMENT_TOKEN: 'else' });
    expect(found.filter(({ state }) => state === 'unknown').map(({ what }) => what)).toEqual([
      'The API could not be read (HTTP 401)',
      'The application could not be read (HTTP 401)',
    ]);
  });

  test('servers that are not running', async () => {
    await world.parts.api.stop();
    try {
      const api = (await look()).filter(({ title }) => title === 'API');
      expect(api).toEqual([
        expect.objectContaining({ state: 'unknown', advice: expect.stringContaining('Start') }),
      ]);
    } finally {
      await world.parts.api.start();
    }
  });

  test('an extension for other servers, and one with an id that is not let in', async () => {
    const elsewhere = builtExtension({ host_permissions: ['https://api.else.test/*'] });
    expect(faults(await look({}, { extension: elsewhere }))).toEqual([
      'It is built for https://api.else.test/*',
    ]);
    const otherKey = builtExtension({ key: Buffer.from('another key').toString('base64') });
    expect(faults(await look({}, { extension: otherKey }))).toEqual([
      expect.stringMatching(/^Its id [a-p]{32} is not let in$/),
    ]);
    expect(faults(await look({}, { extension: world.layout.data }))).toEqual([
      expect.stringMatching(/is not a built extension/),
    ]);
  });
});

describe('keys', () => {
  const folder = () => join(world.layout.data, 'doctor-keys');
  const own = (name: string) => join(folder(), name);
  const keys = () => ({
    CANVASBACK_SIGNING_KEY: own('salesforce-app.key'),
    CANVASBACK_CALLERS: own('callers.jwks'),
    CANVASBACK_NONCE_KEY: own('nonce.key'),
  });
  beforeAll(() => createKeys(folder()));

  test('a certificate that ends soon is to be watched, one that ended is wrong', async () => {
    const day = 86_400_000;
    const soon = await look(keys(), {}, Date.now() + 700 * day);
    expect(soon).toContainEqual(
      expect.objectContaining({ state: 'unknown', what: expect.stringMatching(/ends in (?:29|30) days/) }),
    );
    expect(faults(await look(keys(), {}, Date.now() + 740 * day))).toEqual([
      expect.stringMatching(/ended \d+ days ago/),
      // The one that the running service has recorded.
      expect.stringMatching(/^The installation: key .* ended \d+ days ago/),
    ]);
  });

  test('a certificate of another key', async () => {
    const certificate = join(world.layout.keys, 'salesforce-app.crt');
    expect(faults(await look(keys(), { certificate }))).toEqual([`${certificate} belongs to another key`]);
  });

  test('a private key that others can read, and a callers’ file with private keys in it', async () => {
    chmodSync(own('nonce.key'), 0o644);
    chmodSync(own('salesforce-app.key'), 0o640);
    copyFileSync(own('callers.jwks'), own('callers.kept'));
    writeFileSync(own('callers.jwks'), '{"keys":[{"kty":"EC","d":"x"}]}');
    try {
      expect(faults(await look(keys()))).toEqual([
        expect.stringContaining('CANVASBACK_NONCE_KEY'),
        expect.stringMatching(/salesforce-app\.key is open to others \(mode 0640\)/),
        expect.stringMatching(/callers’ keys cannot be used/),
      ]);
    } finally {
      chmodSync(own('nonce.key'), 0o600);
      chmodSync(own('salesforce-app.key'), 0o600);
      copyFileSync(own('callers.kept'), own('callers.jwks'));
    }
  });
});

test('a folder that other users can enter', async () => {
  chmodSync(world.layout.api, 0o755);
  try {
    expect(faults(await look())).toEqual([
      expect.stringMatching(/CANVASBACK_DATA: .* is open to other users/),
    ]);
  } finally {
    chmodSync(world.layout.api, 0o700);
  }
});

test('recorded keys: one that ends, one that waits, one whose file was left', () => {
  const now = Date.parse('2026-11-26');
  const key = (state: string, days: number, more = {}) => ({
    ...{
      api_host: '',
      state,
      fingerprint: state.repeat(8),
      location: '/keys/k',
      ends_at: now + days * 86_400_000,
    },
    ...{ destroyed_at: null, ...more },
  });
  const told = checkRecordedKeys(
    [
      key('in_use', 29),
      key('in_use', 400, { api_host: 'acme.my.salesforce.com' }),
      key('in_use', -3),
      key('next', 700),
      key('retired', 1),
      key('retired', 1, { destroyed_at: 5 }),
      key('prepared', 1),
    ],
    now,
  );
  expect(
    told.map(({ state, what }) => [state, /ends in \d+|ended \d+|waits|not destroyed/.exec(what)?.[0]]),
  ).toEqual([
    ['unknown', 'ends in 29'],
    ['good', 'ends in 400'],
    ['wrong', 'ended 3'],
    ['unknown', 'waits'],
    ['wrong', 'not destroyed'],
  ]);
});
