// The page about metadata types says what the tables say.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { metadataTypesPage } from '../../../scripts/metadata-types.ts';

test('docs/metadata-types.md is up to date: node scripts/metadata-types.ts writes it', () => {
  const page = readFileSync(new URL('../../../docs/metadata-types.md', import.meta.url), 'utf8');
  expect(page).toBe(metadataTypesPage());
});
