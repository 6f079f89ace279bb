// The people of an account, and the end of a membership: their links go with it, at once.

import type { OutputOf } from '#contract/index.ts';
import { recordAdminEntry } from '../db/admin-log.ts';
import { inTransaction, lock } from '../db/engine.ts';
import { linksOfPerson, removeLink } from '../db/links.ts';
import {
  listMembers as listRows,
  type Member as MemberRow,
  removeMember as removeRow,
} from '../db/members.ts';
import { AppError } from '../errors.ts';
import type { Person } from '../identity/verify-person.ts';
import type { Member, RequestProof } from '../parties.ts';
import type { OrgsDeps } from './deps.ts';
import { recordTransition } from './transition.ts';

export async function listMembers(
  { db }: Pick<OrgsDeps, 'db'>,
  tenantId: string,
): Promise<OutputOf<'members.list'>['members']> {
  return (await listRows(db, tenantId)).map(({ subject, name, role }) => ({ subject, name, role }));
}

export interface RemoveMember {
  readonly person: Person;
  readonly member: Member | undefined;
  /** The request of `members.remove` itself. */
  readonly proof: RequestProof;
  /** Whose membership ends. */
  readonly subject: string;
}

/** Throws `forbidden`, `not_found`, `last_owner`. Who leaves may be the owner themselves, while another is left. */
export async function removeMember(
  deps: OrgsDeps,
  { person, member, proof, subject }: RemoveMember,
): Promise<OutputOf<'members.remove'>> {
  const { db, now } = deps;
  if (member?.role !== 'owner') throw new AppError('forbidden', { detail: 'An owner removes members.' });
  const { tenantId } = member;
  const leaving = await memberWhoMayLeave(db, { tenantId, subject });
  await deps.delegation.forget({ what: 'member', subject, person: proof });
  const links = await linksOfPerson(db, { tenantId, subject });
  const at = now();
  const actor = person.subject;
  for (const { orgId, apiHost, state, orgState } of links) {
    await removeLink(db, { orgId, subject });
    const from = orgState === 'blocked' ? 'blocked' : state;
    await recordTransition(db, {
      ...{ subject, apiHost, orgId, from, event: 'removed', by: 'owner', actor, at },
    });
  }
  await inTransaction(db, async (transaction) => {
    await lock(transaction, `members:${tenantId}`);
    // Meanwhile the other owner may have left.
    await memberWhoMayLeave(transaction, { tenantId, subject });
    await removeRow(transaction, { tenantId, subject });
    const detail = { tenant: tenantId, member: subject, role: leaving.role };
    await recordAdminEntry(transaction, { at, subject: actor, action: 'member.remove', detail });
  });
  return { unlinked: links.length };
}

async function memberWhoMayLeave(
  db: Parameters<typeof listRows>[0],
  { tenantId, subject }: { tenantId: string; subject: string },
): Promise<MemberRow> {
  const members = await listRows(db, tenantId);
  const leaving = members.find((one) => one.subject === subject);
  if (!leaving) throw new AppError('not_found', { detail: 'There is no such member.' });
  const owners = members.filter(({ role }) => role === 'owner');
  if (leaving.role === 'owner' && owners.length === 1) throw new AppError('last_owner');
  return leaving;
}
