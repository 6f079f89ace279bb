// Ends an org's connection for everybody, and deletes what was kept of it, in an order that a crash can be repeated after.

import type { InputOf, OutputOf } from '#contract/index.ts';
import { recordAdminEntry } from '../db/admin-log.ts';
import { forgetOrg } from '../db/forget-org.ts';
import { listLinked, removeLink } from '../db/links.ts';
import { findOrg } from '../db/orgs.ts';
import { AppError } from '../errors.ts';
import type { Person } from '../identity/verify-person.ts';
import type { ConnectedOrg, Member, RequestProof } from '../parties.ts';
import type { OrgsDeps } from './deps.ts';
import { type OrgStatus, orgStatus } from './status.ts';
import { connectionState, recordTransition } from './transition.ts';

export interface Disconnect {
  readonly person: Person;
  readonly member: Member;
  readonly org: ConnectedOrg;
  /** The request of `orgs.disconnect` itself. */
  readonly proof: RequestProof;
  readonly input: InputOf<'orgs.disconnect'>;
}

/** Throws `forbidden`, `confirmation_wrong`, and what the delegation service refuses. */
export async function disconnect(
  deps: OrgsDeps,
  { person, member, org, proof, input }: Disconnect,
): Promise<OutputOf<'orgs.disconnect'>> {
  const { db, now } = deps;
  const { orgId, apiHost, name } = org;
  const { subject } = person;
  if (member.role !== 'owner') throw new AppError('forbidden', { detail: 'An owner disconnects an org.' });
  if (input.name.trim() !== name)
    throw new AppError('confirmation_wrong', { detail: `Its name is ${name}.` });
  // First what gives access: from here on nothing new is asked of Salesforce, and tokens in use are dead.
  const { revoked } = await deps.delegation.forget({ what: 'org', orgId, person: proof });
  await deps.stopJobs(orgId);
  const at = now();
  const blocked = (await findOrg(db, orgId))?.state === 'blocked';
  for (const link of await listLinked(db, orgId)) {
    await recordTransition(db, {
      ...{ subject: link.subject, apiHost, orgId, from: blocked ? 'blocked' : link.state },
      ...{ event: 'org_disconnected', by: 'owner', actor: subject, at },
    });
  }
  // Recorded before it is done: what is deleted must not be so without a trace.
  const detail = { name, apiHost, history: input.history, revoked };
  await recordAdminEntry(db, { at, subject, action: 'org.disconnect', orgId, detail });
  const kept = await deps.removeHistory(orgId, input.history);
  await forgetOrg(db, { orgId, apiHost });
  if (kept) {
    await recordAdminEntry(db, { at, subject, action: 'history.keep', orgId, detail: { repository: kept } });
  }
  return kept ? { revoked, kept } : { revoked };
}

export interface Unlink {
  readonly person: Person;
  readonly org: ConnectedOrg;
  /** The request of `orgs.unlink` itself. */
  readonly proof: RequestProof;
}

/** The person's own Salesforce user; what they recorded in history stays theirs. */
export async function unlink(deps: OrgsDeps, { person, org, proof }: Unlink): Promise<OrgStatus> {
  const { db, now } = deps;
  const { orgId, apiHost } = org;
  const { subject } = person;
  await deps.delegation.forget({ what: 'link', orgId, person: proof });
  const from = await connectionState(db, { subject, apiHost }, now(), await findOrg(db, orgId));
  if (await removeLink(db, { orgId, subject })) {
    const at = now();
    await recordTransition(db, { subject, apiHost, orgId, from, event: 'unlinked', by: 'person', at });
    await recordAdminEntry(db, { at, subject, action: 'user.unlink', orgId });
  }
  return orgStatus(deps, { subject, apiHost });
}
