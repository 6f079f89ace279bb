// Builds the extension once before the end-to-end tests, unless nothing it is made of changed.

import { mkdirSync } from 'node:fs';
import { buildExtension } from '../../dev/build-extension.ts';

export default async function build(): Promise<void> {
  mkdirSync('test-results', { recursive: true });
  await buildExtension('test-results/extension-build.log');
}
