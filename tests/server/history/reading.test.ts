// At a start the server answers at once; what the index lacks is read meanwhile, and half of it is never shown as all.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { findReading } from '../../../server/db/history-sources.ts';
import { attachProject } from '../../../server/history/import.ts';
import { startReading } from '../../../server/history/reading.ts';
import { createLog } from '../../../server/log.ts';
import { classes, makeProject } from './git-project.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
const lines: string[] = [];
const log = createLog({ destination: { write: (line: string) => void lines.push(line) } });

beforeEach(async () => {
  world = await makeWorld();
  lines.splice(0);
});
afterEach(() => world.close());

/** As after an update that changes what the index holds. */
async function resetIndex(): Promise<void> {
  await world.db.deleteFrom('versions').execute();
  await world.db.updateTable('history_sources').set({ indexed_tip: null }).execute();
}

async function attachTwelve(): Promise<void> {
  const project = makeProject();
  for (let index = 0; index < 12; index += 1) {
    project.write(`${classes}/Lead.cls`, `class Lead { /* ${index} */ }\n`);
    project.commit(`commit ${index}`);
  }
  await attachProject(world, { orgId, dir: project.dir });
}

test('progress is told until all is there; meanwhile nothing is answered from half of it', async () => {
  await attachTwelve();
  const rows = await world.rows();
  await resetIndex();
  const reading = await startReading(world, log);
  expect(await reading.of(orgId)).toEqual({ done: 0, total: 0 });
  await expect(reading.guard(orgId)).rejects.toMatchObject({ code: 'history_reading' });
  const seen: unknown[] = [];
  const watch = setInterval(async () => seen.push(await reading.of(orgId)), 0);
  await reading.finished;
  clearInterval(watch);
  expect(seen).toContainEqual({ done: expect.any(Number), total: 12 });
  expect(await reading.of(orgId)).toBeUndefined();
  await reading.guard(orgId);
  expect(await world.rows()).toEqual(rows);
});

test('with nothing to read it is over at once', async () => {
  await attachTwelve();
  const reading = await startReading(world, log);
  expect(await reading.of(orgId)).toBeUndefined();
  await reading.finished;
  expect(lines).toEqual([]);
});

test('stopped in the middle it goes on at the next start', async () => {
  await attachTwelve();
  const rows = await world.rows();
  await resetIndex();
  const reading = await startReading(world, log);
  await reading.stop();
  expect((await world.rows()).length).toBeLessThan(rows.length);
  // For other servers.
  expect(await findReading(world.db, orgId)).toBeDefined();
  expect(lines).toEqual([]);
  await (await startReading(world, log)).finished;
  expect(await world.rows()).toEqual(rows);
});
