// The Merkle tree: the vectors of Certificate Transparency, and the laws of its proofs over trees of many sizes.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appendLeaf,
  consistencyPath,
  emptyFrontier,
  type Frontier,
  hashLeaf,
  inclusionPath,
  rootOf,
  type Span,
  verifyConsistency,
  verifyInclusion,
} from '../../../core/log/merkle.ts';
import { auditPath, bytesOf, consistency, hex, leafHash, sha256, treeHash } from './trees.ts';

// The leaves, heads and proofs that Certificate Transparency’s own tests have (transparency-dev/merkle, testonly).
const data = [
  ...['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
].map(bytesOf);
const heads = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const head = (size: number) => bytesOf(heads[size] ?? '');
const node = {
  leaf0: '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  leaves23: '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  leaf4: 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  leaves45: '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  leaves67: 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  leaves4567: '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
};
const leaves = data.map((bytes) => hashLeaf(sha256, bytes));

const grow = (all: readonly Uint8Array[]): Frontier =>
  all.reduce((frontier, leaf) => appendLeaf(sha256, frontier, leaf), emptyFrontier);
const root = (all: readonly Uint8Array[]) => rootOf(sha256, grow(all));
const hashesOf = (all: readonly Uint8Array[], path: readonly Span[]) =>
  path.map(({ from, leaves: count }) => treeHash(all.slice(from, from + count)));

describe('the vectors of Certificate Transparency', () => {
  test.each(heads.map((expected, size) => [size, expected] as const))(
    'the head of %i leaves',
    (size, expected) => {
      expect(hex(root(leaves.slice(0, size)))).toBe(expected);
    },
  );

  test.each([
    [0, 1, []],
    [0, 8, [node.leaf0, node.leaves23, node.leaves4567]],
    [5, 8, [node.leaf4, node.leaves67, heads[4] ?? '']],
    [2, 3, [heads[2] ?? '']],
    [1, 5, [heads[1] ?? '', node.leaves23, node.leaf4]],
  ] as const)('leaf %i is in the tree of %i', (index, size, proof) => {
    const all = leaves.slice(0, size);
    expect(hashesOf(all, inclusionPath(index, size)).map(hex)).toEqual(proof);
    const given = { index, size, leaf: leafHash(data[index] ?? bytesOf('')), root: head(size) };
    expect(verifyInclusion(sha256, { ...given, proof: proof.map(bytesOf) })).toBe(true);
  });

  test.each([
    [1, 1, []],
    [1, 8, [node.leaf0, node.leaves23, node.leaves4567]],
    [6, 8, [node.leaves45, node.leaves67, heads[4] ?? '']],
    [2, 5, [node.leaves23, node.leaf4]],
  ] as const)('the tree of %i is the beginning of that of %i', (first, second, proof) => {
    expect(hashesOf(leaves, consistencyPath(first, second)).map(hex)).toEqual(proof);
    const given = { first, firstRoot: head(first), second, secondRoot: head(second) };
    expect(verifyConsistency(sha256, { ...given, proof: proof.map(bytesOf) })).toBe(true);
  });
});

const many = Array.from({ length: 300 }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));
const size = fc.integer({ min: 1, max: many.length });
/** One way to spoil a proof, by a number that says where. */
const spoilings = ['flip', 'drop', 'repeat', 'swap', 'add', 'cut', 'move a byte'] as const;

function spoiled(
  proof: readonly Uint8Array[],
  how: (typeof spoilings)[number],
  place: number,
): readonly Uint8Array[] {
  const at = proof.length === 0 ? 0 : place % proof.length;
  const copy = proof.map((hash) => Uint8Array.from(hash));
  const [here, next] = [copy[at], copy[at + 1]];
  if (how === 'add' || !here) return [...copy, leafHash(Buffer.of(place & 255))];
  if (how === 'drop') return copy.toSpliced(at, 1);
  if (how === 'repeat') return copy.toSpliced(at, 0, here);
  if (how === 'cut') return copy.with(at, here.slice(0, 31));
  if (how === 'swap' && next && hex(next) !== hex(here)) return copy.with(at, next).with(at + 1, here);
  if (how === 'move a byte' && next) {
    const [last = 0] = here.slice(31);
    return copy.with(at, here.slice(0, 31)).with(at + 1, Uint8Array.of(last, ...next));
  }
  here[place % 32] = (here[place % 32] ?? 0) ^ (1 << (place % 8));
  return copy;
}

