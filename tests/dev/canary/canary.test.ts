// The canary search finds a secret planted in each place the product writes to, and nothing where there is none.

import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { exportJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSecrets, type SecretKind } from '../../../dev/canary/secrets.ts';
import { placesOf, scan } from '../../../dev/canary.ts';
import { readWholePage } from '../../../dev/smoke/journey.ts';
import { type Layout, layOut } from '../../../dev/world/layout.ts';
import { openTestBrowser, type TestBrowser } from '../../helpers/browser.ts';
import { type StandIns, startStandIns } from '../../helpers/world.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const sign = (header: object, claims: object) =>
  new SignJWT({ iat: 1, exp: 2, ...claims })
    .setProtectedHeader({ alg: 'RS256', ...header })
    .sign(rsa.privateKey);
const secrets = {} as Record<SecretKind, string>;
let dir: string;
let layout: Layout;

beforeAll(async () => {
  secrets['Salesforce token'] = `00D5g000004XyZa!AQE${'aB3.x_9Z'.repeat(10)}`;
  secrets['client assertion'] = await sign(
    {},
    { iss: '3MVG9', sub: 'ada', aud: 'https://login.salesforce.com' },
  );
  secrets['Auth0 access token'] = await sign(
    { typ: 'at+jwt' },
    { iss: 'https://t.eu.auth0.com/', sub: 'auth0|a' },
  );
  secrets['Auth0 id token'] = await sign({}, { iss: 'https://t.eu.auth0.com/', sub: 'auth0|a' });
  secrets['private key'] = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
});
const kinds: SecretKind[] = [
  'Salesforce token',
  'client assertion',
  'Auth0 access token',
  'Auth0 id token',
  'private key',
];
const found = () => scan(placesOf(layout, join(dir, 'browser'))).findings;

