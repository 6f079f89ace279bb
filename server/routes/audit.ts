// Who asked Salesforce for a token, when, why, and what came of it.

import type { OutputOf } from '#contract/index.ts';
import type { Handlers } from '../http/call.ts';

export interface AuditServices {
  listAccess(of: {
    orgId: string;
    tenantId: string;
    type?: string | undefined;
    fullName?: string | undefined;
  }): Promise<OutputOf<'audit.list'>['entries']>;
}

export function auditRoutes(services: AuditServices): Pick<Handlers, 'audit.list'> {
  return {
    'audit.list': async ({ input, member }) => ({
      entries: await services.listAccess({ ...input, tenantId: member.tenantId }),
    }),
  };
}
