// What a route's handler is given: checked input, a verified person, and the rows that allow the call.

import type { MetadataType } from '#core/component.ts';
import type { EndpointName, Endpoints, InputOf, OutputOf } from '#contract/index.ts';
import type { MemberRole } from '../db/tables.ts';
import type { Log } from '../log.ts';

/** A person whose token and proof were verified for this very request. */
export interface VerifiedPerson {
  /** Auth0 subject. */
  readonly subject: string;
  /** Thumbprint of the key the token is bound to. */
  readonly jkt: string;
  readonly jti: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** The headers that prove this request, as they came: forwarded to the delegation service and nowhere else. */
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
export interface OrgRow {
  readonly orgId: string;
  readonly tenantId: string;
  readonly name: string;
  readonly apiHost: string;
  readonly loginUrl: string;
  readonly apiVersion: string;
}

export interface Link {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  /** Epoch ms; null before the first proof of standing. */
  readonly standingUntil: number | null;
  readonly reason: string | null;
}

/** A component as a caller names it: by Salesforce id, by name, or both. */
export interface ComponentRef {
  readonly type: MetadataType;
  readonly id?: string | undefined;
  readonly fullName?: string | undefined;
}

interface BaseCall<N extends EndpointName> {
  readonly input: InputOf<N>;
  readonly person: VerifiedPerson;
  /** Absent for a person who belongs to no tenant; always there when `org` is. */
  readonly member: Member | undefined;
  readonly log: Log;
}

/** With an org in the path, the caller is a member of the tenant that owns it. */
type OrgPart<E> = E extends { path: `${string}{orgId}${string}` }
  ? { readonly org: OrgRow; readonly member: Member }
  : unknown;
type LinkPart<E> = E extends { access: 'standing' } ? { readonly link: Link } : unknown;
type ProofPart<E> = E extends { purpose: string } ? { readonly proof: RequestProof } : unknown;

export type Call<N extends EndpointName> = BaseCall<N> &
  OrgPart<Endpoints[N]> &
  LinkPart<Endpoints[N]> &
  ProofPart<Endpoints[N]>;

export type Handler<N extends EndpointName> = (call: Call<N>) => Promise<OutputOf<N>>;

/** One handler for every endpoint of the contract: a missing one does not compile. */
export type Handlers = { readonly [N in EndpointName]: Handler<N> };

