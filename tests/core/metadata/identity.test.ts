// The tables of list identity: complete, sourced, and held against the merged table of public sources where that is at hand.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { metadataTypes } from '../../../core/component.ts';
import { type ListRule, rulesFor, tabledTypes, tableOf } from '../../../core/metadata/identity.ts';
import { reasons, sources } from '../../../core/metadata/rules/legend.ts';
import { type Row, rowsOf } from '../../../core/metadata/rules/table.ts';
import { deviations, lettersOf, type PublicTable } from './tables.ts';

test('every type of the registry has a table; any other name gets the safe rule', () => {
  for (const type of metadataTypes) expect(rulesFor(type).known).toBe(true);
  for (const other of ['Layouts', '', 'constructor', '__proto__', 'toString']) {
    const rules = rulesFor(other);
    expect(rules.known).toBe(false);
    expect(rules.list('anything', 'at_all')?.ordered).toBe(true);
    expect(rules.noise(1, 'locationX', undefined)).toBe(false);
    expect(rules.isAnyType('anything')).toBe(true);
  }
});

test('rules are made once for each type', () => {
  expect(rulesFor('Layout')).toBe(rulesFor('Layout'));
});

test.each([
  ['PermissionSet', 'PermissionSet', 'fieldPermissions', ['field'], false],
  ['Flow', 'Flow', 'decisions', ['name'], false],
  ['Flow', 'decisions', 'rules', ['name'], true],
  ['Flow', 'screens', 'rules', [], true],
  ['Flow', 'rules', 'conditions', [], true],
  ['Flow', 'screens', 'fields', ['name', 'objectFieldReference'], true],
  ['Flow', 'recordLookups', 'queriedFields', ['#text'], false],
  ['Flow', 'recordLookups', 'outputAssignments', ['field', 'assignToReference'], false],
  ['Flow', 'subflows', 'outputAssignments', ['name'], false],
  ['ApexClass', 'ApexClass', 'packageVersions', ['namespace'], false],
  ['CustomObject', 'CustomObject', 'fields', ['fullName'], false],
  ['CustomObject', 'compactLayouts', 'fields', ['#text'], true],
  ['CustomObject', 'indexes', 'fields', ['name'], true],
  ['CustomObject', 'valueSetDefinition', 'value', ['fullName'], true],
  ['Layout', 'sidebarComponents', 'relatedLists', ['name'], false],
  ['Layout', 'Layout', 'relatedLists', ['relatedList'], true],
  ['Report', 'buckets', 'values', ['value'], true],
  ['Report', 'formattingRules', 'values', [], false],
])('%s: %s/%s', (type, parent, tag, keys, ordered) => {
  expect(rulesFor(type).list(parent, tag)).toMatchObject({ keys, ordered });
});

test.each([
  ['CustomField', 'filterItems', 'value'],
  ['CustomObject', 'filters', 'value'],
  ['CustomObject', 'listViews', 'queue'],
  ['ListView', 'ListView', 'queue'],
  ['ApprovalProcess', 'criteriaItems', 'field'],
  ['Report', 'criteriaItems', 'snapshot'],
])('%s: %s/%s is one value, though a list elsewhere has its name', (type, parent, tag) => {
  expect(rulesFor(type).list(parent, tag)).toBeUndefined();
});

describe('kinds of values', () => {
  test.each([
    ['Profile', 'editable', 'boolean'],
    ['CustomField', 'externalId', 'boolean'],
    ['ConnectedApp', 'isSecretRequiredForRefreshToken', 'boolean'],
    ['Layout', 'customLabel', 'boolean'],
    ['EmbeddedServiceConfig', 'customLabel', 'text'],
    ['CustomLabels', 'value', 'text'],
    ['Flow', 'issueText', 'text'],
    ['Dashboard', 'gaugeMax', 'double'],
    ['Certificate', 'expirationDate', 'dateTime'],
    ['CustomField', 'length', 'text'],
    ['Nothing', 'editable', 'text'],
  ])('%s: %s is %s', (type, tag, kind) => expect(rulesFor(type).kind(tag)).toBe(kind));
});

