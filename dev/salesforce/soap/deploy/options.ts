// DeployOptions as SOAP elements or JSON give them.

import type { XmlElement } from '../../xml.ts';
import { flagOf, onlyChildren, textOf, texts } from '../values.ts';

export interface DeployOptions {
  readonly allowMissingFiles: boolean;
  readonly autoUpdatePackage: boolean;
  readonly checkOnly: boolean;
  readonly ignoreWarnings: boolean;
  readonly performRetrieve: boolean;
  readonly purgeOnDelete: boolean;
  readonly rollbackOnError: boolean;
  readonly runTests: readonly string[] | null;
  readonly singlePackage: boolean;
  readonly testLevel: string | null;
}

const flagNames = [
  'allowMissingFiles',
  'autoUpdatePackage',
  'checkOnly',
  'ignoreWarnings',
  'performRetrieve',
  'purgeOnDelete',
  'rollbackOnError',
  'singlePackage',
] as const;

/** A client may send none; each is false then. */
export function optionsOf(element: XmlElement | undefined): DeployOptions {
  if (element) onlyChildren(element, 'DeployOptions', [...flagNames, 'runTests', 'testLevel']);
  const flags = Object.fromEntries(flagNames.map((name) => [name, flagOf(element, name)]));
  const runTests = element ? texts(element, 'runTests').filter((each) => each !== '') : [];
  return {
    ...(flags as Record<(typeof flagNames)[number], boolean>),
    runTests: runTests.length > 0 ? runTests : null,
    testLevel: textOf(element, 'testLevel') ?? null,
  };
}

/** Undefined for values of another kind. */
export function optionsOfJson(given: unknown): DeployOptions | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const values = given as Readonly<Record<string, unknown>>;
  const flags: Record<string, boolean> = {};
  for (const name of flagNames) {
    const value = values[name] ?? false;
    if (typeof value !== 'boolean') return undefined;
    flags[name] = value;
  }
  const { runTests = null, testLevel = null } = values;
  const tests =
    Array.isArray(runTests) && runTests.every((each) => typeof each === 'string') ? runTests : null;
  if (runTests !== null && tests === null) return undefined;
  if (testLevel !== null && typeof testLevel !== 'string') return undefined;
  return { ...(flags as Record<(typeof flagNames)[number], boolean>), runTests: tests, testLevel };
}
