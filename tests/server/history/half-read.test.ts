// While one process reads an import, or was killed at it, no other takes half of the history for all of it.

import { renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endReading, findReading, noteReading } from '../../../server/db/history-sources.ts';
import { countVersions } from '../../../server/db/versions.ts';
import { capture } from '../../../server/history/capture.ts';
import type { HistoryDeps } from '../../../server/history/deps.ts';
import { mainRef } from '../../../server/history/git-store.ts';
import { attachProject } from '../../../server/history/import.ts';
import { type Reading, startReading } from '../../../server/history/reading.ts';
import { untilIndexed } from '../../../server/history/until-indexed.ts';
import { wholeOnly } from '../../../server/history/whole.ts';
import { createLog } from '../../../server/log.ts';
import { createBaselineWork } from '../../../server/sync/baseline-work.ts';
import { classes, makeProject, type TestProject } from './git-project.ts';
import { withStore } from './with-store.ts';
import { makeWorld, orgId, type World } from './world.ts';

let world: World;
/** Another process over the same data folder. */
let other: World;
let project: TestProject;
const lines: string[] = [];
const log = createLog({ destination: { write: (line: string) => void lines.push(line) } });
const versions = 900;
const late = { type: 'ApexClass', fullName: 'Late' } as const;
const lead = { orgId, type: 'ApexClass', fullName: 'Lead' } as const;

beforeEach(async () => {
  lines.splice(0);
  world = await makeWorld();
  other = await makeWorld(world.data);
  project = makeProject();
  const texts = Array.from({ length: versions }, (_, index) => `class Lead { /* ${index} */ }\n`);
  project.commitEach(`${classes}/Lead.cls`, texts);
  project.write(`${classes}/Late.cls`, 'class Late {}\n');
  project.commit('late');
});
afterEach(async () => {
  await world.close();
  await other.close();
});

/** Reading stops once as many rows are saved; `reached` tells when, `goOn` lets it end, `fail` breaks it off. */
function halting(history: HistoryDeps, rows = 1) {
  const reached = Promise.withResolvers<void>();
  const halt = Promise.withResolvers<void>();
  const deps = withStore(history, (real) => ({
    blobs: {
      ...real.blobs,
      async read(oid) {
        if ((await countVersions(world.db, lead)) >= rows) {
          reached.resolve();
          await halt.promise;
        }
        return real.blobs.read(oid);
      },
    },
  }));
  return { deps, reached: reached.promise, goOn: halt.resolve, fail: halt.reject };
}

async function halfImport(anew = false) {
  const half = halting(other);
  const done = attachProject(half.deps, { orgId, dir: project.dir, anew });
  await Promise.race([half.reached, done]);
  const count = await countVersions(world.db, lead);
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(versions);
  return { ...half, done };
}

/** As by a kill: what was saved stays. */
async function killedImport(): Promise<void> {
  const { done, fail } = await halfImport();
  fail(new Error('killed'));
  await expect(done).rejects.toThrow('killed');
}

async function expectHalf(reading: Reading): Promise<void> {
  expect(await reading.of(orgId)).toEqual({ done: expect.any(Number), total: expect.any(Number) });
  await expect(reading.guard(orgId)).rejects.toMatchObject({ code: 'history_reading' });
}

async function expectWhole(reading: Reading): Promise<void> {
  await reading.guard(orgId);
  expect(await reading.of(orgId)).toBeUndefined();
  expect(await countVersions(world.db, lead)).toBe(versions);
  expect(await findReading(world.db, orgId)).toBeUndefined();
}

const startOf = (at: World) => startReading({ ...at, now: Date.now }, log);

