// Proofs made from the rows equal those that RFC 6962 writes down, and the service hands out what they prove.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCheckpoint, readNote, readVerifierKey } from '../../../core/log/checkpoint.ts';
import { leafOf, personalHash, readEntry } from '../../../core/log/entry.ts';
import { rootOf, verifyConsistency, verifyInclusion } from '../../../core/log/merkle.ts';
import { isSignedBy } from '../../../core/log/trust-keys.ts';
import { erasePerson, eraseTexts } from '../../../server/audit/erase.ts';
import { logTools } from '../../../server/audit/hash.ts';
import { lockHead } from '../../../server/audit/head.ts';
import { consistencyProof, inclusionProofs, readHead } from '../../../server/audit/proofs.ts';
import { append } from '../../../server/audit/record.ts';
import { createLogService, type LogService } from '../../../server/audit/serve.ts';
import type { AuditTables } from '../../../server/audit/tables.ts';
import { inTransaction } from '../../../server/db/engine.ts';
import { createLogKeys } from '../../../server/delegation/log-keys.ts';
import { auditPath, bytesOf, consistency, hex, sha256, treeHash } from '../../core/log/trees.ts';
import { engine, openTestStore } from '../../helpers/databases.ts';
import { logStore } from './log-store.ts';
import { chanceOf } from './login-histories.ts';

/** With a row of each level: 16, 256 and 4096 leaves. */
const count = engine === 'sqlite' ? 4_300 : 600;
const tree = 'acme';
const orgs = ['00D5g000004XyZaEAK', '00D5g000009OtHrEAK'] as const;
const folder = mkdtempSync(join(tmpdir(), 'cb-log-'));
let db: Kysely<AuditTables>;
let service: LogService;
let leaves: Uint8Array[];

const add = (entries: number, of = tree) =>
  inTransaction(db, async (transaction) => {
    for (let made = 0; made < entries; made += 1) {
      const head = await lockHead(transaction, of);
      const facts = {
        kind: 'refusal',
        ref: `${of}-${head.size}`,
        at: head.size,
        org: orgs[head.size % 2] ?? '',
      };
      await append(transaction, head, { facts, personal: { reason: `No. ${head.size}` } });
    }
  });
const rootAt = (size: number) => treeHash(leaves.slice(0, size));

