// The files that production is made of: base image by digest or not at all, no package's script, no root, no core dump, nothing that is not there.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** What runs, and what it is started by. */
const services = new Map([
  ['api', 'server/main.ts'],
  ['worker', 'server/worker.ts'],
  ['delegation', 'server/delegation/main.ts'],
]);
const mains = [...services.values()];

describe('the image', () => {
  const dockerfile = read('deploy/image/Dockerfile');
  const steps = dockerfile
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));
  const of = (word: string) => steps.filter((step) => step.startsWith(`${word} `));

  test('has one base, given by who builds it: a build without one fails', () => {
    expect(of('FROM').map((step) => step.replace(/[${}]/g, ''))).toEqual([
      'FROM BASE_IMAGE AS packages',
      'FROM BASE_IMAGE',
    ]);
    expect(steps[0]).toBe('ARG BASE_IMAGE');
  });

  test('takes packages as they are locked, and runs none of their scripts', () => {
    const installs = of('RUN').filter((step) => /\bnpm (?:ci|i|install)\b/.test(step));
    expect(installs).toHaveLength(1);
    expect(installs[0]).toContain('npm ci --omit=dev --omit=optional --ignore-scripts');
    expect(steps.join('\n')).not.toMatch(/curl|wget|^ADD |\bnpx \w/m);
  });

  test('copies what is in the checkout, and all that a service imports', () => {
    const copied = of('COPY')
      .filter((step) => !step.includes('--from='))
      .flatMap((step) => step.split(/\s+/).slice(1, -1));
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    for (const room of ['core', 'contract', 'server', 'cli', 'package.json']) expect(copied).toContain(room);
    expect(copied).not.toContain('.');
  });

  test('runs as a user who is not root', () => {
    expect(of('USER')).toEqual(['USER 10001:10020']);
    const users = [...dockerfile.matchAll(/useradd --uid (\d+) --gid (\d+)/g)].map(([, uid]) => uid);
    expect(new Set(users).size).toBe(3);
  });
});

describe('building it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'canvasback-image-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const check = (base: string, dirty = false) => {
    const checkout = mkdtempSync(join(folder, 'checkout-'));
    const git = (...args: string[]) =>
      spawnSync('git', ['-C', checkout, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    spawnSync('mkdir', ['-p', join(checkout, 'deploy/image')]);
    writeFileSync(join(checkout, 'deploy/image/build.sh'), read('deploy/image/build.sh'), { mode: 0o755 });
    writeFileSync(join(checkout, 'deploy/image/base-image'), `${base}\n`);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'x');
    if (dirty) writeFileSync(join(checkout, 'more'), '');
    return spawnSync('bash', ['deploy/image/build.sh', '--check'], { cwd: checkout, encoding: 'utf8' });
  };

  test.each([
    'docker.io/library/node:24-bookworm-slim',
    'docker.io/library/node:24-bookworm-slim@sha256:NOT-PINNED-YET',
    `docker.io/library/node@sha256:${'a'.repeat(63)}`,
    `node@sha256:${'a'.repeat(64)} --privileged`,
    '',
  ])('is refused from %j, with what to do', (base) => {
    const { status, stderr } = check(base);
    expect(status).toBe(1);
    expect(stderr).toMatch(/does not name an image by digest.*\n.*imagetools inspect|imagetools inspect/s);
  });

  test('is allowed from a digest, and refused with changes that no commit holds', () => {
    const pinned = `docker.io/library/node:24-bookworm-slim@sha256:${'a'.repeat(64)}`;
    expect(check(pinned)).toMatchObject({ status: 0, stderr: '' });
    expect(check(pinned, true).stderr).toMatch(/changes that no commit holds/);
  });

  test('the base in the checkout is a digest, or the page beside it says that there is none yet', () => {
    const pinned = /@sha256:[0-9a-f]{64}\n$/.test(read('deploy/image/base-image'));
    expect(read('deploy/image/README.md').includes('**Not pinned yet**')).toBe(!pinned);
  });
});

describe('the compose file', () => {
  const text = read('deploy/image/compose.yaml').replaceAll('"', "'");
  const blocks = new Map(
    text
      .slice(text.indexOf('\nservices:'), text.indexOf('\nvolumes:'))
      .split(/\n(?= {2}[a-z]+:\n)/)
      .slice(1)
      .map((block) => [/^ {2}([a-z]+):/.exec(block)?.[1] ?? '', block]),
  );

  test('hardens all of them alike', () => {
    const shared = text.slice(text.indexOf('x-hardened:'), text.indexOf('\nservices:'));
    for (const line of [
      'read_only: true',
      'cap_drop: [ALL]',
      "security_opt: ['no-new-privileges:true']",
      'core: 0',
      'image: ${IMAGE:?',
    ]) {
      expect(shared).toContain(line);
    }
    expect([...blocks.keys()].sort()).toEqual([...services.keys()].sort());
    for (const [name, block] of blocks) expect(block, name).toContain('<<: *hardened');
    expect(text).not.toMatch(/privileged|cap_add|network_mode|pid: host|docker\.sock/);
  });

  test('gives each a user of its own, none of them root, and each a main of ours', () => {
    const users = [...blocks.values()].map((block) => /user: '(\d+):\d+'/.exec(block)?.[1]);
    expect(new Set(users).size).toBe(services.size);
    expect(users.every((user) => Number(user) > 1000)).toBe(true);
    const commands = [...blocks.values()].map((block) => /command: \['([^']+)'\]/.exec(block)?.[1] ?? '');
    expect([...commands].sort()).toEqual([...mains].sort());
  });

  test('shows the network nothing but the API, on the loopback', () => {
    expect([...text.matchAll(/ports: (.*)/g)].map(([, ports]) => ports)).toEqual(["['127.0.0.1:7783:7783']"]);
    expect(blocks.get('api')).not.toContain('delegation-data');
  });
});

describe.each([...services])('the unit of %s', (name, wantedMain) => {
  const unit = read(`deploy/systemd/canvasback-${name}.service`);
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1];

  test('has its own user, no core dump and no privilege', () => {
    expect(value('User')).toBe(`canvasback-${name}`);
    const wanted = {
      LimitCORE: '0',
      NoNewPrivileges: 'yes',
      CapabilityBoundingSet: '',
      ProtectSystem: 'strict',
      ProtectHome: 'yes',
      PrivateTmp: 'yes',
    };
    for (const [key, wish] of Object.entries(wanted)) expect(value(key), key).toBe(wish);
    // What the compiler of JavaScript needs, and nothing else, is left out.
    expect(unit).not.toContain('MemoryDenyWriteExecute');
  });

  test('starts a main of ours, whose signal opens no inspector', () => {
    expect(value('ExecStart')).toBe(`/usr/bin/node --disable-sigusr1 ${wantedMain}`);
  });
});

test('the mains exist', () => {
  expect(mains.filter((main) => !existsSync(join(root, main)))).toEqual([]);
});
