// Key prefix → metadata type: the first three characters of an id tell what it is. Case matters.

import { metadataTypes, typeRegistry } from '../component.ts';

/** Prefixes of things that have an id in Setup but are not metadata (users, deployments, audit rows). */
const notMetadata = new Set(['00l', '033', '04t', '0Af', '09S', '0Ym', '0Ya', '00D', '005', '0DS']);

/** Prefixes that several types share; the Setup node decides. */
export const sharedPrefixes: Readonly<Record<string, readonly string[]>> = {
  '01Q': ['WorkflowRule', 'AssignmentRule', 'AutoResponseRule', 'EscalationRule'],
  '00G': ['Queue', 'Group'],
};

/** Those of the registry, and of what Setup shows beside it. */
const types: Readonly<Record<string, string>> = {
  '101': 'CustomLabel',
  '0XA': 'NamedCredential',
  '0SO': 'AuthProvider',
  '0LE': 'SamlSsoConfig',
  '0H4': 'ConnectedApp',
  '0xI': 'ExternalClientApplication',
  '01W': 'WorkflowAlert',
  '04Y': 'WorkflowFieldUpdate',
  '04k': 'WorkflowOutboundMessage',
  '01V': 'WorkflowTask',
  '0JD': 'MatchingRule',
  '04v': 'CallCenter',
  '0MA': 'Territory2Model',
  '00s': 'SharingOwnerRule',
  '00u': 'SharingOwnerRule',
  '01y': 'SharingOwnerRule',
  '02A': 'SharingOwnerRule',
  '03D': 'SharingOwnerRule',
  '03G': 'SharingCriteriaRule',
  '03H': 'SharingCriteriaRule',
  '03I': 'SharingCriteriaRule',
  '0BV': 'SharingCriteriaRule',
  '0D4': 'SharingCriteriaRule',
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
  return types[prefix] ?? (/^m[0-9A-Za-z]{2}$/.test(prefix) ? 'CustomMetadata' : undefined);
}

export function isNotMetadata(id: string): boolean {
  return notMetadata.has(id.slice(0, 3));
}
