// Honest logs raise no alarm: any part of their history, any checkpoints that were kept, erasures and new keys among it.

import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chanceOf } from '../server/audit/login-histories.ts';
import { below, honestLog, openLogStore, type Store } from './honest-log.ts';
import { inOrder, startVerifiers, type Verifiers } from './second-verifier.ts';

const runs = Number(process.env.HONEST_LOGS ?? 100);
/** Logs in one store; after these a new one, with keys of its own. */
const together = 20;
let both: Verifiers;
let store: Store;
beforeAll(async () => {
  both = await startVerifiers();
});
afterAll(() => both.close());

test(`${runs} honest logs are good, by both verifiers`, async () => {
  for (let seed = 0; seed < runs; seed += 1) {
    if (seed % together === 0) {
      if (seed > 0) await store.close();
      store = await openLogStore();
    }
    const chance = chanceOf(seed);
    const log = honestLog(store, `acme-${seed}`, chance, 6);
    // Pinned when this log was first seen, whatever keys came before.
    const { vkey: key } = await log.keys.current();
    const kept: string[] = [];
    for (let step = 1 + below(chance, 5); step >= 0; step -= 1) {
      const what = chance();
      if (what < 0.6) await log.grow(1 + below(chance, 20));
      else if (what < 0.75) await log.erase(below(chance, 6));
      else if (what < 0.85) await log.retain(chance());
      else if (what < 0.9) await log.keys.rotate();
      if (chance() < 0.5) kept.push(await log.checkpoint());
      if (step > 0 && chance() < 0.7) continue;
      const lines = await log.export();
      const content = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
      const some = kept.filter(() => chance() < 0.7);
      const { ours, theirs } = await both.ask({ content, key, kept: some });
      const clean = { entries: await log.size(), findings: [], kept: some.map(() => 'kept') };
      expect(inOrder(ours), `ours, log ${seed}`).toEqual(clean);
      expect(theirs, `theirs, log ${seed}`).toEqual(clean);
      expect(ours.erased.unrecorded).toBe(0);
    }
  }
  await store.close();
});

test('where Python is missing, that is said', async () => {
  await expect(startVerifiers('python-that-is-not-there')).rejects.toThrow(
    /needs python3 .* it is not installed\. On Debian: apt-get install python3/,
  );
});
