// Orgs: which are connected, connecting one by Salesforce's own sign-in, the proof of standing, and the end of it.

import type { EndpointName, InputOf, OutputOf } from '#contract/index.ts';
import { AppError } from '../errors.ts';
import type { Handlers } from '../http/call.ts';
import type { Person } from '../identity/verify-person.ts';
import type { ConnectedOrg, Member, RequestProof } from '../parties.ts';

export type OrgStatus = OutputOf<'orgs.status'>;

type Who = { person: Person; member: Member | undefined };

export interface OrgServices {
  listOrgs(of: {
    tenantId: string;
    subject: string;
    role: Member['role'];
  }): Promise<OutputOf<'orgs.list'>['orgs']>;
  listFormerOrgs(tenantId: string): Promise<OutputOf<'orgs.former'>['orgs']>;
  orgStatus(of: { subject: string; apiHost: string }): Promise<OrgStatus>;
  connectStart(start: InputOf<'orgs.connectStart'> & Who): Promise<OutputOf<'orgs.connectStart'>>;
  connectFinish(finish: InputOf<'orgs.connectFinish'> & Who & { proof: RequestProof }): Promise<OrgStatus>;
  connectRefused(
    refused: InputOf<'orgs.connectRefused'> & { person: Person },
  ): Promise<OutputOf<'orgs.connectRefused'>>;
  proveStanding(of: { person: Person; org: ConnectedOrg; proof: RequestProof }): Promise<OrgStatus>;
  disconnect(of: {
    person: Person;
    member: Member;
    org: ConnectedOrg;
    proof: RequestProof;
    input: InputOf<'orgs.disconnect'>;
  }): Promise<OutputOf<'orgs.disconnect'>>;
  unlink(of: { person: Person; org: ConnectedOrg; proof: RequestProof }): Promise<OrgStatus>;
}

type OrgEndpoints = Extract<EndpointName, `orgs.${string}`>;

export function orgRoutes(services: OrgServices): Pick<Handlers, OrgEndpoints> {
  return {
    'orgs.list': async ({ person: { subject }, member }) => ({
      orgs: member ? await services.listOrgs({ tenantId: member.tenantId, subject, role: member.role }) : [],
    }),
    'orgs.former': async ({ member }) => {
      if (!member) throw new AppError('not_a_member');
      if (member.role !== 'owner') {
        throw new AppError('forbidden', {
          detail: 'An owner reads the records of orgs that are disconnected.',
        });
      }
      return { orgs: await services.listFormerOrgs(member.tenantId) };
    },
    'orgs.status': ({ person, input }) =>
      services.orgStatus({ subject: person.subject, apiHost: input.apiHost }),
    'orgs.connectStart': ({ person, member, input }) => services.connectStart({ ...input, person, member }),
    'orgs.connectFinish': ({ person, member, proof, input }) =>
      services.connectFinish({ ...input, person, member, proof }),
    'orgs.connectRefused': ({ person, input }) => services.connectRefused({ ...input, person }),
    'orgs.standing': ({ person, org, proof }) => services.proveStanding({ person, org, proof }),
    'orgs.disconnect': ({ person, member, org, proof, input }) =>
      services.disconnect({ person, member, org, proof, input }),
    'orgs.unlink': ({ person, org, proof }) => services.unlink({ person, org, proof }),
  };
}
