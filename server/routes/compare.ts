// The one-click compare and the commit of what it read.

import type { OutputOf } from '#contract/index.ts';
import type { CommitCompare } from '../compare/commit.ts';
import type { CompareLive } from '../compare/live.ts';
import type { Handlers } from '../http/call.ts';

export interface CompareServices {
  compareLive(of: CompareLive): Promise<OutputOf<'compare.live'>>;
  commitCompare(of: CommitCompare): Promise<OutputOf<'compare.commit'>>;
}

export function compareRoutes(services: CompareServices): Pick<Handlers, 'compare.live' | 'compare.commit'> {
  return {
    'compare.live': ({ input, person, org, proof, log, leaving }) =>
      services.compareLive({ org, subject: person.subject, proof, log, ref: input, leaving }),
    'compare.commit': ({ input, person, org, member, link }) =>
      services.commitCompare({
        orgId: org.orgId,
        subject: person.subject,
        name: member.name,
        userId: link.userId,
        role: member.role,
        compareId: input.compareId,
        message: input.message,
      }),
  };
}
