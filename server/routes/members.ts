// The people of an account.

import type { OutputOf } from '#contract/index.ts';
import { AppError } from '../errors.ts';
import type { Handlers } from '../http/call.ts';
import type { Person } from '../identity/verify-person.ts';
import type { Member, RequestProof } from '../parties.ts';

export interface MemberServices {
  listMembers(tenantId: string): Promise<OutputOf<'members.list'>['members']>;
  removeMember(of: {
    person: Person;
    member: Member | undefined;
    proof: RequestProof;
    subject: string;
  }): Promise<OutputOf<'members.remove'>>;
}

export function memberRoutes(services: MemberServices): Pick<Handlers, 'members.list' | 'members.remove'> {
  return {
    'members.list': async ({ member }) => {
      if (!member) throw new AppError('not_a_member');
      return { members: await services.listMembers(member.tenantId) };
    },
    'members.remove': ({ person, member, proof, input }) =>
      services.removeMember({ person, member, proof, subject: input.subject }),
  };
}
