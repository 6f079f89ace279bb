// Orgs: which are connected, connecting one by Salesforce's own sign-in, and the proof of standing.

import type { InputOf, OutputOf } from '#contract/index.ts';
import type { Handlers } from '../http/call.ts';
import type { Person } from '../identity/verify-person.ts';
import type { ConnectedOrg, Member, RequestProof } from '../parties.ts';

export type OrgStatus = OutputOf<'orgs.status'>;

export interface OrgServices {
  listOrgs(tenantId: string): Promise<OutputOf<'orgs.list'>['orgs']>;
  orgStatus(of: { subject: string; apiHost: string }): Promise<OrgStatus>;
  connectStart(
    start: InputOf<'orgs.connectStart'> & { person: Person; member: Member | undefined },
  ): Promise<OutputOf<'orgs.connectStart'>>;
  connectFinish(
    finish: InputOf<'orgs.connectFinish'> & {
      person: Person;
      member: Member | undefined;
      proof: RequestProof;
    },
  ): Promise<OrgStatus>;
  proveStanding(of: { person: Person; org: ConnectedOrg; proof: RequestProof }): Promise<OrgStatus>;
}

type OrgEndpoints =
  | 'orgs.list'
  | 'orgs.status'
  | 'orgs.connectStart'
  | 'orgs.connectFinish'
  | 'orgs.standing';

export function orgRoutes(services: OrgServices): Pick<Handlers, OrgEndpoints> {
  return {
    'orgs.list': async ({ member }) => ({ orgs: member ? await services.listOrgs(member.tenantId) : [] }),
    'orgs.status': ({ person, input }) =>
      services.orgStatus({ subject: person.subject, apiHost: input.apiHost }),
    'orgs.connectStart': ({ person, member, input }) => services.connectStart({ ...input, person, member }),
    'orgs.connectFinish': ({ person, member, proof, input }) =>
      services.connectFinish({ ...input, person, member, proof }),
    'orgs.standing': ({ person, org, proof }) => services.proveStanding({ person, org, proof }),
  };
}