describe('every proof', () => {
  test('that a leaf is in a tree verifies, is the one of the RFC, and no altered one does', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), fc.constantFrom(...spoilings), (count, some, place, how) => {
        const all = many.slice(0, count);
        const index = some % count;
        const leaf = all[index] ?? new Uint8Array();
        const proof = hashesOf(all, inclusionPath(index, count));
        expect(proof.map(hex)).toEqual(auditPath(index, all).map(hex));
        const given = { index, size: count, leaf, proof, root: root(all) };
        expect(verifyInclusion(sha256, given)).toBe(true);
        const wrong = [
          { ...given, proof: spoiled(proof, how, place) },
          { ...given, leaf: many[(index + 1) % many.length] ?? leaf },
          { ...given, leaf: Uint8Array.of(...leaf, 0) },
          { ...given, index: count },
          { ...given, index: index - 1 },
          { ...given, index: index + 0.5 },
          { ...given, root: root(many.slice(0, (count % many.length) + 1)) },
          ...(count > 1 ? [{ ...given, index: (index + 1) % count }] : []),
          ...(proof.length > 0 ? [{ ...given, size: count - 1, proof: [] }] : []),
        ];
        for (const one of wrong) expect(verifyInclusion(sha256, one)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('that a tree is the beginning of another verifies, is the one of the RFC, and no altered one does', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), fc.constantFrom(...spoilings), (one, other, place, how) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        const all = many.slice(0, second);
        const proof = hashesOf(all, consistencyPath(first, second));
        expect(proof.map(hex)).toEqual(consistency(first, all).map(hex));
        const [firstRoot, secondRoot] = [root(all.slice(0, first)), root(all)];
        const given = { first, firstRoot, second, secondRoot, proof };
        expect(verifyConsistency(sha256, given)).toBe(true);
        const flip = (hash: Uint8Array) => hash.with(place % 32, (hash[place % 32] ?? 0) ^ 1);
        const wrong = [
          { ...given, proof: spoiled(proof, how, place) },
          { ...given, firstRoot: flip(firstRoot) },
          { ...given, secondRoot: flip(secondRoot) },
          { ...given, first: second, second: first, proof: first === second ? [firstRoot] : proof },
          { ...given, first: -1 },
          ...(first === second
            ? []
            : [
                { ...given, second: first },
                { ...given, first: second },
              ]),
        ];
        for (const each of wrong) expect(verifyConsistency(sha256, each)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('from the empty tree is empty, and is no proof for another root', () => {
    const given = { first: 0, firstRoot: head(0), second: 8, secondRoot: head(8), proof: [] };
    expect(consistencyPath(0, 8)).toEqual([]);
    expect(verifyConsistency(sha256, given)).toBe(true);
    expect(verifyConsistency(sha256, { ...given, firstRoot: head(1) })).toBe(false);
    expect(verifyConsistency(sha256, { ...given, proof: [head(1)] })).toBe(false);
  });
});

describe('a tree that grows', () => {
  test('has the root of the RFC at every size, and names each subtree that a leaf completes', () => {
    let frontier = emptyFrontier;
    const completed = new Map<string, string>();
    for (const [index, leaf] of many.entries()) {
      frontier = appendLeaf(sha256, frontier, leaf, (level, at, hash) =>
        completed.set(`${level}/${at}`, hex(hash)),
      );
      expect(hex(rootOf(sha256, frontier))).toBe(hex(treeHash(many.slice(0, index + 1))));
    }
    for (let level = 1; 2 ** level <= many.length; level += 1) {
      const leavesOf = 2 ** level;
      for (let at = 0; (at + 1) * leavesOf <= many.length; at += 1) {
        const part = many.slice(at * leavesOf, (at + 1) * leavesOf);
        expect(completed.get(`${level}/${at}`)).toBe(hex(treeHash(part)));
        completed.delete(`${level}/${at}`);
      }
    }
    expect(completed.size).toBe(0);
  });

  test('goes on beyond 2^31 leaves', () => {
    const peaks = Array.from({ length: 33 }, () => many[0] ?? new Uint8Array());
    const full = { size: 2 ** 33 - 1, peaks };
    const grown = appendLeaf(sha256, full, many[1] ?? new Uint8Array());
    expect([grown.size, grown.peaks.length]).toEqual([2 ** 33, 1]);
    expect(inclusionPath(2 ** 32, 2 ** 33).length).toBe(33);
    expect(() => appendLeaf(sha256, { ...full, peaks: [] }, many[1] ?? new Uint8Array())).toThrow(
      /does not fit/,
    );
  });
});

test('bytes that move between a leaf and the hash beside it are no proof, though they hash to the same', () => {
  const all = many.slice(0, 2);
  const [leaf = new Uint8Array(), beside = new Uint8Array()] = all;
  const given = { index: 0, size: 2, root: root(all) };
  expect(verifyInclusion(sha256, { ...given, leaf, proof: [beside] })).toBe(true);
  const longer = Uint8Array.of(...leaf, beside[0] ?? 0);
  expect(verifyInclusion(sha256, { ...given, leaf: longer, proof: [beside.slice(1)] })).toBe(false);
});