describe('an import while a server runs', () => {
  test.each([false, true])('is told until it is done; made anew: %s', async (anew) => {
    if (anew) await attachProject(world, { orgId, dir: project.dir });
    const reading = await startOf(world);
    await reading.guard(orgId);
    const { done, goOn } = await halfImport(anew);
    expect(await reading.of(orgId)).toEqual({ done: 0, total: 0 });
    await expectHalf(reading);
    goOn();
    await done;
    await expectWhole(reading);
    expect(lines).toEqual([]);
  });

  test.each(['the first', 'one on top of captures'])(
    'is told of before the branch moves: %s',
    async (which) => {
      if (which !== 'the first') {
        await capture(world, {
          orgId,
          source: {
            ...late,
            files: [{ role: 'content', name: 'Late.cls', text: 'class Late { /* 2 */ }\n' }],
          },
          committer: { id: 'auth0|ada', name: 'Ada King' },
          lane: 'tooling',
          apiVersion: '66.0',
        });
      }
      const notes: [string | undefined, string][] = [];
      const watched = withStore(other, (real) => ({
        async moveRef(ref, after, before) {
          if (ref !== mainRef) return real.moveRef(ref, after, before);
          notes.push([await findReading(world.db, orgId), after]);
          const moved = await real.moveRef(ref, after, before);
          // It halted here for so long that another process took its note for one of a killed import.
          await endReading(world.db, orgId, after);
          return moved;
        },
      }));
      const reading = await startOf(world);
      const half = halting(watched, 0);
      const done = attachProject(half.deps, { orgId, dir: project.dir });
      await Promise.race([half.reached, done]);
      expect(notes).toEqual([[await other.git(orgId).readRef(mainRef), expect.any(String)]]);
      expect(notes[0]?.[1]).toBe(notes[0]?.[0]);
      await expectHalf(reading);
      half.goOn();
      await done;
      expect(await findReading(world.db, orgId)).toBeUndefined();
    },
  );

  test('leaves nothing behind when another one was first', async () => {
    const watched = withStore(other, (real) => ({
      async moveRef(ref, after, before) {
        if (ref !== mainRef) await attachProject(world, { orgId, dir: project.dir });
        return real.moveRef(ref, after, before);
      },
    }));
    await attachProject(watched, { orgId, dir: project.dir });
    await expectWhole(await startOf(world));
  });

  test('a baseline that is under way waits for it, and takes no drift for a first version', async () => {
    const { done, goOn } = await halfImport();
    const told: string[] = [];
    const baseline = createBaselineWork({ ...world, now: Date.now }, async () => ({
      list: async () => [{ ...late, id: '01p5g00000AAAAAAA1' }],
      read: async () => {
        told.push('read');
        return [];
      },
      spent: () => false,
      close: async () => {},
    }));
    const { signal } = new AbortController();
    const job = baseline({ id: 'j', orgId, cursor: null, failures: 0, signal, log, save: async () => {} });
    await Promise.race([sleep(100), job.then(() => told.push('over'))]);
    expect(told).toEqual([]);
    goOn();
    await Promise.all([done, job]);
    expect(told).toEqual(['over']);
    expect(await world.story('ApexClass', 'Late')).toHaveLength(1);
  });
});