const rows = tabledTypes.flatMap((type) => rowsOf(tableOf(type) ?? {}).map((row) => ({ type, ...row })));

test('every row names a source, an ordered one its reason too, and no list has two rules', () => {
  for (const { type, marks, tags } of rows) {
    const place = `${type} ${tags.join(' ')}`;
    expect(marks, place).toMatch(
      new RegExp(`^[${Object.keys(sources).join('')}]+[${Object.keys(reasons).join('')}]?$`),
    );
    expect(tags.length, place).toBeGreaterThan(0);
  }
  for (const type of tabledTypes) {
    const tags = rows.filter((row) => row.type === type).flatMap((row) => row.tags);
    expect(
      tags.filter((tag, index) => tags.indexOf(tag) !== index),
      type,
    ).toEqual([]);
  }
});

const fixture = new URL('../../../../shared/fixtures/xml-keys.json', import.meta.url);
const here = existsSync(fixture);
if (!here) console.warn('skipped: no table of list keys beside the checkout');

describe.skipIf(!here)('against the public sources', () => {
  const nothing: PublicTable = { types: {}, everywhere: {}, notInWsdlAsLists: {} };
  const { types, everywhere, notInWsdlAsLists } = here
    ? (JSON.parse(readFileSync(fixture, 'utf8')) as PublicTable)
    : nothing;
  const used = new Set<(typeof deviations)[number]>();

  test.each(Object.keys(types))('%s', (type) => {
    expect(tabledTypes).toContain(type);
    for (const [path, { key, ordered, basis }] of Object.entries(types[type]?.elements ?? {})) {
      const place = `${type} ${path}`;
      const [tag = '', parent = type] = path.split('/').reverse();
      const other = deviations.find(({ where }) => where.test(place));
      if (other) used.add(other);
      const rule = rulesFor(type).list(parent, tag);
      const alternatives = basis.includes('first one present');
      const theirs = key ? key.join(alternatives ? '|' : '+') : '-';
      expect(rule?.ordered, place).toBe(other?.ordered ?? ordered);
      if (other?.key === '?') expect(written(rule), place).toMatch(/^\?(?:field|column)$/);
      else expect(written(rule), place).toBe(other?.key ?? theirs);
      const marks = rowOf(type, parent, tag)?.marks ?? '';
      if (other?.ordered === undefined)
        for (const letter of lettersOf(basis)) expect(marks, place).toContain(letter);
    }
  });

  test('lists that the WSDL does not have', () => {
    for (const [place, { key }] of Object.entries(notInWsdlAsLists)) {
      const [type = '', path = ''] = place.split('.');
      const [tag = '', parent = type] = path.split('/').reverse();
      if (key) expect(rulesFor(type).list(parent, tag)?.keys, place).toEqual(key);
    }
    expect(rulesFor('CustomFieldTranslation').list('CustomFieldTranslation', 'picklistValues')?.keys).toEqual(
      ['masterLabel'],
    );
    expect(rulesFor('Flow').list('anything', 'processMetadataValues')?.keys).toEqual(
      everywhere.processMetadataValues?.key,
    );
    expect(rulesFor('Package').list('Package', 'types')?.keys).toEqual(
      everywhere['types (package.xml)']?.key,
    );
  });

  test('every deviation is needed', () => {
    expect(deviations.filter((one) => !used.has(one))).toEqual([]);
  });
});

function rowOf(type: string, parent: string, tag: string): Row | undefined {
  const own = rows.filter((row) => row.type === type);
  return (
    own.find(({ tags }) => tags.includes(`${parent}/${tag}`)) ?? own.find(({ tags }) => tags.includes(tag))
  );
}

function written(rule: ListRule | undefined): string {
  if (!rule) return 'no rule';
  if (rule.keys.length === 0) return rule.likely ? `?${rule.likely}` : '-';
  return rule.keys.join(rule.by === 'first' ? '|' : '+');
}