describe('a secret', () => {
  test.each(kinds)('%s is known by its form, among other words', (kind) => {
    expect(findSecrets(`before "${secrets[kind]}" after`)).toMatchObject([{ kind }]);
  });

  test('private keys are known as JWK and inside JSON too', async () => {
    const jwk = JSON.stringify(await exportJWK(rsa.privateKey));
    expect(findSecrets(jwk)).toMatchObject([{ kind: 'private key' }]);
    expect(findSecrets(JSON.stringify({ jwk }))).toMatchObject([{ kind: 'private key' }]);
    expect(findSecrets(JSON.stringify({ pem: secrets['private key'] }))).toMatchObject([
      { kind: 'private key' },
    ]);
  });

  test('is never repeated whole in what is told about it', () => {
    for (const kind of kinds) expect(findSecrets(secrets[kind])[0]?.hint.length).toBeLessThan(70);
  });

  test.each([
    ['an org id', '00D5g000004XyZaEAK'],
    ['a public key', rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['a thumbprint', '{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}'],
  ])('is not seen in %s', (_, text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  test('is not seen in a proof of possession', async () => {
    expect(findSecrets(await sign({ typ: 'dpop+jwt' }, { htm: 'GET', htu: 'https://a.example/' }))).toEqual(
      [],
    );
  });
});

describe('on disk', () => {
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'canvasback-canary-'));
    layout = layOut(dir);
    for (const folder of [layout.logs, layout.api, layout.delegation]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(layout.logs, 'api.log'), '{"msg":"listening"}\n');
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  test('nothing is found where nothing was planted, and every place was read', () => {
    const { findings, searched } = scan(placesOf(layout, layout.logs));
    expect(findings).toEqual([]);
    expect(searched.get('logs')).toMatchObject({ readings: 1 });
  });

  test.each(kinds)('%s is found in a log', (kind) => {
    const file = join(layout.logs, 'planted.log');
    writeFileSync(file, `{"msg":"answered","header":${JSON.stringify(secrets[kind])}}\n`);
    expect(found()).toMatchObject([{ place: 'logs', where: file, kind }]);
    rmSync(file);
  });

  test.each(['api', 'delegation'] as const)(
    'a token is found in the database of %s, even over page borders',
    (part) => {
      const file = join(layout[part], 'planted.sqlite');
      const database = new DatabaseSync(file);
      database.exec('PRAGMA page_size = 512; CREATE TABLE t (id INTEGER, note TEXT)');
      database
        .prepare('INSERT INTO t VALUES (1, ?)')
        .run(`${'x'.repeat(300)} ${secrets['Auth0 access token']}`);
      database.close();
      expect(found()).toContainEqual(
        expect.objectContaining({ kind: 'Auth0 access token', where: `${file} (t.note)` }),
      );
      rmSync(file);
    },
  );

  test('a token is found in git, loose and packed, reachable or not', () => {
    const repository = join(layout.api, 'git', '00D.git');
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', stdio: 'pipe' });
    execFileSync('git', ['init', '-q', '--bare', repository]);
    const plant = (text: string) =>
      execFileSync('git', ['-C', repository, 'hash-object', '-w', '--stdin'], { input: text })
        .toString()
        .trim();
    const id = plant(`public class A { String s = '${secrets['Salesforce token']}'; }`);
    const loose = found();
    expect(loose).toMatchObject([{ kind: 'Salesforce token', where: `${repository} (object ${id})` }]);
    plant('more');
    execFileSync('git', ['-C', repository, 'pack-objects', '-q', join(repository, 'objects/pack/pack')], {
      input: `${id}\n`,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    git('prune-packed');
    expect(git('count-objects', '-v')).toContain('in-pack: 1');
    expect(found()).toEqual(loose);
    rmSync(repository, { recursive: true });
  });

  test('a token is found in what a crash prints, in a report of it and in a heap snapshot', () => {
    const folder = join(layout.logs, 'crash');
    mkdirSync(folder);
    const token = JSON.stringify(secrets['Salesforce token']);
    const crash = (options: string[], script: string) => {
      const run = spawnSync(process.execPath, [...options, '-e', script], { cwd: folder, encoding: 'utf8' });
      writeFileSync(join(folder, 'stderr.txt'), run.stderr);
    };
    const kept = () => {
      const findings = found().filter(({ kind }) => kind === 'Salesforce token');
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      return findings.map(({ where }) => where.slice(folder.length + 1));
    };
    crash([], `throw new Error('no luck with ' + ${token})`);
    expect(kept()).toEqual(['stderr.txt']);
    crash(['--report-uncaught-exception'], `throw new Error('no luck with ' + ${token})`);
    expect(kept()).toContainEqual(expect.stringMatching(/^report\..*\.json$/));
    crash([], `globalThis.kept = ${token} + ''; require('node:v8').writeHeapSnapshot('all.heapsnapshot')`);
    expect(kept()).toEqual(['all.heapsnapshot']);
    crash([], `require('node:v8').writeHeapSnapshot('all.heapsnapshot')`);
    expect(kept()).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('a token kept as UTF-16 is found', () => {
    const file = join(layout.logs, 'wide.bin');
    writeFileSync(file, 'x');
    appendFileSync(file, Buffer.from(secrets['client assertion'], 'utf16le'));
    expect(found()).toMatchObject([{ kind: 'client assertion' }]);
    rmSync(file);
  });
});

describe('in a browser', () => {
  let standIns: StandIns;
  let profile: string;
  const quote = (kind: SecretKind) => JSON.stringify(secrets[kind]);
  const open = (): Promise<TestBrowser> => openTestBrowser(standIns, { profile });

  beforeAll(async () => {
    standIns = await startStandIns();
    profile = join(standIns.dataDir, 'profile');
  });
  afterAll(() => standIns.stop());

  test('tokens are found in extension storage, plain and packed, in IndexedDB and in local storage', async () => {
    const first = await open();
    const worker = await first.worker();
    await worker.evaluate(`chrome.storage.local.set({ planted: ${quote('Auth0 access token')} })`);
    const page = await first.open('options');
    await page.evaluate(`localStorage.setItem('planted', ${quote('client assertion')})`);
    await page.evaluate(`new Promise((resolve) => {
      const request = indexedDB.open('planted', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('s');
      request.onsuccess = () => {
        const change = request.result.transaction('s', 'readwrite', { durability: 'strict' });
        change.objectStore('s').put(${quote('Salesforce token')}, 'k');
        change.oncomplete = () => resolve();
      };
    })`);
    await first.close();
    const folder = (name: string) => scan([{ name, folder: join(profile, 'Default', name) }]).findings;
    expect(folder('Local Extension Settings')).toContainEqual(
      expect.objectContaining({ kind: 'Auth0 access token' }),
    );
    expect(folder('Local Storage')).toContainEqual(expect.objectContaining({ kind: 'client assertion' }));
    expect(folder('IndexedDB')).toContainEqual(expect.objectContaining({ kind: 'Salesforce token' }));

    // A log that grew too long is moved into compressed tables.
    const second = await open();
    for (const name of ['one', 'two']) {
      const fill = `chrome.storage.local.set({ ${name}: 'filler '.repeat(600_000) })`;
      await (await second.worker()).evaluate(fill);
    }
    await second.close();
    expect(folder('Local Extension Settings')).toContainEqual(
      expect.objectContaining({ where: expect.stringMatching(/\.ldb \(unpacked\)/) }),
    );
  });

  test('a token is found in a page, in closed shadow roots and attributes', async () => {
    const browser = await open();
    const page = await browser.open('options');
    const plant = (kind: SecretKind, into: string) =>
      page.evaluate(
        `{ const host = document.body.appendChild(document.createElement('div')); ${into}${quote(kind)}); }`,
      );
    await plant('Salesforce token', "host.attachShadow({ mode: 'closed' }).append(");
    await plant('client assertion', "host.setAttribute('data-planted', ");
    const text = await readWholePage(page);
    await browser.close();
    const planted = scan([{ name: 'page', text }]).findings.map(({ kind }) => kind);
    expect(planted.sort()).toEqual(['Salesforce token', 'client assertion']);
  });
});
