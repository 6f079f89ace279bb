// Captures are commits on top of the org's history: canonical, attributed, durable, one after another.

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ComponentSource } from '../../../core/component.ts';
import { keepLiveRead } from '../../../server/db/live-reads.ts';
import { type Capture, capture } from '../../../server/history/capture.ts';
import { attachProject } from '../../../server/history/import.ts';
import { bringIndexForward, reindex } from '../../../server/history/indexing.ts';
import { startReading } from '../../../server/history/reading.ts';
import { recordStamps } from '../../../server/history/stamps.ts';
import { findComponent, lastCommitted, readSource } from '../../../server/history/versions.ts';
import { createLog } from '../../../server/log.ts';
import { loseDatabase } from '../../helpers/databases.ts';
import {
  classes,
  classMeta,
  makeFolder,
  makeProject,
  permissionSet,
  permissionSets,
  runGit,
} from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.close());

const ofClass = (text: string, fullName = 'Lead', meta = classMeta()): ComponentSource => ({
  type: 'ApexClass',
  fullName,
  files: [
    { role: 'content', name: `${fullName}.cls`, text },
    { role: 'metadata', name: `${fullName}.cls-meta.xml`, text: meta },
  ],
});

const ofSet = (text: string): ComponentSource => ({
  type: 'PermissionSet',
  fullName: 'Sales',
  files: [{ role: 'metadata', name: 'Sales.permissionset-meta.xml', text }],
});

const captureOf = (source: ComponentSource): Capture => ({
  orgId,
  source,
  author: { userId: '0055g000001AbCd', name: 'Sam Okafor' },
  at: 1_750_000_000_000,
  committer: { id: 'auth0|ada', name: 'Ada King' },
  lane: 'tooling',
  apiVersion: '66.0',
});

const take = (source: ComponentSource, more: Partial<Capture> = {}) =>
  capture(world, { ...captureOf(source), ...more });

const gitDir = () => join(world.data, 'git', `${orgId}.git`);
const inGit = (...args: string[]) => runGit(gitDir(), args);

