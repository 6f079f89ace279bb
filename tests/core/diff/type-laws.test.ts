// Laws for documents of every type with a table: what is equal, what a permutation does, what a swap does, what is missed.

import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestRising } from '../../../core/diff/anchors.ts';
import { diffFile } from '../../../core/diff/file.ts';
import { sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { rulesFor } from '../../../core/metadata/identity.ts';
import { parseXml } from '../../../core/metadata/parse-xml.ts';
import { recordToXml } from '../../../core/metadata/soap-record.ts';
import { toolingMetadataToXml } from '../../../core/metadata/tooling-json.ts';
import { alike, choices, documentOf, type List, listsOf, types } from '../generate-types.ts';
import { item, leaf, type Model, style, toTooling, write, writeRecord } from '../write-model.ts';
import { facts, mirrored } from './facts.ts';
import { expectRoundTrip } from './round-trip.ts';

const runs = { numRuns: 2 * Number(process.env.LAW_RUNS ?? 1) };

function diff(type: string, before: string, after: string) {
  return diffFile({ name: 'x-meta.xml', role: 'metadata', type, before, after }).diff;
}

function same(type: string, a: string, b: string): boolean {
  return sameMeaning(type, parseXml(a), parseXml(b));
}

describe.each(types)('%s', (type) => {
  test('however a document is written, in whatever order of its sets, nothing has changed', () => {
    fc.assert(
      fc.property(choices, style, style, (source, one, other) => {
        const model = documentOf(type, source);
        const [before, after] = [write(model, one), write(model, other)];
        expect(same(type, before, after)).toBe(true);
        const found = diff(type, before, after);
        expect(found.changes).toEqual([]);
        expect(found.exact).toBe(true);
        expect(found.noise.length > 0).toBe(before !== after);
      }),
      runs,
    );
  });

  test('there is a change exactly when the meaning differs, the same one in both directions, and none is missed', () => {
    fc.assert(
      fc.property(alike, style, ([one, other], how) => {
        const [before, after] = [write(documentOf(type, one)), write(documentOf(type, other), how)];
        const there = diff(type, before, after);
        expect(there.changes.length === 0).toBe(same(type, before, after));
        const back = diff(type, after, before);
        expect(facts(back.changes.map(mirrored))).toEqual(facts(there.changes));
        expect(facts(back.noise.map(mirrored))).toEqual(facts(there.noise));
        expectRoundTrip(type, before, after);
      }),
      runs,
    );
  });

  test('canonical text means what its source means, comes out the same again, and from any writing', () => {
    fc.assert(
      fc.property(choices, style, (source, how) => {
        const model = documentOf(type, source);
        const written = write(model, { ...how, shuffle: 0 });
        const text = canonicalText(type, written);
        expect(same(type, written, text)).toBe(true);
        expect(canonicalText(type, text)).toBe(text);
        if (!rulesFor(type).named || !how.wrapper) expect(text).toBe(canonicalText(type, write(model)));
      }),
      runs,
    );
  });

  test('what readMetadata and Tooling answer means what the file means', () => {
    fc.assert(
      fc.property(choices, style, (source, how) => {
        const model = documentOf(type, source);
        const file = write(model);
        const record = recordToXml(type, writeRecord(model, how));
        expect(same(type, file, record)).toBe(true);
        expect(diff(type, file, record).changes).toEqual([]);
        if (type === 'CustomMetadata') return;
        const bare = withoutComments(model);
        const isNamed = (parent: string, tag: string) =>
          rulesFor(type).list(parent, tag)?.keys[0] === 'fullName';
        const tooling = toolingMetadataToXml(
          type,
          JSON.parse(JSON.stringify(toTooling(bare, isNamed))),
          'Any.Name',
        );
        expect(same(type, write(bare), tooling)).toBe(true);
      }),
      runs,
    );
  });
});

const lists = types.flatMap((type) =>
  listsOf(type).map((list) => ({ type, list, name: `${list.parent ?? ''}/${list.tag}` })),
);
const order = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 9 });
const permuted = order.chain((one) =>
  fc.tuple(fc.constant(one), fc.shuffledSubarray(one, { minLength: one.length })),
);

describe('permuting', () => {
  test.each(lists.filter(({ list }) => list.ordered))(
    '$type $name, an ordered list, gives exactly the moves',
    ({ type, list }) => {
      fc.assert(
        fc.property(permuted, ([one, other]) => {
          const found = diff(type, write(withItems(type, list, one)), write(withItems(type, list, other)));
          const stay = longestRising(other.map((number) => one.indexOf(number))).length;
          expect(found.changes.map(({ kind }) => kind)).toEqual(new Array(one.length - stay).fill('moved'));
        }),
        { numRuns: Number(process.env.LAW_RUNS ?? 1) },
      );
    },
  );

  test.each(lists.filter(({ list }) => !list.ordered))(
    '$type $name, a set, gives nothing',
    ({ type, list }) => {
      fc.assert(
        fc.property(permuted, ([one, other]) => {
          const [before, after] = [write(withItems(type, list, one)), write(withItems(type, list, other))];
          expect(same(type, before, after)).toBe(true);
          expect(diff(type, before, after).changes).toEqual([]);
        }),
        { numRuns: Number(process.env.LAW_RUNS ?? 1) },
      );
    },
  );
});

test('items that share a key are paired by key, then by equality, then by occurrence', () => {
  const permission = (field: string, on: string) =>
    item('fieldPermissions', [leaf('editable', on), leaf('field', field), leaf('readable', 'true')]);
  const document = (...items: readonly Model[]) => write(item('Profile', items));
  const before = document(permission('A', 'true'), permission('A', 'false'), permission('B', 'true'));
  const reordered = document(permission('A', 'false'), permission('B', 'true'), permission('A', 'true'));
  expect(diff('Profile', before, reordered).changes).toEqual([]);
  const one = document(permission('B', 'true'), permission('A', 'false'));
  expect(diff('Profile', before, one).changes).toMatchObject([{ kind: 'removed' }]);
  const switched = document(permission('A', 'false'), permission('A', 'false'), permission('B', 'true'));
  expect(diff('Profile', before, switched).changes).toMatchObject([
    { kind: 'changed', beforeLines: { start: 4, end: 4 } },
  ]);
});

/** A document with this list only, its items known by number. */
function withItems(type: string, list: List, numbers: readonly number[]): Model {
  const items = numbers.map((number) => numbered(list, number));
  const parent = list.parent ?? type;
  return parent === type ? item(type, items) : item(type, [item(parent, items)]);
}

function numbered({ tag, row, ordered }: List, number: number): Model {
  const kind = ordered ? 'list' : 'set';
  if (row.key === '#text') return leaf(tag, `N${number}`, kind);
  const [path = ''] = row.key.replace(/^[?-]/, '').split(/[+|]/);
  const [child = '', inner] = path.split('.');
  const key = inner ? item(child, [leaf(inner, `N${number}`)]) : leaf(child, `N${number}`);
  return item(tag, [...(child === '' ? [] : [key]), leaf('label', `L${number}`)], kind);
}

function withoutComments(model: Model): Model {
  const children = model.children.filter(({ tag }) => tag !== '#comment').map(withoutComments);
  return { ...model, children };
}
