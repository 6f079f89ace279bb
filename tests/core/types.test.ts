// The registry of types: its page is up to date, ids lead where the published prefixes say, and nothing is in two places.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type MetadataType, metadataTypes, typeRegistry } from '../../core/component.ts';
import { sharedPrefixes, typeOfPrefix } from '../../core/setup/key-prefix.ts';
import { leftOut } from '../../core/types/left-out.ts';
import { componentTypesPage } from '../../scripts/component-types.ts';

test('docs/types.md is up to date: node scripts/component-types.ts writes it', () => {
  expect(readFileSync(new URL('../../docs/types.md', import.meta.url), 'utf8')).toBe(componentTypesPage());
});

test('a type is in the registry or left out with a reason, not both', () => {
  expect(metadataTypes.filter((type) => Object.hasOwn(leftOut, type))).toEqual([]);
});

describe.each(metadataTypes)('%s', (type) => {
  const { keyPrefixes, suffix, directory, inFolder, isFolder, part } = typeRegistry[type];

  test('its ids lead to it', () => {
    for (const prefix of keyPrefixes) {
      expect([typeOfPrefix(`${prefix}5g00000AbCdE`), ...(sharedPrefixes[prefix] ?? [])]).toContain(type);
    }
  });

  test('no other type has its files', () => {
    const isOtherKind = (other: MetadataType) => typeRegistry[other].isFolder !== isFolder;
    const same = metadataTypes.filter(
      (other) =>
        (typeRegistry[other].suffix === suffix ||
          (typeRegistry[other].directory === directory && !isOtherKind(other))) &&
        !(part && typeRegistry[other].part && typeRegistry[other].part.element !== part.element),
    );
    expect(same).toEqual([type]);
  });

  test('the folders it lies in are a type of the registry, and lie where it does', () => {
    if (inFolder === undefined) return;
    expect(metadataTypes.filter((other) => typeRegistry[other].isFolder)).toContain(inFolder);
    expect(typeRegistry[inFolder as MetadataType].directory).toBe(directory);
  });
});
