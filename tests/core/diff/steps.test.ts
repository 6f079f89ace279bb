// A comparison told step by step ends as the one that is told at once, and tells its first changes early.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ComponentSource, MetadataType } from '../../../core/component.ts';
import type { Change } from '../../../core/diff/change.ts';
import { diffComponent, diffComponentSteps } from '../../../core/diff/component.ts';
import { Found } from '../../../core/diff/found.ts';
import { asLiveReading, asLiveSteps } from '../../../core/diff/live-reading.ts';
import { batchSize } from '../../../core/diff/steps.ts';

const folder = new URL('cases/', import.meta.url);
const cases = readdirSync(folder).sort();
const read = (name: string, file: string) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8');

function source(text: string, type: MetadataType = 'PermissionSet', code?: string): ComponentSource {
  const content = code === undefined ? [] : [{ role: 'content' as const, name: 'A.cls', text: code }];
  return { type, fullName: 'A', files: [...content, { role: 'metadata', name: 'A-meta.xml', text }] };
}

const permissions = (from: number, count: number) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n${Array.from(
    { length: count },
    (_, index) =>
      `    <fieldPermissions>\n        <editable>${index % 2 === 0}</editable>\n        <field>Account.Field_${from + index}__c</field>\n        <readable>true</readable>\n    </fieldPermissions>\n`,
  ).join('')}</PermissionSet>\n`;

function stepped(before: ComponentSource | null, after: ComponentSource | null) {
  const found = new Found();
  for (const step of diffComponentSteps(before, after)) found.add(step);
  return found.whole();
}

type Sides = readonly [string, ComponentSource | null, ComponentSource | null];
const sides: readonly Sides[] = [
  ...cases.map((name): Sides => {
    const { type } = JSON.parse(read(name, 'expected.json')) as { type: MetadataType };
    return [name, source(read(name, 'before.xml'), type), source(read(name, 'after.xml'), type)];
  }),
  ['created', null, source('<A/>', 'ApexClass', 'x\n')],
  ['deleted', source('<A/>', 'ApexClass', 'x\n'), null],
  ['nothing on either side', null, null],
  ['a file that goes', source('<A/>', 'ApexClass', 'x\n'), source('<A/>', 'ApexClass')],
  ['code and its metadata', source('<A/>', 'ApexClass', 'x\n'), source('<A>1</A>', 'ApexClass', 'y\n')],
  ['many', source(permissions(0, 1600)), source(permissions(800, 1600))],
];

describe.each(sides)('%s', (_, before, after) => {
  test('ends as the whole difference', () => {
    expect(stepped(before, after)).toEqual(diffComponent(before, after));
  });

  test('also as a live reading, the other way round', () => {
    const found = new Found();
    for (const step of asLiveSteps(diffComponentSteps(after, before))) found.add(step);
    expect(found.whole()).toEqual(asLiveReading(diffComponent(after, before)));
  });
});

test('changes come in batches, the first one before the others are put into words', () => {
  const steps = diffComponentSteps(source(permissions(0, 1600)), source(permissions(800, 1600)));
  const batches: (readonly Change[])[] = [];
  const kinds: string[] = [];
  for (const step of steps) {
    kinds.push(step.kind);
    if (step.kind === 'changes') batches.push(step.changes);
  }
  expect(batches.length).toBeGreaterThan(2);
  for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(batchSize);
  expect(kinds.indexOf('changes')).toBeLessThan(kinds.indexOf('noise'));
  expect(kinds.at(-1)).toBe('hunks');
  expect(kinds.indexOf('finished')).toBeLessThan(kinds.indexOf('hunks'));
});

test('how many there will be is known before they are told', () => {
  const found = new Found();
  for (const step of diffComponentSteps(source(permissions(0, 900)), source(permissions(450, 900)))) {
    found.add(step);
    if (step.kind === 'changes') break;
  }
  expect(found.changeCount).toBe(batchSize);
  expect(found.expected).toBeGreaterThanOrEqual(900);
  expect(found.whole()).toBeUndefined();
});
