// Before the end-to-end tests: the extension is built, unless nothing it is made of changed, and worlds share what they begin with.

import { mkdirSync } from 'node:fs';
import { buildExtension } from '../../dev/build-extension.ts';
import forThisRun from '../helpers/prepared-world.ts';

export default async function build(): Promise<() => void> {
  mkdirSync('test-results', { recursive: true });
  await buildExtension('test-results/extension-build.log');
  return forThisRun();
}
