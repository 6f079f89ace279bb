// Settings are checked at the start, and a wrong one is named.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../../server/config.ts';
import { readWorkerConfig } from '../../../server/worker-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'canvasback-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const key = join(folder, 'key');
writeFileSync(key, 'x', { mode: 0o600 });

const good = {
  CANVASBACK_DATA: folder,
  CANVASBACK_PUBLIC_ORIGIN: 'https://api.canvasback.test',
  CANVASBACK_LISTEN: '127.0.0.1:7783',
  CANVASBACK_AUTH0_ISSUER: 'https://canvasback-dev.eu.auth0.com/',
  CANVASBACK_AUTH0_AUDIENCE: 'https://api.canvasback.test',
  CANVASBACK_EXTENSION_IDS: 'blaklhebcmppkaocbpggkjpamibbphpn',
  CANVASBACK_REDIRECTS: 'https://blaklhebcmppkaocbpggkjpamibbphpn.chromiumapp.org/salesforce',
  CANVASBACK_SALESFORCE_CLIENT_ID: '3MVG9x',
  CANVASBACK_DELEGATION_SOCKET: join(folder, 'delegation.sock'),
  CANVASBACK_CALLER_KEY: key,
  CANVASBACK_NONCE_KEY: key,
};

test('a full set of settings is read', () => {
  expect(readConfig({ ...good, CANVASBACK_ENV: 'development' })).toMatchObject({
    env: 'development',
    listen: { host: '127.0.0.1', port: 7783 },
    trustedProxies: [],
    logLevel: 'info',
    extensionIds: ['blaklhebcmppkaocbpggkjpamibbphpn'],
    redirects: ['https://blaklhebcmppkaocbpggkjpamibbphpn.chromiumapp.org/salesforce'],
  });
});

test('without a word it is production', () => {
  expect(readConfig(good).env).toBe('production');
});

describe('each setting that is needed', () => {
  test.each(Object.keys(good))('%s is named when missing or blank', (name) => {
    expect(() => readConfig({ ...good, [name]: undefined })).toThrow(`${name} is not set.`);
    expect(() => readConfig({ ...good, [name]: '  ' })).toThrow(`${name} is not set.`);
  });
});

test.each([
  ['CANVASBACK_SALESFORCE_PROXY', 'http://127.0.0.1:7780', 'for development only'],
  ['CANVASBACK_ENV', 'staging', 'must be development or production'],
  ['CANVASBACK_PUBLIC_ORIGIN', 'http://api.canvasback.test', 'must be an https address'],
  ['CANVASBACK_PUBLIC_ORIGIN', 'https://api.canvasback.test/v1', 'must be an origin alone'],
  ['CANVASBACK_PUBLIC_ORIGIN', 'nowhere', 'must be an https address'],
  ['CANVASBACK_AUTH0_ISSUER', 'https://canvasback-dev.eu.auth0.com', 'trailing slash'],
  ['CANVASBACK_EXTENSION_IDS', 'not-an-id', 'extension ids'],
  ['CANVASBACK_EXTENSION_IDS', 'extension@canvasback.example, *', 'extension ids'],
  ['CANVASBACK_EXTENSION_IDS', ',', 'lists nothing'],
  ['CANVASBACK_REDIRECTS', 'http://x.chromiumapp.org/', 'must be an https address'],
  ['CANVASBACK_CALLER_KEY', '/nowhere/api.jwk', 'missing or unreadable'],
  ['CANVASBACK_NONCE_KEY', folder, 'not a file'],
  ['CANVASBACK_LOG_LEVEL', 'loud', 'must be one of'],
  ['CANVASBACK_TRUSTED_PROXIES', 'proxy.example', 'addresses or networks'],
  ['CANVASBACK_LISTEN', '7783', 'address:port'],
  ['CANVASBACK_LISTEN', '127.0.0.1:77777', 'address:port'],
  ['CANVASBACK_LISTEN', 'api.example:7783', 'address:port'],
])('%s=%s is refused', (name, value, words) => {
  const read = () => readConfig({ ...good, [name]: value });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(new RegExp(`^${name} .*${words}`));
});

