// What a job of each purpose may do at Salesforce: a closed list, and how often.

import { metadataTypes, type TypeDescriptor, typeRegistry } from '#core/component.ts';
import type { Purpose } from '../delegation/protocol.ts';
import { AppError } from '../errors.ts';

/** A query of one object of one API, or one SOAP operation. Nothing here writes. */
type ToolingObject = NonNullable<TypeDescriptor['tooling']>['object'];

export type Operation =
  | 'data:Dashboard'
  | 'data:Document'
  | 'data:EmailTemplate'
  | 'data:LoginHistory'
  | 'data:Organization'
  | 'data:PermissionSet'
  | 'data:Report'
  | 'data:User'
  | 'data:UserPermissionAccess'
  | `tooling:${ToolingObject}`
  | 'tooling:AuraDefinition'
  | 'tooling:Flow'
  | 'tooling:Document'
  | 'tooling:LightningComponentResource'
  | 'tooling:StaticResource'
  | 'soap:listMetadata'
  | 'soap:readMetadata'
  | 'soap:retrieve'
  | 'soap:checkRetrieveStatus';

interface Allowance {
  readonly operations: readonly Operation[];
  /** Requests a job may make. */
  readonly calls: number;
  /** Tokens asked for anew after Salesforce ended one. */
  readonly remints: number;
}

const reading: readonly Operation[] = [
  'data:Dashboard',
  'data:Document',
  'data:EmailTemplate',
  'data:PermissionSet',
  'data:Report',
  'tooling:AuraDefinition',
  'tooling:Flow',
  'tooling:Document',
  'tooling:LightningComponentResource',
  'tooling:StaticResource',
  ...metadataTypes.flatMap((type): Operation[] => {
    const { lane, tooling } = typeRegistry[type];
    return lane === 'tooling' && tooling ? [`tooling:${tooling.object}`] : [];
  }),
  'soap:listMetadata',
  'soap:readMetadata',
  'soap:retrieve',
  'soap:checkRetrieveStatus',
];

export const allowances: Readonly<Record<Purpose, Allowance>> = {
  probe: {
    operations: ['data:Organization', 'data:User', 'data:UserPermissionAccess'],
    calls: 6,
    remints: 1,
  },
  standing: { operations: ['data:User', 'data:UserPermissionAccess'], calls: 4, remints: 1 },
  // A retrieve is asked again and again whether it is done.
  compare: { operations: reading, calls: 30, remints: 1 },
  sync: { operations: reading, calls: 2000, remints: 4 },
  // A page holds up to 2,000 rows.
  reconcile: {
    operations: ['data:LoginHistory', 'data:User', 'data:UserPermissionAccess'],
    calls: 60,
    remints: 1,
  },
};

/** Throws: a caller of ours that asks for more than its purpose is a bug, and is stopped here. */
export function checkOperation(purpose: Purpose, operation: Operation, callsBefore: number): void {
  const { operations, calls } = allowances[purpose];
  if (!operations.includes(operation)) throw new Error(`A ${purpose} may not do ${operation}.`);
  if (callsBefore >= calls) {
    throw new AppError('salesforce_error', { detail: `A ${purpose} may make ${calls} requests; it has.` });
  }
}
