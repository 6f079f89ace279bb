// Writing follows Salesforce's order: what a WSDL type adds comes last, and files of real orgs keep theirs.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml, type XmlNode } from '../../../core/metadata/parse-xml.ts';

function written(type: string, inner: string): readonly string[] {
  const xml = canonicalText(
    type,
    `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</${type}>`,
  );
  return (parseXml(xml).root.children[0]?.children ?? []).map(({ name }) => name);
}

/** Element, and its children in the order of Metadata API WSDL v63.0, where what a type inherits comes first. */
test.each([
  ['CustomObject', 'fields', 'fullName externalId label type'],
  ['CustomLabels', 'labels', 'fullName categories language protected value'],
  ['CustomApplication', 'actionOverrides', 'actionName comment content formFactor type pageOrSobjectType'],
  [
    'CustomApplication',
    'profileActionOverrides',
    'actionName content pageOrSobjectType recordType type profile',
  ],
  ['SharingRules', 'sharingCriteriaRules', 'fullName accessLevel label sharedTo booleanFilter criteriaItems'],
  ['SharingRules', 'sharingOwnerRules', 'fullName accessLevel label sharedTo sharedFrom'],
  ['StandardValueSet', 'standardValue', 'fullName color default isActive label allowEmail closed won'],
  ['BusinessProcess', 'values', 'fullName default isActive allowEmail closed'],
  ['Translations', 'flowDefinitions', 'flows fullName label'],
  ['Flow', 'subflows', 'processMetadataValues description name label locationX connector flowName'],
])('%s %s', (type, tag, order) => {
  const tags = order.split(' ');
  const inner = [...tags].reverse().map((name) => `<${name}>1</${name}>`);
  expect(written(type, `<${tag}>${inner.join('')}</${tag}>`)).toEqual(tags);
});

test('an output of a flow has its name last', () => {
  const inner =
    '<name>a</name><outputParameters><name>b</name><assignToReference>c</assignToReference></outputParameters>';
  const xml = canonicalText('Flow', `<Flow xmlns="x"><actionCalls>${inner}</actionCalls></Flow>`);
  expect(xml.indexOf('<assignToReference>')).toBeLessThan(xml.indexOf('<name>b'));
});

const corpus = new URL('../../../../shared/corpus/', import.meta.url);
const here = existsSync(corpus);
if (!here) console.warn('skipped: no corpus of real revision pairs beside the checkout');

/** How many elements of the corpus have children in another order, and who wrote them so. */
const real: readonly [folder: string, type: string, others: number, why: string][] = [
  ['flow', 'Flow', 0, ''],
  ['labels', 'CustomLabels', 4, 'labels added by hand, with their categories first'],
  ['layout', 'Layout', 0, ''],
  ['object', 'CustomObject', 17, 'fields and links edited by hand'],
  ['permset', 'PermissionSet', 0, ''],
  ['profile', 'Profile', 6, 'profiles edited by hand, lists put at the end'],
  ['translation', 'Translations', 33_188, 'written by a translation tool: name before label'],
];

describe.skipIf(!here)('real files', () => {
  test.each(real)('%s', (folder, type, others) => {
    let moved = 0;
    for (const name of readdirSync(new URL(`${folder}/`, corpus))) {
      for (const side of ['before', 'after']) {
        const text = readFileSync(new URL(`${folder}/${name}/${side}.xml`, corpus), 'utf8');
        const before = shapes(text);
        if (!before) continue;
        const after = shapes(canonicalText(type, text)) ?? [];
        expect(after).toHaveLength(before.length);
        moved += missing(before, after);
      }
    }
    expect(moved).toBe(others);
  });
});

/** Each element with the names of its children, repeats left out; undefined: not well-formed. */
function shapes(text: string): readonly string[] | undefined {
  const found: string[] = [];
  let waiting: XmlNode[];
  try {
    waiting = [parseXml(text).root];
  } catch {
    return undefined;
  }
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const tags = node.children.map(({ name }) => name).filter((name) => !name.startsWith('#'));
    found.push(`${node.name}: ${tags.filter((tag, index) => tag !== tags[index - 1]).join(' ')}`);
    waiting.push(...node.children);
  }
  return found;
}

function missing(before: readonly string[], after: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const shape of after) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  let gone = 0;
  for (const shape of before) {
    const left = counts.get(shape) ?? 0;
    if (left === 0) gone++;
    else counts.set(shape, left - 1);
  }
  return gone;
}
