// A real disk that is full, in the middle of an import, a capture, a plain row: said in words, nothing lost, on again after.

import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordAdminEntry } from '../../../../server/db/admin-log.ts';
import { describeError } from '../../../../server/errors.ts';
import { type Capture, capture } from '../../../../server/history/capture.ts';
import { attachProject } from '../../../../server/history/import.ts';
import { purge } from '../../../../server/history/purge/purge.ts';
import { findComponent, lastCommitted, readSource } from '../../../../server/history/versions.ts';
import { mountSmallDisk } from '../../../helpers/small-disk.ts';
import { makeFolder, makeProject, permissionSet, permissionSets } from '../../history/git-project.ts';
import { placesOf } from '../../history/purge-world.ts';
import { makeWorld, orgId, type World } from '../../history/world.ts';

const folder = makeFolder();
const disk = mountSmallDisk(folder, { bytes: 12 * 1024 * 1024 });
const { whyNot, fill, makeRoom } = disk;
afterAll(() => disk.unmount());

if (whyNot !== undefined) {
  test('no small disk could be made here, so only the databases’ own limits are tested', () => {
    process.stdout.write(`full-disk.test.ts: ${whyNot}\n`);
    expect(process.getuid?.()).not.toBe(0);
  });
}

describe.runIf(whyNot === undefined)('a disk that is full', () => {
  let data: string;
  let world: World;
  beforeEach(async () => {
    data = join(folder, 'data');
    world = await makeWorld(data);
  });
  afterEach(async () => {
    await world.close();
    makeRoom();
    rmSync(data, { recursive: true, force: true });
  });

  const source = (text: string): Capture => ({
    orgId,
    source: {
      type: 'ApexClass',
      fullName: 'Lead',
      files: [{ role: 'content', name: 'Lead.cls', text }],
    },
    author: { userId: '005', name: 'Ada King' },
    at: 1_750_000_000_000,
    committer: { id: 'auth0|ada', name: 'Ada King' },
    lane: 'tooling',
    apiVersion: '66.0',
  });
  /** As many letters that do not press together. */
  const noise = (bytes: number) =>
    `// ${Array.from({ length: bytes / 8 }, () => Math.random().toString(36).slice(2, 10)).join('')}\n`;
  /** What git was writing would take the room that is made. */
  const leftovers = () =>
    readdirSync(join(data, 'git'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /tmp_pack_|fast_import_crash_/.test(name),
    );
  const fsck = () =>
    execFileSync('git', ['--git-dir', join(data, 'git', `${orgId}.git`), 'fsck', '--strict'], {
      stdio: 'pipe',
    });
  const words = async (attempt: Promise<unknown>) => {
    const error: unknown = await attempt.then(
      () => 'no refusal',
      (thrown: unknown) => thrown,
    );
    expect(error, String((error as Error).cause)).toMatchObject({ code: 'storage_full' });
    return describeError(error);
  };

  test('while a project is imported', async () => {
    const project = makeProject();
    for (let commit = 0; commit < 6; commit += 1) {
      for (let set = 0; set < 40; set += 1) {
        const path = `${permissionSets}/Set${set}.permissionset-meta.xml`;
        project.write(path, permissionSet('Lead.A', `Lead.B${commit}`, noise(400)));
      }
      project.commit(`commit ${commit}`);
    }
    const whole = await makeWorld();
    await attachProject(whole, { orgId, dir: project.dir });
    const rows = await whole.rows();
    await whole.close();
    fill(128 * 1024);
    expect(await words(attachProject(world, { orgId, dir: project.dir }))).toMatch(/room|space|full/i);
    expect((await world.rows()).length).toBeLessThan(rows.length);
    makeRoom();
    await attachProject(world, { orgId, dir: project.dir });
    expect(await world.rows()).toEqual(rows);
  });

  test('while a version is committed', async () => {
    const first = await capture(world, source('class Lead {}\n'));
    const before = await world.rows();
    const big = `class Lead {}\n${noise(2 * 1024 * 1024)}`;
    for (const left of [0, 64 * 1024, 512 * 1024]) {
      fill(left);
      expect(await words(capture(world, source(big))), `${left} bytes left`).toMatch(/room|space|full/i);
      // What is there can still be read.
      expect(await world.rows()).toEqual(before);
      expect((await lastCommitted(world, { orgId, ...source('').source }))?.version.revision).toBe(
        first?.revision,
      );
      expect(leftovers()).toEqual([]);
      makeRoom();
    }
    fsck();
    const second = await capture(world, source(big));
    expect(second?.number).toBe(2);
    expect(await world.story('ApexClass', 'Lead')).toHaveLength(2);
    fsck();
  });

  test('while something is purged', async () => {
    const secret = 'pa$$w0rd-of-the-bank';
    const texts = ['class Lead {}\n', `// ${secret}\n${noise(1024 * 1024)}`, `// 3\n${noise(1024 * 1024)}`];
    for (const text of texts) await capture(world, source(text));
    const shown = async () => {
      const { versions } = await world.page('ApexClass', 'Lead');
      const of = { orgId, type: 'ApexClass', fullName: 'Lead' } as const;
      return Promise.all(
        versions.map(async ({ revision }) => (await readSource(world, { ...of, revision })).files[0]?.text),
      );
    };
    const masked = (text: string) => text.replace(secret, 'canvasback-redacted:');
    const whole = texts.toReversed().map((text) => masked(text).slice(-1000));
    const purging = () => purge(world, { orgId, wanted: { kind: 'text', texts: [secret] } });
    for (const left of [0, 128 * 1024, 1024 * 1024]) {
      fill(left);
      expect(await words(purging()), `${left} bytes left`).toMatch(/room|space|full/i);
      expect((await shown()).map((text) => text?.slice(-1000))).toEqual(whole);
      makeRoom();
      fsck();
    }
    await purging();
    fsck();
    expect((await shown()).map((text) => text?.slice(-1000))).toEqual(whole);
    expect(placesOf(data, secret)).toEqual([]);
    expect(leftovers()).toEqual([]);
  });

  test('while a row is written', async () => {
    fill();
    const detail = { text: noise(64 * 1024) };
    const write = () =>
      recordAdminEntry(world.db, { at: 1, subject: 'a', action: 'user.link', orgId, detail });
    expect(await words(write())).toMatch(/room|space|full/i);
    expect(await findComponent(world, { orgId, type: 'ApexClass', fullName: 'Lead' })).toBeUndefined();
    makeRoom();
    await write();
    const [row] = await world.db.selectFrom('admin_log').select('detail').execute();
    expect(JSON.parse(row?.detail ?? '')).toEqual(detail);
  });
});
