// Services that answer from all of an org's history or not at all.

import type { Reading } from './reading.ts';

export function wholeOnly(guard: Reading['guard']) {
  return {
    /** Half a history is never taken for all of it. */
    whole:
      <Of extends { readonly orgId: string }, Answer>(service: (of: Of) => Promise<Answer>) =>
      async (of: Of): Promise<Answer> => {
        await guard(of.orgId);
        return service(of);
      },
    /** The same for what takes its time: an import may have begun meanwhile. */
    wholeThroughout:
      <Of extends { readonly org: { readonly orgId: string } }, Answer>(
        service: (of: Of) => Promise<Answer>,
      ) =>
      async (of: Of): Promise<Answer> => {
        await guard(of.org.orgId);
        const answer = await service(of);
        await guard(of.org.orgId);
        return answer;
      },
  };
}
