// The parties to a request, as http finds them and services are told of them: member, org, link, proof.

import type { MetadataType } from '#core/component.ts';
import type { MemberRole } from './db/tables.ts';

/** The headers that prove a request, as they came: forwarded to the delegation service and nowhere else. */
export interface RequestProof {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  readonly authorization: string;
  readonly dpop: string;
}

export interface Member {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly name: string;
  readonly role: MemberRole;
}

/** The part of an org's row that calls need. */
export interface ConnectedOrg {
  readonly orgId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly apiHost: string;
  readonly loginUrl: string;
  readonly apiVersion: string;
}

/** The tie of a person to their own Salesforce user. */
export interface Link {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly state: 'connected' | 'locked' | 'revoked';
  /** Epoch ms; null before the first proof of standing. */
  readonly standingUntil: number | null;
  /** Why there is no standing, in words. */
  readonly reason: string | null;
}

/** A component as a caller names it: by Salesforce id, by name, or both. */
export interface ComponentRef {
  readonly type: MetadataType;
  readonly id?: string | undefined;
  readonly fullName?: string | undefined;
}
