// Whatever is done to an exported log is found with the key and kept checkpoints, at the entry where it begins, by both verifiers.

import { generateKeyPairSync, sign } from 'node:crypto';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyIdOf, writeNote, writeVerifierKey } from '../../core/log/checkpoint.ts';
import { logTools } from '../../server/audit/hash.ts';
import { chanceOf } from '../server/audit/login-histories.ts';
import { below, honestLog, openLogStore } from './honest-log.ts';
import { inOrder, startVerifiers, type Verifiers } from './second-verifier.ts';
import { type Case, noteOf, split, type Tampered, tampers, written } from './tamper.ts';

const size = Number(process.env.TAMPERED_ENTRIES ?? 500);
const rounds = Number(process.env.TAMPERED_ROUNDS ?? 4);
const name = 'canvasback.example.com/audit';
const tree = 'acme';
const origin = `${name}/${tree}`;
let both: Verifiers;
/** The verifier key that was pinned: the first. */
let key = '';
let honest: Omit<Case, 'kept'>;

beforeAll(async () => {
  both = await startVerifiers();
  const store = await openLogStore();
  const log = honestLog(store, tree, chanceOf(7), 40);
  key = (await log.keys.current()).vkey;
  await log.grow(size / 4);
  await log.erase(3);
  await log.grow(size / 4);
  await log.retain(0.3);
  await log.keys.rotate();
  await log.erase(17);
  await log.grow(size / 4);
  await log.keys.rotate();
  await log.erase(4);
  await log.grow(size - (await log.size()));
  const current = await log.keys.current();
  honest = { ...{ origin, sign: current.sign, ...otherKey() }, log: split(await log.export()) };
  await store.close();
}, 600_000);
afterAll(() => both.close());

/** Of the same name, but nobody’s successor. */
function otherKey(): Pick<Case, 'forge' | 'forged'> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const keyId = keyIdOf(logTools.sha256, logTools.utf8(name), raw);
  const signed = (text: string) => [{ name, keyId, signature: sign(null, logTools.utf8(text), privateKey) }];
  return {
    forge: (text) => writeNote({ text, signatures: signed(text) }),
    forged: writeVerifierKey({ name, keyId, publicKey: raw }),
  };
}

/** With some sizes kept, the largest in the last third. */
function caseOf(chance: () => number): Case & { readonly notes: readonly string[] } {
  const { entries } = honest.log;
  const most = Math.floor(entries.length * (0.7 + 0.3 * chance()));
  const sizes = [most, ...Array.from({ length: below(chance, 4) }, () => 1 + below(chance, most))];
  const kept = [...new Set(sizes)].sort((one, other) => one - other);
  return { ...honest, kept, notes: kept.map((one) => honest.sign(noteOf(honest, entries, one))) };
}

async function ask(content: string | Buffer, kept: readonly string[]) {
  const { ours, theirs } = await both.ask({ content, key, kept });
  expect(theirs).toEqual(inOrder(ours));
  return ours;
}

test('as it is, the log is good', async () => {
  const { notes } = caseOf(chanceOf(1));
  const { findings, kept, erased } = await ask(written(honest.log), notes);
  expect(findings).toEqual([]);
  expect(kept.every(({ state }) => state === 'kept')).toBe(true);
  expect(erased.texts).toBeGreaterThan(size / 20);
  expect(erased.personal).toBeGreaterThan(3);
  expect(erased.unrecorded).toBe(0);
  expect(honest.log.start.length).toBe(4);
});

describe('is found, and where it begins', () => {
  test.each(Object.entries(tampers))('%s', async (what, tamper) => {
    for (let round = 0; round < rounds; round += 1) {
      const chance = chanceOf(1000 * round + what.length);
      const of = caseOf(chance);
      const { log, codes, first, last = first }: Tampered = tamper(of, chance);
      const { findings } = await ask(written(log), of.notes);
      const told = `round ${round}, at ${first}: ${JSON.stringify(findings)}`;
      const [one] = findings;
      expect([one?.index, one?.last ?? one?.index], told).toEqual([first, last]);
      const there = findings.filter(({ index }) => index === first).map(({ code }) => code);
      expect(
        there.some((code) => codes.includes(code)),
        `${told}, not ${codes}`,
      ).toBe(true);
    }
  });

  test('any byte of any line of an entry', async () => {
    for (let round = 0; round < 2 * rounds; round += 1) {
      const chance = chanceOf(7_000_000 + round);
      const { log, notes } = caseOf(chance);
      const line = below(chance, log.entries.length);
      const bytes = Buffer.from(written(log));
      const start = Buffer.from(
        written({ ...log, entries: log.entries.slice(0, line), note: undefined }),
      ).length;
      const length = Buffer.byteLength(JSON.stringify(log.entries[line])) + 1;
      const at = start + below(chance, length);
      bytes[at] = ((bytes[at] ?? 0) + 1 + below(chance, 255)) % 256;
      const { findings } = await ask(bytes, notes);
      const told = `round ${round}, byte ${at - start} of entry ${line}: ${JSON.stringify(findings)}`;
      const [one] = findings;
      if (one?.code === 'forked') {
        // Of a leaf whose text is gone, and the next one's with it, the roots alone tell: between which it lies.
        expect([log.entries[line]?.entry, log.entries[line + 1]?.entry], told).toEqual([
          undefined,
          undefined,
        ]);
        expect(one.index <= line && line <= (one.last ?? -1), told).toBe(true);
      } else {
        // A line without its text can be numbered as the one before, which is all that is known of it.
        expect([line - 1, line], told).toContain(one?.index);
      }
    }
  });
});

test('without a kept checkpoint a log that was cut off is not called good by anybody', async () => {
  const { log } = honest;
  const kept = log.entries.findLastIndex(({ entry }) => entry?.text.includes('"kind":"erasure"')) + 1;
  const entries = log.entries.slice(0, kept);
  const content = written({ ...log, entries, note: honest.sign(noteOf(honest, entries, kept)) });
  const report = await ask(content, []);
  expect([report.findings, report.kept]).toEqual([[], []]);
});

test('what was kept of another log, or signed by nobody, shows nothing', async () => {
  const root = noteOf(honest, honest.log.entries, 5).split('\n').slice(1).join('\n');
  const other = honest.sign(`${name}/other\n${root}`);
  const forged = honest.forge(noteOf(honest, honest.log.entries, 6));
  const { kept, findings } = await ask(written(honest.log), [other, forged, 'no note']);
  expect(kept.map(({ state }) => state).sort()).toEqual(['not_signed', 'not_signed', 'other_log']);
  expect(findings).toEqual([]);
});
