// Laws that hold for every document: what is equal, what a swap does, what a permutation does.

import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestRising } from '../../../core/diff/anchors.ts';
import { diffFile } from '../../../core/diff/file.ts';
import { sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml } from '../../../core/metadata/parse-xml.ts';
import { documents, flow, type Model, plain, style, write } from '../generate.ts';
import { facts, mirrored } from './facts.ts';

const runs = { numRuns: 100 * Number(process.env.LAW_RUNS ?? 1) };

function diff(type: string, before: string, after: string) {
  return diffFile({ name: 'x-meta.xml', role: 'metadata', type, before, after }).diff;
}

function same(type: string, a: string, b: string): boolean {
  return sameMeaning(type, parseXml(a), parseXml(b));
}

describe.each(documents)('$type', ({ type, model }) => {
  test('a document written in two ways means the same', () => {
    fc.assert(
      fc.property(model, style, style, (doc, one, other) => {
        expect(same(type, write(doc, one), write(doc, other))).toBe(true);
      }),
      runs,
    );
  });

  test('however it is written, there is no change, and the noise lane tells of any other difference', () => {
    fc.assert(
      fc.property(model, style, style, (doc, one, other) => {
        const [before, after] = [write(doc, one), write(doc, other)];
        const found = diff(type, before, after);
        expect(found.changes).toEqual([]);
        expect(found.fallback).toBeUndefined();
        expect(found.noise.length > 0).toBe(before !== after);
      }),
      runs,
    );
  });

  test('there is a change exactly when the meaning differs', () => {
    fc.assert(
      fc.property(model, model, style, (one, other, how) => {
        const [before, after] = [write(one), write(other, how)];
        expect(diff(type, before, after).changes.length === 0).toBe(same(type, before, after));
      }),
      runs,
    );
  });

  test('swapping the sides swaps the changes and nothing else', () => {
    fc.assert(
      fc.property(model, model, (one, other) => {
        const there = diff(type, write(one), write(other));
        const back = diff(type, write(other), write(one));
        expect(facts(back.changes.map(mirrored))).toEqual(facts(there.changes));
        expect(facts(back.noise.map(mirrored))).toEqual(facts(there.noise));
      }),
      runs,
    );
  });

  test('canonical text means what its source means, comes out the same again, and from any writing', () => {
    fc.assert(
      fc.property(model, style, (doc, how) => {
        const source = write(doc, { ...how, shuffle: 0 });
        const text = canonicalText(type, source);
        expect(same(type, source, text)).toBe(true);
        expect(canonicalText(type, text)).toBe(text);
        expect(text).toBe(canonicalText(type, write(doc)));
      }),
      runs,
    );
  });
});

test('permuting an ordered list gives exactly the moves', () => {
  const rules = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(
      rules.chain((order) =>
        fc.tuple(fc.constant(order), fc.shuffledSubarray(order, { minLength: order.length })),
      ),
      ([order, other]) => {
        const found = diff('Flow', write(withRules(order)), write(withRules(other)));
        const places = other.map((one) => order.indexOf(one));
        expect(found.changes.map(({ kind }) => kind)).toEqual(
          new Array(order.length - longestRising(places).length).fill('moved'),
        );
      },
    ),
    runs,
  );
});

test('a moved element on the canvas is noise, whatever else stays', () => {
  fc.assert(
    fc.property(flow, fc.integer({ min: 1, max: 500 }), (doc, by) => {
      const moved = shifted(doc, by);
      const found = diff('Flow', write(doc), write(moved));
      const decisions = doc.children.filter(({ tag }) => tag === 'decisions');
      expect(found.changes).toEqual([]);
      expect(found.noise.filter(({ where }) => where.endsWith('position on canvas'))).toHaveLength(
        decisions.length,
      );
    }),
    runs,
  );
});

function withRules(names: readonly number[]): Model {
  const leaf = (tag: string, text: string): Model => ({ tag, text, children: [], order: 'set' });
  const rules = names.map(
    (name): Model => ({
      tag: 'rules',
      order: 'list',
      children: [leaf('name', `Rule_${name}`), leaf('conditionLogic', 'and')],
    }),
  );
  const decision: Model = { tag: 'decisions', order: 'set', children: [leaf('name', 'Is_VIP'), ...rules] };
  return { tag: 'Flow', order: 'set', children: [decision] };
}

function shifted(model: Model, by: number): Model {
  const text = model.tag === 'locationX' ? String(Number(model.text) + by) : model.text;
  return { ...model, text, children: model.children.map((child) => shifted(child, by)) };
}

test('the plain style is what Salesforce writes', () => {
  const doc: Model = {
    tag: 'PermissionSet',
    order: 'set',
    children: [{ tag: 'label', text: 'Sales', children: [], order: 'set' }],
  };
  expect(canonicalText('PermissionSet', write(doc, plain))).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n    <label>Sales</label>\n</PermissionSet>\n',
  );
});
