// Documents of any size: read, compared and told without a deep stack, and exactly. `SIZE_MB` says how large.

import process from 'node:process';
import { expect, test } from 'vitest';
import { diffRead } from '../../../core/diff/semantic.ts';
import { parseXml, XmlError } from '../../../core/metadata/parse-xml.ts';
import { newShared } from '../../../core/metadata/xml-scanner.ts';

const megabytes = Number(process.env.SIZE_MB ?? 2);

function document(items: number, changed: number): string {
  const item = (index: number) =>
    `    <fieldPermissions>\n        <editable>${index === changed}</editable>\n        <field>Account.Field_${index}__c</field>\n        <readable>true</readable>\n    </fieldPermissions>\n`;
  return `<Profile xmlns="http://soap.sforce.com/2006/04/metadata">\n${Array.from({ length: items }, (_, index) => item(index)).join('')}</Profile>\n`;
}

const items = Math.ceil((megabytes * 1_000_000) / 165);

test(`one change in ${megabytes} MB is found, and its line`, { timeout: 600_000 }, () => {
  const at = items >> 1;
  const [before, after] = [document(items, -1), document(items, at)];
  expect(before.length).toBeGreaterThan(megabytes * 900_000);
  const shared = newShared();
  const { deltas, exact } = diffRead(
    'Profile',
    parseXml(before, shared),
    parseXml(after, shared),
    before > after,
  );
  expect(exact).toBe(true);
  expect(deltas.map(({ trail }) => trail.map((place) => place.after?.tag))).toEqual([
    ['fieldPermissions', 'editable'],
  ]);
  expect(deltas[0]?.trail[1]?.after?.line).toBe(3 + at * 5);
});

test(`a closing tag is missing at the end of ${megabytes} MB`, { timeout: 600_000 }, () => {
  const text = document(items, -1);
  const cut = text.lastIndexOf('</readable>');
  expect(() => parseXml(text.slice(0, cut) + text.slice(cut + 11))).toThrow(XmlError);
  expect(() => parseXml(text.slice(0, cut))).toThrow(/unclosed tag/);
});
