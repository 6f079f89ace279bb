// What we depend on: exact versions, each with its hash, from no named place, under licences that may be passed on.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
const manifest = read('package.json') as Record<string, Record<string, string> | undefined>;
const { '': _own, ...locked } = (read('package-lock.json') as { packages: Record<string, Locked> }).packages;
const packages = Object.entries(locked);

/** Permissive licences, and MPL-2.0, whose files stay under it unchanged. */
const shippable = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MPL-2.0']);
const usable = (licence: string) =>
  licence
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some((choice) =>
      choice.split(' AND ').every((one) => shippable.has(one) || ['BlueOak-1.0.0', 'Zlib'].includes(one)),
    );

test('versions are exact in the manifest', () => {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'];
  const asked = kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}));
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
});

test('every locked package has a hash and names no place', () => {
  expect(packages.length).toBeGreaterThan(100);
  expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('what is shipped may be passed on; what only builds and tests may be used', () => {
  const shipped = packages.filter(([, { dev, devOptional }]) => !dev && !devOptional);
  expect(shipped.length).toBeGreaterThan(50);
  expect(shipped.filter(([, { license = '' }]) => !shippable.has(license))).toEqual([]);
  expect(packages.filter(([, { license = '' }]) => !usable(license))).toEqual([]);
});
