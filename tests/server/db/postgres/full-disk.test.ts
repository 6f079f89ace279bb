// A real disk that is full below PostgreSQL's tables, in the middle of an import and of a plain row: said in words, nothing lost, on again after.

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordAdminEntry } from '../../../../server/db/admin-log.ts';
import { describeError } from '../../../../server/errors.ts';
import { attachProject } from '../../../../server/history/import.ts';
import { type OpenHistory, openHistory } from '../../../../server/history/open.ts';
import { asSuperuser, postgresAddress } from '../../../helpers/databases.ts';
import { otherUser } from '../../../helpers/postgres/server.ts';
import { mountSmallDisk } from '../../../helpers/small-disk.ts';
import { makeFolder, makeProject, permissionSet, permissionSets } from '../../history/git-project.ts';
import { makeWorld, orgId } from '../../history/world.ts';

const folder = makeFolder();
chmodSync(folder, 0o755);
const disk = mountSmallDisk(folder, { bytes: 48 * 1024 * 1024, owner: otherUser() });
const { whyNot, fill, makeRoom } = disk;
const name = `full_${process.pid}`;

if (whyNot !== undefined) {
  test('no small disk could be made here, so only the code of the error is tested', () => {
    process.stdout.write(`full-disk.test.ts: ${whyNot}\n`);
    expect(process.getuid?.()).not.toBe(0);
  });
}

describe.runIf(whyNot === undefined)('a disk that is full', () => {
  let world: OpenHistory;
  beforeAll(async () => {
    await asSuperuser(async (client) => {
      await client.query(`create tablespace ${name} location '${folder}'`);
      await client.query(`create database ${name} template template0 tablespace ${name}`);
    });
    const { host, port, user } = await postgresAddress();
    const database = `postgres://${user}@${host}:${port}/${name}?schema=canvasback`;
    world = await openHistory({ data: join(makeFolder(), 'data'), database, now: () => 1_800_000_000_000 });
  });
  beforeEach(() => fill());
  afterAll(async () => {
    makeRoom();
    await world.close();
    await asSuperuser(async (client) => {
      await client.query(`drop database ${name}`);
      await client.query(`drop tablespace ${name}`);
    });
    disk.unmount();
  });

  const versions = (of: OpenHistory) =>
    of.db.selectFrom('versions').selectAll().orderBy('full_name').orderBy('seq').execute();
  /** As many letters that do not press together. */
  const noise = (bytes: number) =>
    Array.from({ length: bytes / 8 }, () => Math.random().toString(36).slice(2, 10)).join('');
  const words = async (attempt: Promise<unknown>) => {
    const error: unknown = await attempt.then(
      () => 'no refusal',
      (thrown: unknown) => thrown,
    );
    expect(error, String(error)).toMatchObject({ code: 'storage_full', cause: { code: '53100' } });
    return describeError(error);
  };

  test('while a project is imported', async () => {
    const project = makeProject();
    for (let commit = 0; commit < 2; commit += 1) {
      for (let set = 0; set < 40; set += 1) {
        const path = `${permissionSets}/Set${set}.permissionset-meta.xml`;
        project.write(path, permissionSet('Lead.A', `Lead.B${commit}`, `Lead.C${set}`));
      }
      project.commit(`commit ${commit}`);
    }
    const whole = await makeWorld();
    await attachProject(whole, { orgId, dir: project.dir });
    const rows = await versions(whole);
    await whole.close();
    expect(await words(attachProject(world, { orgId, dir: project.dir }))).toMatch(/room|space|full/i);
    expect((await versions(world)).length).toBeLessThan(rows.length);
    makeRoom();
    await attachProject(world, { orgId, dir: project.dir });
    expect(await versions(world)).toEqual(rows);
  });

  test('while a row is written', async () => {
    const detail = { text: noise(64 * 1024) };
    const write = () =>
      recordAdminEntry(world.db, { at: 1, subject: 'a', action: 'user.link', orgId, detail });
    expect(await words(write())).toMatch(/room|space|full/i);
    // What is there can still be read.
    expect((await versions(world)).length).toBeGreaterThan(0);
    makeRoom();
    await write();
    const rows = await world.db.selectFrom('admin_log').select('detail').execute();
    expect(rows.map((row) => JSON.parse(row.detail ?? ''))).toEqual([detail]);
  });
});
