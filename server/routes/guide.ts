// The connect page: this installation's values, and what an org shows to anybody.

import type { EndpointName, InputOf, OutputOf } from '#contract/index.ts';
import type { Handlers } from '../http/call.ts';
import type { Person } from '../identity/verify-person.ts';
import type { Member, RequestProof } from '../parties.ts';

interface SetApp {
  readonly person: Person;
  readonly member: Member | undefined;
  readonly proof: RequestProof;
}

export interface GuideServices {
  guideValues(of: {
    person: Person;
    member: Member | undefined;
    apiHost: string;
  }): Promise<OutputOf<'guide.values'>>;
  makeOrgKey(of: SetApp & { input: InputOf<'guide.makeKey'> }): Promise<OutputOf<'guide.makeKey'>>;
  nameOrgApp(of: SetApp & { input: InputOf<'guide.nameApp'> }): Promise<OutputOf<'guide.nameApp'>>;
  leaveOrgApp(of: SetApp & { input: InputOf<'guide.leaveApp'> }): Promise<OutputOf<'guide.leaveApp'>>;
  keepOrgApp(of: SetApp & { input: InputOf<'guide.keepApp'> }): Promise<OutputOf<'guide.keepApp'>>;
  guideCheck(of: {
    person: Person;
    member: Member | undefined;
    input: InputOf<'guide.check'>;
  }): Promise<OutputOf<'guide.check'>>;
}

export function guideRoutes(
  services: GuideServices,
): Pick<Handlers, Extract<EndpointName, `guide.${string}`>> {
  return {
    'guide.values': ({ person, member, input }) =>
      services.guideValues({ person, member, apiHost: input.apiHost }),
    'guide.makeKey': ({ person, member, proof, input }) =>
      services.makeOrgKey({ person, member, proof, input }),
    'guide.nameApp': ({ person, member, proof, input }) =>
      services.nameOrgApp({ person, member, proof, input }),
    'guide.leaveApp': ({ person, member, proof, input }) =>
      services.leaveOrgApp({ person, member, proof, input }),
    'guide.keepApp': ({ person, member, proof, input }) =>
      services.keepOrgApp({ person, member, proof, input }),
    'guide.check': ({ person, member, input }) => services.guideCheck({ person, member, input }),
  };
}
