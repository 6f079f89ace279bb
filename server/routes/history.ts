// The versions of a component and the text of one, committed or just read.

import type { OutputOf } from '#contract/index.ts';
import type { ComponentKey, ComponentSource } from '#core/component.ts';
import type { Handlers } from '../http/call.ts';
import type { ComponentRef } from '../parties.ts';

export interface HistoryServices {
  listVersions(
    of: ComponentRef & { orgId: string; next?: string | undefined },
  ): Promise<OutputOf<'history.list'>>;
  /** `live:` revisions are what a comparison of this subject read. */
  readSource(
    of: ComponentKey & { orgId: string; subject: string; revision: string },
  ): Promise<ComponentSource>;
}

export function historyRoutes(services: HistoryServices): Pick<Handlers, 'history.list' | 'history.source'> {
  return {
    'history.list': ({ input }) => services.listVersions(input),
    'history.source': async ({ input, person }) => {
      const source = await services.readSource({ ...input, subject: person.subject });
      return { revision: input.revision, files: [...source.files] };
    },
  };
}
