// The person behind the session, and the end of it.

import type { Handlers } from '../http/call.ts';
import type { Person } from '../identity/verify-person.ts';
import type { RequestProof } from '../parties.ts';

export interface SessionServices {
  /** Deny-lists the access token until it expires, here and at the delegation service. */
  endSession(of: { readonly person: Person; readonly proof: RequestProof }): Promise<void>;
}

export function sessionRoutes(services: SessionServices): Pick<Handlers, 'session.get' | 'session.end'> {
  return {
    'session.get': async ({ person, member }) => ({
      person: { subject: person.subject, name: member?.name ?? person.subject },
      tenant: member ? { id: member.tenantId, name: member.tenantName, role: member.role } : null,
    }),
    'session.end': async ({ person, proof }) => {
      await services.endSession({ person, proof });
      return {};
    },
  };
}
