// The records: who asked Salesforce for a token and what came of it, and what was changed about the account.

import type { InputOf, OutputOf } from '#contract/index.ts';
import { AppError } from '../errors.ts';
import type { Handlers } from '../http/call.ts';
import type { Member } from '../parties.ts';

interface Tenant {
  readonly tenantId: string;
}

export interface AuditServices {
  listAccess(of: InputOf<'audit.list'> & Tenant): Promise<OutputOf<'audit.list'>>;
  countAccess(of: InputOf<'audit.count'> & Tenant): Promise<OutputOf<'audit.count'>>;
  listAdminLog(of: InputOf<'admin.list'> & Tenant): Promise<OutputOf<'admin.list'>>;
  countAdminLog(of: Tenant): Promise<OutputOf<'admin.count'>>;
}

type Names = 'audit.list' | 'audit.count' | 'admin.list' | 'admin.count';

export function auditRoutes(services: AuditServices): Pick<Handlers, Names> {
  return {
    'audit.list': ({ input, member: { tenantId } }) => services.listAccess({ ...input, tenantId }),
    'audit.count': ({ input, member: { tenantId } }) => services.countAccess({ ...input, tenantId }),
    'admin.list': async ({ input, member }) => services.listAdminLog({ ...input, ...tenantOf(member) }),
    'admin.count': async ({ member }) => services.countAdminLog(tenantOf(member)),
  };
}

function tenantOf(member: Member | undefined): Tenant {
  if (!member) throw new AppError('not_a_member');
  if (member.role !== 'owner') {
    throw new AppError('forbidden', { detail: 'An owner reads the administrative log.' });
  }
  return { tenantId: member.tenantId };
}
