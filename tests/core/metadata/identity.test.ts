// The tables of list identity, held against the merged table of public sources where that is at hand.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { metadataTypes } from '../../../core/component.ts';
import { rulesFor } from '../../../core/metadata/identity.ts';

test('every type of the registry has a table; any other name gets the safe rule', () => {
  for (const type of metadataTypes) expect(rulesFor(type).known).toBe(true);
  for (const other of ['Layout', '', 'constructor', '__proto__', 'toString']) {
    const rules = rulesFor(other);
    expect(rules.known).toBe(false);
    expect(rules.list('anything', 'at_all')?.ordered).toBe(true);
    expect(rules.noise(1, 'locationX', undefined)).toBe(false);
  }
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
  ['ApexClass', 'ApexClass', 'packageVersions', ['namespace'], false],
])('%s: %s/%s', (type, parent, tag, keys, ordered) => {
  expect(rulesFor(type).list(parent, tag)).toMatchObject({ keys, ordered });
});

interface Fixture {
  readonly types: Record<
    string,
    { readonly elements: Record<string, { readonly key: string[] | null; readonly ordered: boolean }> }
  >;
}

const fixture = new URL('../../../../shared/fixtures/xml-keys.json', import.meta.url);
const here = existsSync(fixture);
if (!here) console.warn('skipped: no table of list keys beside the checkout');

/** One tag, several parents: the first key present decides. Filters pair by field, so that a value can change. */
const wider = /(?:filters|inputAssignments|subflows\/outputAssignments)$/;

describe.skipIf(!here)('against the public sources', () => {
  test.each(metadataTypes)('%s', (type) => {
    const { types } = JSON.parse(readFileSync(fixture, 'utf8')) as Fixture;
    for (const [path, { key, ordered }] of Object.entries(types[type]?.elements ?? {})) {
      const [tag = '', parent = type] = path.split('/').reverse();
      const rule = rulesFor(type).list(parent, tag);
      expect(rule?.ordered, path).toBe(ordered);
      if (!wider.test(path)) expect(rule?.keys, path).toEqual(key ?? []);
    }
  });
});