beforeAll(async () => {
  db = await openTestStore<AuditTables>(logStore);
  const keys = createLogKeys({ db, folder, name: 'canvasback.example.com/audit', now: () => 1 });
  service = createLogService(db, keys);
  await add(count);
  await add(3, 'other');
  const rows = await db
    .selectFrom('audit_entries')
    .select('leaf_hash')
    .where('tree', '=', tree)
    .orderBy('idx')
    .execute();
  leaves = rows.map(({ leaf_hash: leaf }) => bytesOf(leaf));
});
afterAll(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

describe('proofs from the database', () => {
  const chance = chanceOf(3);
  const some = (least: number, most: number) => least + Math.floor(chance() * (most - least + 1));
  const sizes = [
    1,
    2,
    15,
    16,
    17,
    255,
    256,
    257,
    511,
    600,
    ...(engine === 'sqlite' ? [4_095, 4_096, 4_097] : []),
  ];

  test.each([...sizes, count])('of a tree of %i are those of the RFC', async (size) => {
    const indices = [0, size - 1, ...Array.from({ length: 12 }, () => some(0, size - 1))];
    const all = leaves.slice(0, size);
    const proofs = await inclusionProofs(db, tree, size, indices);
    for (const [place, index] of indices.entries()) {
      const proof = proofs[place] ?? [];
      expect(proof.map(hex)).toEqual(auditPath(index, all).map(hex));
      const leaf = leaves[index] ?? new Uint8Array();
      expect(verifyInclusion(sha256, { index, size, leaf, proof, root: rootAt(size) })).toBe(true);
    }
    for (const first of [1, size, ...Array.from({ length: 6 }, () => some(1, size))]) {
      const proof = await consistencyProof(db, tree, first, size);
      expect(proof.map(hex)).toEqual(consistency(first, all).map(hex));
    }
  });

  test('read few rows: the head, and what the tree is made of', async () => {
    expect(hex(rootOf(sha256, await readHead(db, tree)))).toBe(hex(rootAt(count)));
    expect((await readHead(db, 'nobody’s')).size).toBe(0);
    const nodes = await db
      .selectFrom('audit_nodes')
      .select(['level', 'idx'])
      .where('tree', '=', tree)
      .execute();
    const expected = [4, 8, 12].reduce((sum, level) => sum + Math.floor(count / 2 ** level), 0);
    expect(nodes.length).toBe(expected);
  });

  test('say so when a row is missing', async () => {
    await expect(inclusionProofs(db, tree, count + 1, [0])).rejects.toThrow(/lacks the hash/);
  });
});

describe('the service', () => {
  test('shows what it signed, and that it grew from any size before', async () => {
    for (const from of [0, 1, 100, count]) {
      const { size, checkpoint, vkey, proof } = await service.growth(tree, from);
      const [note, key] = [readNote(checkpoint), readVerifierKey(logTools.sha256, logTools.utf8, vkey)];
      if (!note || !key) throw new Error('no note');
      expect(await isSignedBy(logTools, note, key)).toBe(true);
      const read = readCheckpoint(note.text);
      expect(read).toMatchObject({ origin: `canvasback.example.com/audit/${tree}`, size: count });
      const given = { first: from, firstRoot: rootAt(from), second: size, secondRoot: rootAt(size) };
      expect(hex(read?.root ?? new Uint8Array())).toBe(hex(rootAt(size)));
      expect(verifyConsistency(sha256, { ...given, proof: proof.map(bytesOf) })).toBe(true);
    }
    // Of more than there is, nothing can be shown.
    expect((await service.growth(tree, count + 1)).proof).toEqual([]);
    const empty = readNote((await service.growth('nobody’s', 0)).checkpoint);
    expect(readCheckpoint(empty?.text ?? '')).toMatchObject({ size: 0, root: sha256(new Uint8Array()) });
  });

  test('proves entries in an earlier tree, and gives the texts of the org that is asked for alone', async () => {
    const size = 200;
    const entries = await service.proven(tree, size, [7, 8, 199], orgs[0]);
    expect(entries.map(({ index }) => index)).toEqual([7, 8, 199]);
    for (const { index, leaf, entry, personal, proof } of entries) {
      const given = { index, size, leaf: bytesOf(leaf), root: rootAt(size) };
      expect(verifyInclusion(sha256, { ...given, proof: proof.map(bytesOf) })).toBe(true);
      expect(entry !== undefined).toBe(index === 8);
      expect(personal !== undefined).toBe(index === 8);
      if (!entry || !personal) continue;
      expect(leafOf(logTools, entry)).toBe(leaf);
      expect(personalHash(logTools, personal)).toBe(readEntry(entry.text)?.personal);
    }
    for (const [asked, indices] of [
      [count + 1, [0]],
      [size, [size]],
    ] as const) {
      await expect(service.proven(tree, asked, indices, orgs[0])).rejects.toMatchObject({
        code: 'invalid_request',
      });
    }
  });

  test('lists entries in their order, no more than are asked for, and none of another log', async () => {
    const indicesOf = async (from: number, to: number, limit: number) =>
      (await service.lines(tree, from, to, limit)).map(({ index }) => index);
    expect(await indicesOf(5, 8, 100)).toEqual([5, 6, 7]);
    expect(await indicesOf(5, 800, 2)).toEqual([5, 6]);
    expect(await indicesOf(8, 5, 2)).toEqual([]);
    expect(await indicesOf(count - 1, count + 9, 5)).toEqual([count - 1]);
    expect((await service.lines('other', 0, 9, 9)).length).toBe(3);
  });

  test('goes on proving entries whose texts were erased, without them', async () => {
    await eraseTexts(db, { tree, now: () => 1 }, 20);
    expect(await erasePerson(db, { tree, now: () => 1 }, 'auth0|nobody')).toBeUndefined();
    const [old] = await service.proven(tree, count, [8], orgs[0]);
    expect([old?.entry, old?.personal]).toEqual([undefined, undefined]);
    const given = { index: 8, size: count, leaf: leaves[8] ?? new Uint8Array(), root: rootAt(count) };
    expect(verifyInclusion(sha256, { ...given, proof: (old?.proof ?? []).map(bytesOf) })).toBe(true);
    const [gone, there] = await service.lines(tree, 19, 21, 2);
    expect([gone?.entry, gone?.leaf, there?.entry !== undefined]).toEqual([
      ...[undefined, hex(leaves[19] ?? new Uint8Array()), true],
    ]);
  });
});