describe('where it listens', () => {
  const tls = { CANVASBACK_TLS_CERT: key, CANVASBACK_TLS_KEY: key };
  const listen = (address: string, more = {}) =>
    readConfig({ ...good, CANVASBACK_LISTEN: address, ...more }).listen;

  test.each(['127.0.0.1:0', 'localhost:80', '[::1]:80', '127.8.8.8:80'])(
    '%s needs no certificate',
    (address) => {
      expect(listen(address).port).toBe(Number(address.split(':').at(-1)));
    },
  );

  test.each(['10.0.0.5:443', '192.168.1.2:443', '172.31.0.1:443', '[fd00::1]:443'])(
    '%s is private: only with a certificate',
    (address) => {
      expect(() => listen(address)).toThrow('CANVASBACK_TLS_CERT');
      expect(listen(address, tls).port).toBe(443);
    },
  );

  test.each(['0.0.0.0:443', '[::]:443', '198.51.100.7:443', '172.32.0.1:443', '[2001:db8::1]:443'])(
    '%s is public: refused unless a setting says so',
    (address) => {
      expect(() => listen(address, tls)).toThrow('CANVASBACK_ALLOW_PUBLIC_LISTEN=yes');
      expect(listen(address, { ...tls, CANVASBACK_ALLOW_PUBLIC_LISTEN: 'yes' }).port).toBe(443);
      expect(() => listen(address, { CANVASBACK_ALLOW_PUBLIC_LISTEN: 'yes' })).toThrow('CANVASBACK_TLS_CERT');
    },
  );

  test('a certificate without its key is refused', () => {
    expect(() => readConfig({ ...good, CANVASBACK_TLS_CERT: key })).toThrow('CANVASBACK_TLS_KEY is not set.');
  });
});

const worker = {
  CANVASBACK_DATA: folder,
  CANVASBACK_DELEGATION_SOCKET: join(folder, 'delegation.sock'),
  CANVASBACK_WORKER_KEY: key,
};

describe('the worker’s settings', () => {
  test.each(Object.keys(worker))('%s is named when missing', (name) => {
    const env = { ...worker, CANVASBACK_ENV: 'development', [name]: undefined };
    expect(() => readWorkerConfig(env)).toThrow(`${name} is not set.`);
  });

  test('in production need a user of its own', () => {
    expect(() => readWorkerConfig(worker, 1000)).toThrow('CANVASBACK_API_UID must be the numeric user id');
    expect(() => readWorkerConfig({ ...worker, CANVASBACK_API_UID: '1000' }, 1000)).toThrow(
      'CANVASBACK_API_UID is 1000, the user of this process',
    );
    expect(readWorkerConfig({ ...worker, CANVASBACK_API_UID: '1001' }, 1000)).toMatchObject({
      env: 'production',
      workerKey: key,
    });
    expect(readWorkerConfig({ ...worker, CANVASBACK_ENV: 'development' }, 1000).env).toBe('development');
  });

  test('say where its calls leave from, and how often logins are compared', () => {
    const read = (more: Record<string, string>) =>
      readWorkerConfig({ ...worker, CANVASBACK_ENV: 'development', ...more });
    const usual = read({});
    expect([usual.egress, usual.otherInstallations, usual.reconcileEveryMs]).toEqual([
      ...[undefined, undefined, 900_000],
    ]);
    const said = read({
      CANVASBACK_EGRESS_ADDRESSES: '203.0.113.0/29, 2001:db8::/48',
      CANVASBACK_OTHER_INSTALLATIONS: '192.0.2.1',
      CANVASBACK_RECONCILE_MINUTES: '5',
    });
    expect([said.egress?.has('203.0.113.6'), said.egress?.has('203.0.113.9')]).toEqual([true, false]);
    expect([said.otherInstallations?.has('192.0.2.1'), said.reconcileEveryMs]).toEqual([true, 300_000]);
  });

  test.each([
    [
      'CANVASBACK_EGRESS_ADDRESSES',
      'acme.example',
      /must list addresses or networks.*acme\.example is neither/,
    ],
    ['CANVASBACK_EGRESS_ADDRESSES', '0.0.0.0/0', /every address there is/],
    ['CANVASBACK_OTHER_INSTALLATIONS', '10.0.0.0/99', /up to 32/],
    ['CANVASBACK_RECONCILE_MINUTES', '0', /from 1 to 60/],
    ['CANVASBACK_RECONCILE_MINUTES', 'often', /from 1 to 60/],
  ])('%s is refused as %s', (name, value, words) => {
    expect(() => readWorkerConfig({ ...worker, CANVASBACK_ENV: 'development', [name]: value })).toThrow(
      words,
    );
  });

  test('hold its key, which nobody else can read, and the API’s do not', () => {
    const open = join(folder, 'open');
    writeFileSync(open, 'x');
    chmodSync(open, 0o640);
    const env = { ...worker, CANVASBACK_API_UID: '1', CANVASBACK_WORKER_KEY: open };
    expect(() => readWorkerConfig(env, 2)).toThrow(/open to others \(mode 0640\)\. Run: chmod 600/);
    expect(() => readConfig({ ...good, CANVASBACK_CALLER_KEY: open })).toThrow(/open to others/);
    expect(() => readConfig({ ...good, CANVASBACK_WORKER_KEY: key })).toThrow('is the worker’s alone');
  });
});
