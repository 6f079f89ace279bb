// Equal exactly when the meaning is equal: a table of what counts and what does not.

import { describe, expect, test } from 'vitest';
import { canonicalize, Interner, sameMeaning } from '../../../core/metadata/canonical.ts';
import { canonicalText } from '../../../core/metadata/canonical-text.ts';
import { parseXml } from '../../../core/metadata/parse-xml.ts';
import { workTime } from '../../helpers/work-time.ts';

const wrap = (type: string, inner: string) =>
  `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</${type}>`;

function same(type: string, one: string, other: string): boolean {
  return sameMeaning(type, parseXml(wrap(type, one)), parseXml(wrap(type, other)));
}

const nil = (tag: string) => `<${tag} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>`;

const named = (tag: string, ...names: readonly string[]) =>
  names.map((name) => `<${tag}><fullName>${name}</fullName></${tag}>`).join('');

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
    ['a null against nothing', 'Layout', nil('description'), ''],
    [
      'a permission that older versions do not know',
      'Profile',
      '<objectPermissions><object>A</object><viewAllFields>false</viewAllFields></objectPermissions>',
      '<objectPermissions><object>A</object></objectPermissions>',
    ],
    [
      'order of layout assignments',
      'Profile',
      '<layoutAssignments><layout>A</layout></layoutAssignments><layoutAssignments><layout>A</layout><recordType>B</recordType></layoutAssignments>',
      '<layoutAssignments><layout>A</layout><recordType>B</recordType></layoutAssignments><layoutAssignments><layout>A</layout></layoutAssignments>',
    ],
    [
      'order of items that nothing identifies',
      'EmbeddedServiceConfig',
      '<embeddedServiceFlows><flow>A</flow></embeddedServiceFlows><embeddedServiceFlows><flow>B</flow></embeddedServiceFlows>',
      '<embeddedServiceFlows><flow>B</flow></embeddedServiceFlows><embeddedServiceFlows><flow>A</flow></embeddedServiceFlows>',
    ],
    [
      'order of fields of an object',
      'CustomObject',
      '<fields><fullName>A</fullName></fields><fields><fullName>B</fullName></fields>',
      '<fields><fullName>B</fullName></fields><fields><fullName>A</fullName></fields>',
    ],
    ['the name of a part', 'CustomField', '<fullName>A.B__c</fullName>', '<fullName>B__c</fullName>'],
    ['a null beside the values', 'CustomMetadata', nil('description'), ''],
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
      'a null value of custom metadata',
      'CustomMetadata',
      `<values><field>A</field>${nil('value')}</values>`,
      '<values><field>A</field></values>',
    ],
    [
      'order of picklist values',
      'CustomField',
      `<valueSet><valueSetDefinition>${named('value', 'A', 'B')}</valueSetDefinition></valueSet>`,
      `<valueSet><valueSetDefinition>${named('value', 'B', 'A')}</valueSetDefinition></valueSet>`,
    ],
    [
      'order of a value set',
      'GlobalValueSet',
      named('customValue', 'A', 'B'),
      named('customValue', 'B', 'A'),
    ],
    [
      'order of columns',
      'ListView',
      '<columns>A</columns><columns>B</columns>',
      '<columns>B</columns><columns>A</columns>',
    ],
    [
      'order of layout items',
      'Layout',
      '<layoutSections><layoutColumns><layoutItems><field>A</field></layoutItems><layoutItems><field>B</field></layoutItems></layoutColumns></layoutSections>',
      '<layoutSections><layoutColumns><layoutItems><field>B</field></layoutItems><layoutItems><field>A</field></layoutItems></layoutColumns></layoutSections>',
    ],
    [
      'order of entries of which the first match wins',
      'AssignmentRules',
      `<assignmentRule><fullName>R</fullName><ruleEntry><assignedTo>A</assignedTo></ruleEntry><ruleEntry><assignedTo>B</assignedTo></ruleEntry></assignmentRule>`,
      `<assignmentRule><fullName>R</fullName><ruleEntry><assignedTo>B</assignedTo></ruleEntry><ruleEntry><assignedTo>A</assignedTo></ruleEntry></assignmentRule>`,
    ],
    [
      'a permission switched on that older versions do not know',
      'MutingPermissionSet',
      '<objectPermissions><object>A</object><viewAllFields>true</viewAllFields></objectPermissions>',
      '<objectPermissions><object>A</object></objectPermissions>',
    ],
    [
      'a flag of another type with the same name as a text',
      'EmbeddedServiceConfig',
      '<a><customLabel>1</customLabel></a>',
      '<a><customLabel>true</customLabel></a>',
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

test('deep documents are brought into canonical form and written; endless ones are said to be none', () => {
  const deep = (depth: number) => wrap('Flow', '<a>'.repeat(depth) + '</a>'.repeat(depth));
  expect(sameMeaning('Flow', parseXml(deep(400)), parseXml(canonicalText('Flow', deep(400))))).toBe(true);
  const worked = workTime();
  expect(() => parseXml(deep(1_000_000))).toThrow('more than 500 elements inside each other');
  // Also where each level begins like the one before, which is read in one step.
  expect(() => parseXml(wrap('Flow', '<a><b>x</b>'.repeat(100_000)))).toThrow(/more than 500 elements/);
  expect(worked()).toBeLessThan(5_000);
});

test('forbidden spellings are not made up: a wrong boolean stays as it is', () => {
  expect(
    canonicalText(
      'PermissionSet',
      wrap('PermissionSet', '<hasActivationRequired>yes</hasActivationRequired>'),
    ),
  ).toContain('>yes<');
});
