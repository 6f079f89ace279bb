// The versions of a component and the text of one, committed or just read.

import type { OutputOf } from '#contract/index.ts';
import type { ComponentKey, ComponentSource } from '#core/component.ts';
import { liveId } from '#core/revision.ts';
import type { Handlers } from '../http/call.ts';
import type { ComponentRef } from '../parties.ts';

export interface HistoryServices {
  listVersions(
    of: ComponentRef & { orgId: string; next?: string | undefined },
  ): Promise<OutputOf<'history.list'>>;
  readSource(of: ComponentKey & { orgId: string; revision: string }): Promise<ComponentSource>;
  /** What a comparison of this person read. */
  readLiveSource(
    of: ComponentKey & { orgId: string; subject: string; compareId: string },
  ): Promise<ComponentSource>;
}

export function historyRoutes(services: HistoryServices): Pick<Handlers, 'history.list' | 'history.source'> {
  return {
    'history.list': ({ input }) => services.listVersions(input),
    'history.source': async ({ input, person }) => {
      const compareId = liveId(input.revision);
      const source = compareId
        ? await services.readLiveSource({ ...input, subject: person.subject, compareId })
        : await services.readSource(input);
      return { revision: input.revision, files: [...source.files] };
    },
  };
}
