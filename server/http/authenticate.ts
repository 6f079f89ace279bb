// Finds out who asks and whether they may: token and proof, membership, the org's tenant, standing.

import type { FastifyRequest } from 'fastify';
import type { Access } from '#contract/endpoint.ts';
import { AppError } from '../errors.ts';
import type { Person, PersonVerifier } from '../identity/verify-person.ts';
import type { ConnectedOrg, Link, Member, RequestProof } from '../parties.ts';
import type { RateLimits } from './rate-limit.ts';

export interface Authority {
  readonly verifier: PersonVerifier;
  /** Read anew for every request: a change of role works at once. */
  member(subject: string): Promise<Member | undefined>;
  org(orgId: string): Promise<ConnectedOrg | undefined>;
  /** Whether the org was once the account's. */
  held(orgId: string, tenantId: string): Promise<boolean>;
  link(orgId: string, subject: string): Promise<Link | undefined>;
  /** Epoch ms. */
  now(): number;
}

/** The request's own proof, as it came. */
export function proofOf(request: FastifyRequest): RequestProof {
  const { authorization = '', dpop } = request.headers;
  return {
    method: request.method,
    path: request.url.split('?')[0] ?? '',
    authorization,
    dpop: typeof dpop === 'string' ? dpop : '',
  };
}

/** Throws `not_authenticated` or `use_dpop_nonce`; a refusal counts against the address, a stale nonce does not. */
export async function authenticate(
  request: FastifyRequest,
  { verifier }: Pick<Authority, 'verifier'>,
  limits: RateLimits,
): Promise<Person> {
  const { method, path, authorization, dpop } = proofOf(request);
  try {
    return await verifier.verify({ method, path, headers: { authorization, dpop } });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_authenticated') {
      await limits.countRefusal(request.ip);
    }
    throw error;
  }
}

/**
 * The org of a call, for a member of the tenant that owns it. An org of another tenant and one that nobody
 * connected get the same answer. Its records stay open to the owners of a tenant that has disconnected it.
 */
export async function authorizeOrg(
  authority: Authority,
  access: Access,
  orgId: string,
  member: Member | undefined,
): Promise<{ org?: ConnectedOrg; member: Member }> {
  const org = await authority.org(orgId);
  if (org && member && org.tenantId === member.tenantId) return { org, member };
  const owner = access === 'record' && member?.role === 'owner';
  if (owner && (await authority.held(orgId, member.tenantId))) return { member };
  throw new AppError('org_not_connected');
}

/** The person's link to the org, confirmed by Salesforce within the last quarter of an hour; none where none is needed. */
export async function requireAccess(
  authority: Authority,
  access: Access,
  orgId: string,
  subject: string,
  role: Member['role'] | undefined,
): Promise<Link | undefined> {
  if (access === 'person' || (access === 'record' && role === 'owner')) return undefined;
  const link = await authority.link(orgId, subject);
  if (!link) throw new AppError('not_linked');
  if ((link.standingUntil ?? 0) <= authority.now()) {
    throw new AppError('no_standing', link.reason ? { detail: link.reason } : {});
  }
  return link;
}