describe('without a project', () => {
  test('the first capture begins a history that is an SFDX project', async () => {
    const version = await take(ofClass('class Lead {}\n'));
    expect(version).toMatchObject({
      number: 1,
      kind: 'added',
      at: '2025-06-15T15:06:40.000Z',
      author: { name: 'Sam Okafor', certainty: 'certain', evidence: 'Salesforce’s LastModifiedBy' },
      origin: 'captured',
    });
    expect(inGit('ls-tree', '-r', '--name-only', 'main').split('\n')).toEqual([
      `${classes}/Lead.cls`,
      `${classes}/Lead.cls-meta.xml`,
      'sfdx-project.json',
    ]);
    expect(inGit('log', '-1', '--format=%an|%ae|%cn|%ct|%at|%B', 'main')).toBe(
      `0055g000001AbCd|0055g000001AbCd@${orgId}.invalid|Ada King|1800000000|1750000000|Lead: Created\n\nCanvasback-Lane: tooling\nCanvasback-Api-Version: 66.0`,
    );
    expect(inGit('fsck', '--strict')).toBe('');
    expect(inGit('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });

  test('nothing different is no commit', async () => {
    await take(ofClass('class Lead {}\n'));
    expect(await take(ofClass('class Lead {}\n'))).toBeUndefined();
    expect(inGit('rev-list', '--count', 'main')).toBe('1');
    // Forced, and still not one byte differs: the version that has it all already.
    expect(await take(ofClass('class Lead {}\n'), { force: true })).toMatchObject({ number: 1 });
    expect(inGit('rev-list', '--count', 'main')).toBe('1');
  });

  test('only order and spelling different is no commit either', async () => {
    await take(ofSet(permissionSet('Lead.A', 'Lead.B')));
    expect(await take(ofSet(permissionSet('Lead.B', 'Lead.A').replaceAll('    ', '\t')))).toBeUndefined();
  });

  test('what was committed last a moment ago is not read again, unless it no longer is', async () => {
    const lead = { orgId, type: 'ApexClass', fullName: 'Lead' } as const;
    await take(ofClass('class Lead {}\n'));
    const earlier = await lastCommitted(world, lead);
    expect((await lastCommitted(world, lead, earlier))?.source).toBe(earlier?.source);
    const newer = await take(ofClass('class Lead { }\n'));
    const last = await lastCommitted(world, lead, earlier);
    expect(last?.version.revision).toBe(newer?.revision);
    expect(last?.source?.files[0]?.text).toBe('class Lead { }\n');
  });

  test('deletion, then recreation', async () => {
    await take(ofClass('class Lead {}\n'));
    const deleted = await take({ type: 'ApexClass', fullName: 'Lead', files: [] });
    expect(deleted).toMatchObject({ number: 2, kind: 'deleted' });
    expect(inGit('ls-tree', '-r', '--name-only', 'main')).toBe('sfdx-project.json');
    expect(await lastCommitted(world, { orgId, type: 'ApexClass', fullName: 'Lead' })).toMatchObject({
      source: null,
    });
    expect(await take({ type: 'ApexClass', fullName: 'Lead', files: [] })).toBeUndefined();
    expect(await take(ofClass('class Lead {}\n'))).toMatchObject({ number: 3, kind: 'recreated' });
  });

  test('malformed XML is kept as it is', async () => {
    const broken = '<PermissionSet>\n<label>Sales</PermissionSet>';
    const version = await take(ofSet(broken));
    expect(version?.note).toMatch(/line 2/);
    const last = await lastCommitted(world, { orgId, type: 'PermissionSet', fullName: 'Sales' });
    expect(last?.source?.files[0]?.text).toBe(broken);
  });

  test('names and messages cannot forge the commit', async () => {
    await take(ofClass('class Lead {}\n'), {
      author: { userId: '005', name: 'Eve <evil@x> \n\ncommitter Nobody' },
      message: 'why\r\nbecause\u0000\u0007 of data 5\nfrom refs/heads/other',
    });
    expect(inGit('log', '-1', '--format=%an|%ae|%s|%(trailers:key=Canvasback-Lane)', 'main')).toBe(
      `Eve evil@x committer Nobody|005@${orgId}.invalid|why because of data 5 from refs/heads/other|Canvasback-Lane: tooling`,
    );
  });
});

describe('on top of a project', () => {
  test('the file stays where it is, code as given, metadata canonical', async () => {
    const project = makeProject();
    const path = 'force-app/deep/er/permissionsets/Sales.permissionset-meta.xml';
    project.write(path, permissionSet('Lead.B', 'Lead.A'));
    const tip = project.commit('first');
    await attachProject(world, { orgId, dir: project.dir });
    const version = await take(ofSet(permissionSet('Lead.B', 'Lead.A', 'Lead.C').replaceAll('    ', '')));
    expect(version).toMatchObject({ number: 2, kind: 'changed', changes: 1, origin: 'captured' });
    const text = inGit('show', `main:${path}`);
    expect([...text.matchAll(/<field>(.*?)</g)].map(([, field]) => field)).toEqual([
      'Lead.A',
      'Lead.B',
      'Lead.C',
    ]);
    expect(inGit('rev-parse', 'main^')).toBe(tip);
    expect(project.git('log', '--format=%s', '--all')).toBe('first');
    // Nothing of the project was copied.
    expect(inGit('count-objects', '-v')).toMatch(/in-pack: 0/);
  });

  test('a new component goes to the default package directory', async () => {
    const project = makeProject({
      project: '{"packageDirectories":[{"path":"x"},{"path":"./main-app/","default":true}]}',
    });
    project.commit('first');
    await attachProject(world, { orgId, dir: project.dir });
    await take(ofClass('class Lead {}\n'));
    expect((await findComponent(world, { orgId, type: 'ApexClass', fullName: 'Lead' }))?.path).toBe(
      'main-app/main/default/classes/Lead.cls',
    );
  });

  test('what .forceignore leaves out is not captured', async () => {
    const project = makeProject();
    project.write('.forceignore', '**/classes/**\n');
    project.commit('first');
    await attachProject(world, { orgId, dir: project.dir });
    expect(await take(ofClass('class Lead {}\n'))).toBeUndefined();
    await expect(take(ofClass('class Lead {}\n'), { force: true })).rejects.toMatchObject({
      code: 'invalid_request',
      detail: expect.stringMatching(/\.forceignore/),
    });
  });

  test('newer commits of the project follow the captures, and later captures those', async () => {
    const project = makeProject();
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    project.write(`${classes}/Other.cls`, 'class Other {}\n');
    project.commit('p1');
    await attachProject(world, { orgId, dir: project.dir });
    await take(ofClass('class Lead { /* live */ }\n'), { message: 'c1' });
    const kept = await world.rows();
    project.write(`${classes}/Other.cls`, 'class Other { /* p2 */ }\n');
    project.commit('p2');
    project.write(`${permissionSets}/Sales.permissionset-meta.xml`, permissionSet('Lead.A'));
    project.remove(`${classes}/Other.cls`);
    project.commit('p3');
    expect(await attachProject(world, { orgId, dir: project.dir })).toMatchObject({
      commits: 2,
      versions: 3,
    });
    await take(ofClass('class Lead { /* live 2 */ }\n'), { message: 'c2' });
    const messages = async (type: 'ApexClass' | 'PermissionSet', name: string) =>
      (await world.page(type, name)).versions.toReversed().map(({ message }) => message);
    expect(await messages('ApexClass', 'Lead')).toEqual(['p1', 'c1', 'c2']);
    expect(await messages('ApexClass', 'Other')).toEqual(['p1', 'p2', 'p3']);
    expect(await messages('PermissionSet', 'Sales')).toEqual(['p3']);
    expect(inGit('show', `main:${classes}/Lead.cls`)).toBe('class Lead { /* live 2 */ }');
    expect(() => inGit('show', `main:${classes}/Other.cls`)).toThrow();
    const before = await world.rows();
    expect(before).toEqual(expect.arrayContaining(kept.filter((row) => (row as { seq?: number }).seq)));
    await reindex(world, orgId);
    expect(await world.rows()).toEqual(before);
  });

  test('after the project rewrote its history, captures lie on top of the new one', async () => {
    const project = makeProject();
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    const base = project.commit('p1');
    project.write(`${classes}/Other.cls`, 'class Other {}\n');
    project.commit('p2');
    await attachProject(world, { orgId, dir: project.dir });
    const captured = await take(ofClass('class Lead { /* live */ }\n'), { message: 'c1' });
    project.git('reset', '--quiet', '--hard', base);
    project.write(`${classes}/Lead.cls`, 'class Lead { /* rewritten */ }\n');
    project.commit('q2');
    await attachProject(world, { orgId, dir: project.dir });
    const { versions } = await world.page('ApexClass', 'Lead');
    expect(versions.map(({ message }) => message)).toEqual(['c1', 'q2', 'p1']);
    expect(versions[0]?.revision).toBe(captured?.revision);
    expect((await world.page('ApexClass', 'Other')).total).toBe(0);
    expect(await attachProject(world, { orgId, dir: project.dir })).toMatchObject({ commits: 0 });
    expect(await take(ofClass('class Lead { /* more */ }\n'), { message: 'c2' })).toMatchObject({
      number: 4,
    });
    const before = await world.rows();
    await reindex(world, orgId);
    expect(await world.rows()).toEqual(before);
  });
});

describe('at once', () => {
  test('captures of one process wait for each other', async () => {
    const versions = await Promise.all(
      Array.from({ length: 12 }, (_, index) => take(ofClass(`class Lead { /* ${index} */ }\n`))),
    );
    expect(versions.map((version) => version?.number)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
  });

  test('two processes lose nothing of each other', async () => {
    const count = Number(process.env.SOAK_CAPTURES ?? 6);
    const writers = [startWriter(world, 'One', count), startWriter(world, 'Two', count)];
    const acknowledged = (await Promise.all(writers.map((writer) => writer.ended))).flat();
    expect(acknowledged).toHaveLength(2 * count);
    expect(inGit('rev-list', '--count', 'main')).toBe(String(2 * count));
    await expectWhole(acknowledged);
  });

  /** `npm run soak` asks for 200. */
  const kills = Number(process.env.SOAK_KILLS ?? 3);

  test('a writer that is killed leaves every acknowledged version, whole', {
    timeout: 60_000 + kills * 3_000,
  }, async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < kills; round += 1) {
      const writer = startWriter(world, `Round${round}`, 1000);
      let gone = false;
      void writer.ended.then(() => {
        gone = true;
      });
      while (writer.acknowledged.length === 0 && !gone) await sleep(5);
      expect(gone, 'the writer after a kill failed').toBe(false);
      await sleep(20 + (round % 12) * 37);
      writer.kill();
      acknowledged.push(...(await writer.ended));
      ageLock();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(kills);
    await expectWhole(acknowledged);
  });

  test('what was committed and not indexed appears at the next start', async () => {
    await take(ofClass('class Lead {}\n'));
    await take(ofClass('class Lead { /* 2 */ }\n'));
    const before = await world.rows();
    await world.db.deleteFrom('versions').where('seq', '=', 2).execute();
    await world.db
      .updateTable('history_sources')
      .set({ indexed_tip: inGit('rev-parse', 'main^') })
      .execute();
    await world.close();
    world = await makeWorld(world.data);
    expect(await readAll()).toEqual([]);
    expect(await world.rows()).toEqual(before);
  });

  test('an index that was lost is made again from git', async () => {
    const project = makeProject();
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    project.commit('p1');
    await attachProject(world, { orgId, dir: project.dir });
    await take(ofClass('class Lead { /* live */ }\n'));
    const before = await world.rows();
    await world.close();
    await loseDatabase(world.database);
    world = await makeWorld(world.data);
    expect(await readAll()).toEqual([]);
    // All but the names, which git does not have: Salesforce tells them again.
    expect((await world.page('ApexClass', 'Lead')).versions.map(({ author }) => author.name)).toEqual([
      'User 0055g000001AbCd',
      'Ada King',
    ]);
    await recordStamps(world, orgId, [
      {
        ...{ type: 'ApexClass', fullName: 'Elsewhere', lastModifiedAt: 1 },
        ...{ lastModifiedById: '0055g000001AbCd', lastModifiedByName: 'Sam Okafor' },
      },
    ]);
    const rows = (await world.rows()) as { full_name?: string }[];
    expect(rows.filter((row) => row.full_name !== 'Elsewhere')).toEqual(before);
  });
});

/** What a start does; gives the lines it logged. */
async function readAll(): Promise<string[]> {
  const lines: string[] = [];
  const log = createLog({ destination: { write: (line: string) => void lines.push(line) } });
  await (await startReading(world, log)).finished;
  return lines;
}

interface Writer {
  readonly acknowledged: string[];
  readonly ended: Promise<string[]>;
  kill(): void;
}

/** Another process that captures `name` again and again, and prints each revision it was given. */
function startWriter({ data, database }: World, name: string, count: number): Writer {
  const program = fileURLToPath(new URL('writer.ts', import.meta.url));
  const child = spawn(process.execPath, [program, data, database, orgId, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let printed = '';
  const acknowledged: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    acknowledged.splice(0, acknowledged.length, ...printed.split('\n').slice(0, -1));
  });
  const ended = new Promise<string[]>((resolve) => child.once('close', () => resolve(acknowledged)));
  // The whole group: git's processes die with it, in the middle of what they do.
  const kill = () => process.kill(-(child.pid ?? 0), 'SIGKILL');
  return { acknowledged, ended, kill };
}

/** What git holds while it moves the branch. */
const locks = ['refs/heads/main.lock', 'HEAD.lock'];

/** As if time had gone by since a git was killed. */
function ageLock(): void {
  for (const name of locks) {
    const lock = join(gitDir(), name);
    if (existsSync(lock)) utimesSync(lock, 0, 0);
  }
}

/** All of them are there, git is sound, and the index says exactly what git says. */
async function expectWhole(revisions: readonly string[]): Promise<void> {
  await bringIndexForward(world, orgId);
  const rows = await world.rows();
  const known = new Set(rows.map((row) => (row as { commit_id?: string }).commit_id));
  expect(revisions.filter((revision) => !known.has(revision))).toEqual([]);
  expect(inGit('fsck', '--strict', '--no-dangling')).toBe('');
  await reindex(world, orgId);
  expect(await world.rows()).toEqual(rows);
  expect(await take(ofClass('class After {}\n', 'After'))).toMatchObject({ number: 1 });
}

describe('failures', () => {
  test('a full disk says so, and nothing half remains', async () => {
    const fake = join(makeFolder(), 'git');
    writeFileSync(
      fake,
      '#!/bin/sh\ncase "$*" in *fast-import*) echo "fatal: write error: No space left on device" >&2; exit 128;; esac\nexec git "$@"\n',
    );
    chmodSync(fake, 0o755);
    await take(ofClass('class Lead {}\n'));
    const full = await makeWorld(world.data, fake);
    const attempt = capture(full, captureOf(ofClass('class Lead { /* 2 */ }\n')));
    await expect(attempt).rejects.toMatchObject({ code: 'storage_full' });
    await full.close();
    expect(await take(ofClass('class Lead { /* 2 */ }\n'))).toMatchObject({ number: 2 });
  });

  test('a project that was moved away leaves the list, and takes contents and captures until it is back', async () => {
    const project = makeProject();
    project.write(`${classes}/Lead.cls`, 'class Lead {}\n');
    const tip = project.commit('p1');
    await attachProject(world, { orgId, dir: project.dir });
    renameSync(project.dir, `${project.dir}-moved`);
    await world.close();
    world = await makeWorld(world.data);
    expect(await readAll()).toEqual([]);
    expect(await world.story('ApexClass', 'Lead')).toHaveLength(1);
    const of = { orgId, type: 'ApexClass', fullName: 'Lead', revision: tip } as const;
    await expect(readSource(world, of)).rejects.toMatchObject({ code: 'version_unavailable' });
    await expect(take(ofClass('class Lead { /* live */ }\n'))).rejects.toMatchObject({
      code: 'internal',
      detail: expect.stringMatching(/still in its place/),
    });
    // Something left to index, and no project to read it from: the others go on.
    await world.db.updateTable('history_sources').set({ indexed_tip: null }).execute();
    expect(await readAll()).toEqual([expect.stringMatching(/history not indexed/)]);
    await attachProject(world, { orgId, dir: `${project.dir}-moved`, anew: true });
    expect((await readSource(world, of)).files).toHaveLength(1);
    expect(await take(ofClass('class Lead { /* live */ }\n'))).toMatchObject({ number: 2 });
  });

  test.each(locks)('%s left by a killed git is taken away once it is old', async (lock) => {
    await take(ofClass('class Lead {}\n'));
    writeFileSync(join(gitDir(), lock), '');
    ageLock();
    expect(await take(ofClass('class Lead { /* 2 */ }\n'))).toMatchObject({ number: 2 });
  });

  test('objects and ref reach the disk before a capture is acknowledged', async () => {
    const trace = join(makeFolder(), 'trace.json');
    const traced = join(makeFolder(), 'git');
    writeFileSync(traced, `#!/bin/sh\nexport GIT_TRACE2_EVENT='${trace}'\nexec git "$@"\n`);
    chmodSync(traced, 0o755);
    await take(ofClass('class Lead {}\n'));
    const watched = await makeWorld(world.data, traced);
    await capture(watched, captureOf(ofClass('class Lead { /* 2 */ }\n')));
    await watched.close();
    const events = readFileSync(trace, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const nameOf = new Map(
      events.filter(({ event }) => event === 'cmd_name').map(({ sid, name }) => [sid, name]),
    );
    const flushed = new Map(
      events
        .filter(({ key }) => key === 'fsync/hardware-flush')
        .map(({ sid, value }) => [nameOf.get(sid), Number(value)]),
    );
    // The changed file, its three folders and the root above them, the commit.
    expect(flushed.get('unpack-objects')).toBeGreaterThanOrEqual(6);
    expect(flushed.get('update-ref')).toBeGreaterThanOrEqual(1);
  });
});

test('live readings are read by whoever made them, until they expire', async () => {
  const source = ofClass('class Lead { /* live */ }\n');
  await keepLiveRead(world.db, {
    id: 'compare12345',
    orgId,
    subject: 'auth0|ada',
    ...source,
    meta: {
      id: '01p',
      savedBy: { userId: '005', name: 'Sam' },
      savedAt: 1,
      lane: 'tooling',
      apiVersion: '66.0',
      identical: false,
    },
    createdAt: world.now(),
  });
  const of = { orgId, type: 'ApexClass', fullName: 'Lead', revision: 'live:compare12345' } as const;
  expect(await readSource(world, { ...of, subject: 'auth0|ada' })).toEqual(source);
  for (const wrong of [
    { ...of, subject: 'auth0|sam' },
    of,
    { ...of, subject: 'auth0|ada', fullName: 'Other' },
  ]) {
    await expect(readSource(world, wrong)).rejects.toMatchObject({ code: 'compare_expired' });
  }
  const later = { ...world, now: () => world.now() + 15 * 60_000 };
  await expect(readSource(later, { ...of, subject: 'auth0|ada' })).rejects.toMatchObject({
    code: 'compare_expired',
  });
});

test('stamps make a component known by its id, without a version', async () => {
  const stamp = {
    type: 'Flow' as const,
    fullName: 'Onboarding',
    id: '3005g000000AbCdAAK',
    lastModifiedAt: 5,
    lastModifiedById: '005',
    lastModifiedByName: 'Ada King',
  };
  await recordStamps(world, orgId, [stamp]);
  const found = await findComponent(world, { orgId, type: 'Flow', id: '3005g000000AbCd' });
  expect(found).toEqual({
    type: 'Flow',
    fullName: 'Onboarding',
    id: '3005g000000AbCdAAK',
    versions: 0,
    state: 'unknown',
  });
  expect(await findComponent(world, { orgId, type: 'Flow', id: '3005g000000AbCD' })).toBeUndefined();
});
