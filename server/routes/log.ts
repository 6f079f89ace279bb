// The account's audit log, to be checked by whoever belongs to the account, and taken along by its owners.

import type { DelegationClient } from '../delegation/client.ts';
import { AppError } from '../errors.ts';
import type { Handlers } from '../http/call.ts';
import type { Member } from '../parties.ts';

export type LogServices = Pick<DelegationClient, 'logGrowth' | 'logProofs' | 'logLines'>;

type Names = 'log.growth' | 'log.proofs' | 'log.lines';

export function logRoutes(services: LogServices): Pick<Handlers, Names> {
  return {
    'log.growth': async ({ input: { from }, member }) =>
      services.logGrowth({ tenant: known(member).tenantId, from }),
    'log.proofs': ({ input: { orgId, size, indices }, member: { tenantId } }) =>
      services.logProofs({ tenant: tenantId, orgId, size, indices: indices.split(',').map(Number) }),
    'log.lines': async ({ input: { from, to }, member }) => {
      const { role, tenantId } = known(member);
      if (role !== 'owner') throw new AppError('forbidden', { detail: 'An owner exports the audit log.' });
      return services.logLines({ tenant: tenantId, from, to });
    },
  };
}

function known(member: Member | undefined): Member {
  if (!member) throw new AppError('not_a_member');
  return member;
}
