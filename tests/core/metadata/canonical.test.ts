// Equal exactly when the meaning is equal: a table of what counts and what does not.

import { describe, expect, test } from 'vitest';
import { canonicalize, Interner, sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml } from '../../../core/metadata/parse-xml.ts';

const wrap = (type: string, inner: string) =>
  `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</${type}>`;

function same(type: string, one: string, other: string): boolean {
  return sameMeaning(type, parseXml(wrap(type, one)), parseXml(wrap(type, other)));
}

describe('does not count', () => {
  const rows: [string, string, string, string][] = [
    ['number spelling', 'ApexClass', '<apiVersion>58.0</apiVersion>', '<apiVersion> 058 </apiVersion>'],
    [
      'number with exponent',
      'Flow',
      '<a><numberValue>12000000.0</numberValue></a>',
      '<a><numberValue>1.2E7</numberValue></a>',
    ],
    [
      'negative zero',
      'Flow',
      '<a><numberValue>-0</numberValue></a>',
      '<a><numberValue>0.0</numberValue></a>',
    ],
    [
      'boolean spelling',
      'PermissionSet',
      '<hasActivationRequired>TRUE</hasActivationRequired>',
      '<hasActivationRequired>1</hasActivationRequired>',
    ],
    [
      'order of different elements',
      'PermissionSet',
      '<label>a</label><license>b</license>',
      '<license>b</license><label>a</label>',
    ],
    ['root fullName', 'Flow', '<fullName>A-1</fullName><label>a</label>', '<label>a</label>'],
    [
      'carriage returns in texts',
      'Flow',
      '<description>a&#13;\nb</description>',
      '<description>a\nb</description>',
    ],
    [
      'time zone spelling',
      'Flow',
      '<a><dateTimeValue>2024-01-01T00:30:00Z</dateTimeValue></a>',
      '<a><dateTimeValue>2023-12-31T23:30:00.000-0100</dateTimeValue></a>',
    ],
  ];
  test.each(rows)('%s', (_name, type, one, other) => expect(same(type, one, other)).toBe(true));
});

describe('counts', () => {
  const rows: [string, string, string, string][] = [
    ['another digit', 'ApexClass', '<apiVersion>58.0</apiVersion>', '<apiVersion>58.1</apiVersion>'],
    [
      'digits beyond what a double holds',
      'Flow',
      '<a><numberValue>9007199254740993</numberValue></a>',
      '<a><numberValue>9007199254740992</numberValue></a>',
    ],
    [
      'numbers in text fields',
      'Flow',
      '<a><stringValue>58</stringValue></a>',
      '<a><stringValue>58.0</stringValue></a>',
    ],
    [
      'leading zeros in text',
      'Flow',
      '<a><stringValue>00123</stringValue></a>',
      '<a><stringValue>123</stringValue></a>',
    ],
    ['spaces in text', 'PermissionSet', '<label>a</label>', '<label>a </label>'],
    ['empty against missing text', 'PermissionSet', '<description/>', ''],
    ['a comment', 'PermissionSet', '<label>a</label>', '<label>a</label><!-- x -->'],
    ['an attribute', 'PermissionSet', '<label>a</label>', '<label x="1">a</label>'],
    [
      'xsi:type below the root',
      'Flow',
      '<label>a</label>',
      '<label xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="y">a</label>',
    ],
    [
      'one item twice',
      'PermissionSet',
      '<userPermissions><name>A</name></userPermissions>',
      '<userPermissions><name>A</name></userPermissions><userPermissions><name>A</name></userPermissions>',
    ],
    [
      'order of conditions',
      'Flow',
      '<d><conditions><a>1</a></conditions><conditions><a>2</a></conditions></d>',
      '<d><conditions><a>2</a></conditions><conditions><a>1</a></conditions></d>',
    ],
    ['order in a list without a table', 'Flow', '<zz>1</zz><zz>2</zz>', '<zz>2</zz><zz>1</zz>'],
    [
      'nulls of types without a table',
      'CustomMetadata',
      '<value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>',
      '',
    ],
    [
      'case of a name',
      'PermissionSet',
      '<userPermissions><name>a</name></userPermissions>',
      '<userPermissions><name>A</name></userPermissions>',
    ],
  ];
  test.each(rows)('%s', (_name, type, one, other) => expect(same(type, one, other)).toBe(false));
});

test('canvas positions are in the noise lane: outside the meaning, inside the whole', () => {
  const interner = new Interner();
  const [one, other] = ['1', '2'].map((x) =>
    canonicalize(
      'Flow',
      parseXml(wrap('Flow', `<decisions><name>A</name><locationX>${x}</locationX></decisions>`)),
      interner,
    ),
  );
  expect(one?.id).toBe(other?.id);
  expect(one?.full).not.toBe(other?.full);
});

test('deep documents are brought into canonical form and written', () => {
  const depth = 50_000;
  const deep = wrap('Flow', '<a>'.repeat(depth) + '</a>'.repeat(depth));
  expect(sameMeaning('Flow', parseXml(deep), parseXml(canonicalText('Flow', deep)))).toBe(true);
});

test('forbidden spellings are not made up: a wrong boolean stays as it is', () => {
  expect(
    canonicalText(
      'PermissionSet',
      wrap('PermissionSet', '<hasActivationRequired>yes</hasActivationRequired>'),
    ),
  ).toContain('>yes<');
});
