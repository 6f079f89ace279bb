// Members: the people of a tenant, by their Auth0 subject, and what they may do.

import type { Database } from './database.ts';
import type { MemberRole } from './tables.ts';

export interface Member {
  readonly tenantId: string;
  /** Auth0 subject: `auth0|ada`. */
  readonly subject: string;
  readonly name: string;
  readonly role: MemberRole;
}

export const memberRoles: readonly MemberRole[] = ['owner', 'release_manager', 'viewer'];

export async function findMember(db: Database, subject: string): Promise<Member | undefined> {
  return await db
    .selectFrom('members')
    .select(['tenant_id as tenantId', 'subject', 'name', 'role'])
    .where('subject', '=', subject)
    .executeTakeFirst();
}

export async function listMembers(db: Database, tenantId: string): Promise<Member[]> {
  return await db
    .selectFrom('members')
    .select(['tenant_id as tenantId', 'subject', 'name', 'role'])
    .where('tenant_id', '=', tenantId)
    .orderBy('subject')
    .execute();
}

/** False when the person is none of this tenant. */
export async function removeMember(
  db: Database,
  { tenantId, subject }: Pick<Member, 'tenantId' | 'subject'>,
): Promise<boolean> {
  const answer = await db
    .deleteFrom('members')
    .where('tenant_id', '=', tenantId)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return answer.numDeletedRows > 0n;
}

/** Adds a person, or gives them this name and role; false when another tenant has them. */
export async function putMember(db: Database, member: Member, at: number): Promise<boolean> {
  const { tenantId, subject, name, role } = member;
  const result = await db
    .insertInto('members')
    .values({ tenant_id: tenantId, subject, name, role, added_at: at })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet({ name, role }).where('members.tenant_id', '=', tenantId),
    )
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
