// The connect page: this installation's values, and what an org shows to anybody.

import type { InputOf, OutputOf } from '#contract/index.ts';
import type { Handlers } from '../http/call.ts';
import type { Member } from '../parties.ts';

export interface GuideServices {
  guideValues(of: { member: Member | undefined }): Promise<OutputOf<'guide.values'>>;
  guideCheck(of: {
    member: Member | undefined;
    input: InputOf<'guide.check'>;
  }): Promise<OutputOf<'guide.check'>>;
}

export function guideRoutes(services: GuideServices): Pick<Handlers, 'guide.values' | 'guide.check'> {
  return {
    'guide.values': ({ member }) => services.guideValues({ member }),
    'guide.check': ({ member, input }) => services.guideCheck({ member, input }),
  };
}
