// Who may do what, from the database as it is at this moment.

import type { Database } from '../db/database.ts';
import { heldOrgs } from '../db/held-orgs.ts';
import { findLink } from '../db/links.ts';
import { findMember } from '../db/members.ts';
import { connectedOrgOf, findOrg } from '../db/orgs.ts';
import { findTenant } from '../db/tenants.ts';
import type { PersonVerifier } from '../identity/verify-person.ts';
import type { Authority } from './authenticate.ts';

export function createAuthority(db: Database, verifier: PersonVerifier, now: () => number): Authority {
  return {
    verifier,
    now,
    async member(subject) {
      const member = await findMember(db, subject);
      const tenant = member && (await findTenant(db, member.tenantId));
      if (!member || !tenant) return undefined;
      return { tenantId: tenant.id, tenantName: tenant.name, name: member.name, role: member.role };
    },
    async org(orgId) {
      const row = await findOrg(db, orgId);
      return row && connectedOrgOf(row);
    },
    held: async (orgId, tenantId) => (await heldOrgs(db, { orgId, tenantId })).length > 0,
    link: (orgId, subject) => findLink(db, { orgId, subject }),
  };
}
