// Nothing is missed: a difference applied to the one document gives the other, canvas and all.

import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDeltas } from '../../../core/diff/apply.ts';
import { diffDocuments } from '../../../core/diff/semantic.ts';
import { canonicalize, Interner } from '../../../core/metadata/canonical.ts';
import { parseXml, XmlError, type XmlNode } from '../../../core/metadata/parse-xml.ts';
import { documents, style, write } from '../generate.ts';
import { chosenPairs } from './corpus-pairs.ts';
import { expectRoundTrip } from './round-trip.ts';

function isWellFormed(text: string): boolean {
  try {
    parseXml(text);
    return true;
  } catch (error) {
    if (error instanceof XmlError) return false;
    throw error;
  }
}

describe.each(documents)('$type', ({ type, model }) => {
  test('generated documents', () => {
    fc.assert(
      fc.property(model, model, style, (one, other, how) => {
        expectRoundTrip(type, write(one), write(other, how));
      }),
      { numRuns: Number(process.env.FUZZ_ROUNDS ?? 50) },
    );
  });
});

const folder = new URL('cases/', import.meta.url);
const types = new Map(
  readdirSync(folder).map((name) => {
    const expected = readFileSync(new URL(`${name}/expected.json`, folder), 'utf8');
    return [name, (JSON.parse(expected) as { type: string }).type];
  }),
);

test.each([...types])('case %s', (name, type) => {
  const read = (side: string) => readFileSync(new URL(`${name}/${side}.xml`, folder), 'utf8');
  const [before, after] = [read('before'), read('after')];
  if (!isWellFormed(before) || !isWellFormed(after)) return;
  expectRoundTrip(type, before, after);
  expectRoundTrip(type, after, before);
});

test.skipIf(chosenPairs().length === 0).each(chosenPairs())('real pair $name', ({ type, before, after }) => {
  if (isWellFormed(before) && isWellFormed(after)) expectRoundTrip(type, before, after);
});

test('a difference with one change left out gives something else', () => {
  const read = (side: string) =>
    readFileSync(new URL(`many-kinds-of-change-at-once/${side}.xml`, folder), 'utf8');
  const [before, after] = [parseXml(read('before')), parseXml(read('after'))];
  const { deltas, before: canon } = diffDocuments('Flow', before, after, false);
  const interner = new Interner();
  const form = (root: XmlNode, namespace: string) =>
    canonicalize('Flow', { root, namespace, prolog: [], epilog: [] }, interner).full;
  const wanted = form(after.root, after.namespace);
  expect(form(applyDeltas(deltas, canon), '')).toBe(wanted);
  expect(deltas.length).toBeGreaterThan(2);
  for (const missing of deltas) {
    const others = deltas.filter((delta) => delta !== missing);
    expect(form(applyDeltas(others, canon), '')).not.toBe(wanted);
  }
});

test('a renamed element that has its name twice, or lost it', () => {
  const flow = (names: string) =>
    `<Flow><decisions>${names}<label>Big?</label><defaultConnectorLabel>Otherwise</defaultConnectorLabel><rules><name>Yes</name><conditionLogic>and</conditionLogic><label>Yes</label></rules></decisions></Flow>`;
  const once = flow('<name>Old</name>');
  for (const other of ['<name>New</name><name>New</name>', '<name>A</name><name>B</name>', '']) {
    expectRoundTrip('Flow', once, flow(other));
    expectRoundTrip('Flow', flow(other), once);
  }
});
