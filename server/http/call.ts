// What a route's handler is given: checked input, a verified person, and the rows that allow the call.

import type { EndpointName, Endpoints, InputOf, OutputOf } from '#contract/index.ts';
import type { Person } from '../identity/verify-person.ts';
import type { Log } from '../log.ts';
import type { ConnectedOrg, Link, Member, RequestProof } from '../parties.ts';

interface BaseCall<N extends EndpointName> {
  readonly input: InputOf<N>;
  readonly person: Person;
  /** Absent for a person who belongs to no tenant; always there when `org` is. */
  readonly member: Member | undefined;
  readonly log: Log;
}

/** With an org in the path, the caller is a member of the tenant that owns it, or of its records once did. */
type OrgPart<E> = E extends { access: 'record' }
  ? { readonly member: Member }
  : E extends { path: `${string}{orgId}${string}` }
    ? { readonly org: ConnectedOrg; readonly member: Member }
    : unknown;
type LinkPart<E> = E extends { access: 'standing' } ? { readonly link: Link } : unknown;
type ProofPart<E> = E extends { purpose: string } | { forgets: true } | { setsApp: true }
  ? { readonly proof: RequestProof }
  : unknown;

/** Aborted when the caller goes before the answer is there. */
type LeavingPart<E> = E extends { purpose: string } ? { readonly leaving: AbortSignal } : unknown;

export type Call<N extends EndpointName> = BaseCall<N> &
  OrgPart<Endpoints[N]> &
  LinkPart<Endpoints[N]> &
  ProofPart<Endpoints[N]> &
  LeavingPart<Endpoints[N]>;

export type Handler<N extends EndpointName> = (call: Call<N>) => Promise<OutputOf<N>>;

/** One handler for every endpoint of the contract: a missing one does not compile. */
export type Handlers = { readonly [N in EndpointName]: Handler<N> };