describe('an import that was killed', () => {
  test('is ended by a server that runs, once it stands still', async () => {
    const reading = await startReading({ ...world, now: Date.now }, log, { stillMs: 100 });
    await killedImport();
    await expectHalf(reading);
    expect(await reading.of(orgId)).toEqual({ done: 0, total: 0 });
    await expect
      .poll(() =>
        reading.guard(orgId).then(
          () => 'whole',
          () => 'half',
        ),
      )
      .toBe('whole');
    await expectWhole(reading);
    await reading.stop();
  });

  test('is not taken over sooner', async () => {
    const reading = await startOf(world);
    await killedImport();
    for (let look = 0; look < 3; look += 1) await expectHalf(reading);
    await sleep(50);
    expect(await countVersions(world.db, lead)).toBeLessThan(versions);
  });

  test('is ended by the next start', async () => {
    await killedImport();
    const reading = await startOf(world);
    await expectHalf(reading);
    await reading.finished;
    await expectWhole(reading);
  });

  test('is ended by the next import', async () => {
    await killedImport();
    await attachProject(other, { orgId, dir: project.dir });
    await expectWhole(await startOf(world));
  });

  test('is never shown when its project is gone; a whole index is', async () => {
    await killedImport();
    renameSync(project.dir, `${project.dir}-moved`);
    const reading = await startOf(world);
    await reading.finished;
    expect(lines).toEqual([expect.stringMatching(/history not indexed/)]);
    await expectHalf(reading);
    await attachProject(other, { orgId, dir: `${project.dir}-moved` });
    await expectWhole(reading);

    // As after an update that changes what the index holds.
    await world.db.updateTable('history_sources').set({ indexed_tip: null }).execute();
    renameSync(`${project.dir}-moved`, project.dir);
    other.git(orgId).blobs.close();
    const next = await startOf(world);
    await next.finished;
    expect(lines).toHaveLength(2);
    await expectWhole(next);
  });

  test.each(['start', 'import', 'job'])(
    'before it moved the branch, is over with the next %s',
    async (what) => {
      await attachProject(other, { orgId, dir: project.dir });
      await noteReading(other.db, orgId, 'f'.repeat(40), { at: 1, over: true });
      if (what === 'start') await (await startOf(world)).finished;
      if (what === 'import') {
        project.write(`${classes}/Late.cls`, 'class Late { /* 2 */ }\n');
        project.commit('later');
        await attachProject(other, { orgId, dir: project.dir });
      }
      if (what === 'job') {
        const { signal } = new AbortController();
        const deps = { ...world, now: Date.now };
        const soon = untilIndexed(deps, orgId, signal, { lookMs: 5, stillMs: 100 }).then(() => 'done');
        expect(await Promise.race([soon, sleep(20).then(() => 'waits')])).toBe('waits');
        await soon;
      }
      await expectWhole(await startOf(world));
    },
  );
});

test('what takes its time is refused when an import began meanwhile', async () => {
  const { whole, wholeThroughout } = wholeOnly((await startOf(world)).guard);
  const answered = { quick: whole(async () => 'q'), slow: wholeThroughout(async () => 's') };
  expect(await answered.quick({ orgId })).toBe('q');
  expect(await answered.slow({ org: { orgId } })).toBe('s');
  const begun = Promise.withResolvers<void>();
  const asked = wholeThroughout(() => begun.promise)({ org: { orgId } });
  const { done, goOn } = await halfImport();
  begun.resolve();
  await expect(asked).rejects.toMatchObject({ code: 'history_reading' });
  for (const late of [answered.quick({ orgId }), answered.slow({ org: { orgId } })])
    await expect(late).rejects.toMatchObject({ code: 'history_reading' });
  goOn();
  await done;
  expect(await answered.slow({ org: { orgId } })).toBe('s');
});

test('a server that reads leaves the note of an import as it is', async () => {
  for (const [to, over, noted] of [
    ['a', false, 'a'],
    ['b', false, 'a'],
    ['c', true, 'c'],
  ] as const) {
    await noteReading(world.db, orgId, to, { at: 1, over });
    expect(await findReading(other.db, orgId)).toBe(noted);
  }
  await endReading(world.db, orgId, 'a');
  expect(await findReading(other.db, orgId)).toBe('c');
});

test('what one server reads at its start, another does not take for all', async () => {
  await attachProject(other, { orgId, dir: project.dir });
  const running = await startOf(other);
  // As by an update that changes what the index holds.
  await world.db.deleteFrom('versions').execute();
  await world.db.updateTable('history_sources').set({ indexed_tip: null }).execute();
  const { deps, reached, goOn } = halting(world);
  const starting = await startReading(deps, log);
  await reached;
  await expectHalf(running);
  goOn();
  await starting.finished;
  await expectWhole(running);
});

test('a commit that is not indexed for a moment stops nobody', async () => {
  await attachProject(other, { orgId, dir: project.dir });
  const reading = await startOf(world);
  await world.db
    .updateTable('history_sources')
    .set({ indexed_tip: project.git('rev-parse', 'HEAD~1').trim() })
    .execute();
  await reading.guard(orgId);
});
