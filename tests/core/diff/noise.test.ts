// The noise lane says exactly what differs beside the meaning: each kind alone, several together, and beside a change.

import { describe, expect, test } from 'vitest';
import { diffFile } from '../../../core/diff/file.ts';
import { leftoversOf } from '../../../core/diff/noise-pieces.ts';
import { Dice, mutatedTree } from './mutate.ts';

const xsi = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const permission = (field: string, read = 'true') =>
  `    <fieldPermissions>\n        <editable>false</editable>\n        <field>${field}</field>\n        <readable>${read}</readable>\n    </fieldPermissions>\n`;
const objectPermission = (object: string, more = '') =>
  `    <objectPermissions>\n        <allowRead>true</allowRead>\n        <object>${object}</object>\n${more}    </objectPermissions>\n`;
const set = (inner: string, attributes = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"${attributes}>\n${inner}</PermissionSet>\n`;
const base = set(
  `${permission('Account.Fax')}${permission('Account.Site')}${objectPermission('Case')}    <label>It's</label>\n`,
);
const byDefault = '        <viewAllFields>false</viewAllFields>\n';

const kinds: readonly [what: string, other: string, expected: readonly string[]][] = [
  ['line endings', base.replaceAll('\n', '\r\n'), ['line endings: LF → CRLF']],
  ['some line endings', base.replace('\n', '\r\n'), ['line endings: LF → mixed']],
  ['final newline', base.trimEnd(), ['final newline: yes → no']],
  ['byte order mark', `\uFEFF${base}`, ['byte order mark: no → yes']],
  [
    'declaration',
    base.replace(/^.*\n/, ''),
    ['XML declaration: <?xml version="1.0" encoding="UTF-8"?> → none'],
  ],
  ['tabs', base.replaceAll('    ', '\t'), ['indentation: 4 spaces → 1 tab']],
  ['blank lines', base.replace('    <label>', '\n\n    <label>'), ['blank lines']],
  ['no line breaks', base.replace(/>\n\s*</g, '><'), ['line breaks']],
  ['blank space before a line ends', base.replace('</field>\n', '</field>  \n'), ['blank space']],
  ['order of items', swapped(base), ['order of elements']],
  ['order within an item', base.replace(/( *<editable>.*\n)( *<field>.*\n)/, '$2$1'), ['order of elements']],
  ['entities', base.replace("It's", 'It&apos;s'), ['spelling of characters']],
  ['CDATA', base.replace("It's", "<![CDATA[It's]]>"), ['spelling of characters']],
  ['values', base.replace('<readable>true', '<readable>1'), ['spelling of values']],
  ['blanks in tags', base.replace('<label>', '<label >'), ['spelling of tags']],
  [
    'a null',
    base
      .replace('    <label>', '    <license xsi:nil="true"/>\n    <label>')
      .replace('metadata">', `metadata"${xsi}>`),
    ['namespace declarations', 'null elements: left out → written'],
  ],
  [
    'a default',
    base.replace('<object>Case</object>\n', `<object>Case</object>\n${byDefault}`),
    ['default values: left out → written'],
  ],
  [
    'what readMetadata wraps around',
    base.replace('    <label>', '    <fullName>Sales</fullName>\n    <label>'),
    ['name and type of the record: left out → written'],
  ],
];

function swapped(text: string): string {
  return text
    .replace(permission('Account.Fax'), '')
    .replace(permission('Account.Site'), (one) => one + permission('Account.Fax'));
}

function noiseOf(before: string, after: string) {
  const { diff } = diffFile({ name: 'a-meta.xml', role: 'metadata', type: 'PermissionSet', before, after });
  const told = diff.noise.map(({ where, before: old, after: now }) => {
    const what = where.replace('Formatting: ', '');
    // How many of each line ending there are goes with the edit.
    return old === undefined ? what : `${what}: ${old} → ${now?.replace(/ \(.*\)/, '')}`;
  });
  return { changes: diff.changes.length, told };
}

describe('each kind', () => {
  test.each(kinds)('%s, and nothing else', (_what, other, expected) => {
    expect(noiseOf(base, other)).toEqual({ changes: 0, told: expected });
  });

  test.each(kinds)('%s, beside a change in meaning', (_what, other, expected) => {
    const edited = other.replace(/(Account\.Site<[\s\S]*?readable>)true/, '$1false');
    expect(edited).not.toBe(other);
    expect(noiseOf(base, edited)).toEqual({ changes: 1, told: expected });
  });

  // With one of the two gone there is no order left.
  const others = kinds.filter(([what]) => what !== 'order of items');
  test.each(others)('%s, beside an item that came and one that went', (_what, other, expected) => {
    const edited = other.replace(/Account\.Site/, 'Account.Industry');
    expect(noiseOf(base, edited)).toEqual({ changes: 2, told: expected });
  });
});

test('what came with a change is no noise', () => {
  const with_ = (inner: string) => set(`${permission('Account.Fax')}${inner}`);
  expect(noiseOf(with_(''), with_(objectPermission('Case', byDefault))).told).toEqual([]);
  expect(noiseOf(with_(''), with_(permission('Account.Site'))).told).toEqual([]);
  const on = byDefault.replace('false', 'true');
  expect(
    noiseOf(with_(objectPermission('Case', byDefault)), with_(objectPermission('Case', on))).told,
  ).toEqual([]);
});

test('passing over what both have in common finds what looking at everything finds', () => {
  const dice = new Dice(7);
  const items = Array.from({ length: 300 }, (_, index) => permission(`Account.Field_${index % 250}__c`)).join(
    '',
  );
  const long = set(items);
  for (let round = 0; round < 60; round++) {
    const other = mutatedTree(long, dice) ?? long;
    // A comment at the end makes it look at everything.
    const found = leftoversOf(long, other, 0, 0);
    const whole = leftoversOf(`${long}<!---->`, `${other}<!---->`, 0, 0);
    const told = (left: typeof found) =>
      left &&
      [left.before, left.after].map((side) =>
        side.map(({ content, count }) => `${content} × ${count}`).sort(),
      );
    expect(told(found)).toEqual(told(whole));
  }
});
