// Key prefix → metadata type: the first three characters of an id tell what it is. Case matters.

import { metadataTypes, typeRegistry } from '../component.ts';

/** Prefixes that several types share; the Setup node decides. */
export const sharedPrefixes: Readonly<Record<string, readonly string[]>> = {
  '01Q': ['WorkflowRule', 'AssignmentRule', 'AutoResponseRule', 'EscalationRule'],
  '00G': ['Queue', 'Group'],
};

/** Those of the registry, and of what Setup shows beside it. */
const types: Readonly<Record<string, string>> = {
  '0MA': 'Territory2Model',
  '0Xx': 'Bot',
  '0hf': 'GenAiPromptTemplate',
  '01N': 'Scontrol',
  ...Object.fromEntries(
    metadataTypes.flatMap((type) =>
      typeRegistry[type].keyPrefixes
        .filter((prefix) => !Object.hasOwn(sharedPrefixes, prefix))
        .map((prefix) => [prefix, type]),
    ),
  ),
};

/** The metadata type of an id, or undefined for a record and for an unknown prefix. */
export function typeOfPrefix(id: string): string | undefined {
  const prefix = id.slice(0, 3);
  // Custom metadata records have prefixes of their own in every org, all beginning with m.
  if (/^m[0-9A-Za-z]{2}$/.test(prefix)) return 'CustomMetadata';
  return Object.hasOwn(types, prefix) ? types[prefix] : undefined;
}

/** Data that people keep: accounts, contacts, users, records of custom objects. */
const data =
  /^(?:00[1356QTUakov]|01[stu]|02i|50[0-9A-Za-z]|701|80[0-2]|a[0-9A-Za-z]{2}|k[a0-9][0-9A-Za-z]|x[0-9A-Za-z]{2})/;

/** True for a record; false for what is neither a record nor a component: licences, deployments, packages. */
export function isRecord(id: string): boolean {
  return data.test(id);
}
