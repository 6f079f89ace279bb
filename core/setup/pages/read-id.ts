// What an id in an address opens: a component, one of several types, a record, or nothing of ours.

import { isRecord, sharedPrefixes, typeOfPrefix } from '../key-prefix.ts';
import type { SetupPage } from '../page.ts';
import { toId18 } from '../salesforce-id.ts';

/** Which type a shared prefix means under a Setup node, and whose rules they are. */
const nodeTypes: Readonly<Record<string, { type: string; object?: string }>> = {
  WorkflowRules: { type: 'WorkflowRule' },
  LeadRules: { type: 'AssignmentRule', object: 'Lead' },
  CaseRules: { type: 'AssignmentRule', object: 'Case' },
  LeadResponses: { type: 'AutoResponseRule', object: 'Lead' },
  CaseResponses: { type: 'AutoResponseRule', object: 'Case' },
  CaseEscRules: { type: 'EscalationRule', object: 'Case' },
  Queues: { type: 'Queue' },
  PublicGroups: { type: 'Group' },
};

/** `node` also decides whose business processes are listed. */
const processObjects: Readonly<Record<string, string>> = {
  OpportunityProcess: 'Opportunity',
  LeadProcess: 'Lead',
};

/** `node` is a Setup node, or Classic's `setupid`, which uses the same names; `known` what the page itself says. */
export function readId(id: string, node?: string, known?: string): SetupPage {
  const id18 = toId18(id);
  if (!id18) return { kind: 'malformed' };
  const prefix = id.slice(0, 3);
  const shared = Object.hasOwn(sharedPrefixes, prefix) ? sharedPrefixes[prefix] : undefined;
  if (shared) {
    const told = node && Object.hasOwn(nodeTypes, node) ? nodeTypes[node] : undefined;
    const type = known ?? told?.type;
    if (!type || !shared.includes(type)) return { kind: 'ambiguous', candidates: shared, id, id18 };
    const object = told?.object;
    return { kind: 'component', metadataType: type, id, id18, ...(object ? { objectName: object } : {}) };
  }
  // An older key of connected apps, which no metadata call takes.
  if (prefix === '06P') return { kind: 'ambiguous', metadataType: 'ConnectedApp', id, id18 };
  const type = typeOfPrefix(id);
  if (!type) return { kind: isRecord(id) ? 'record' : 'none', id, id18 };
  const object =
    type === 'BusinessProcess' && node && Object.hasOwn(processObjects, node)
      ? processObjects[node]
      : undefined;
  return { kind: 'component', metadataType: type, id, id18, ...(object ? { objectName: object } : {}) };
}

/** True for what stands where an id would: API names begin with a letter, ids of metadata with a digit or `m`. */
export function standsForId(text: string): boolean {
  return (
    /^\d[0-9A-Za-z]{3,}$/.test(text) ||
    (/^[A-Za-z][0-9A-Za-z]+$/.test(text) && /\d/.test(text) && !!toId18(text))
  );
}
