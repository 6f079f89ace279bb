// The versions of a component, how many there are of which, one of them, and what one holds.

import type { InputOf, OutputOf } from '#contract/index.ts';
import type { ComponentKey, ComponentSource } from '#core/component.ts';
import type { MemberRole } from '../db/tables.ts';
import type { Handlers } from '../http/call.ts';
import type { ComponentRef } from '../parties.ts';

export interface HistoryServices {
  listVersions(of: InputOf<'history.list'>): Promise<OutputOf<'history.list'>>;
  findVersion(
    of: ComponentRef & { orgId: string; revision: string },
  ): Promise<OutputOf<'history.version'>['version']>;
  countVersions(of: ComponentRef & { orgId: string }): Promise<OutputOf<'history.count'>>;
  /** `live:` revisions are what a comparison of this subject read; the role says whether secrets are covered. */
  readSource(
    of: ComponentKey & { orgId: string; subject: string; role: MemberRole; revision: string },
  ): Promise<{ source: ComponentSource; covered: boolean }>;
  readPicture(
    of: ComponentKey & { orgId: string; subject: string; revision: string },
  ): Promise<OutputOf<'history.picture'>['picture']>;
}

export function historyRoutes(
  services: HistoryServices,
): Pick<
  Handlers,
  'history.list' | 'history.version' | 'history.count' | 'history.source' | 'history.picture'
> {
  return {
    'history.list': ({ input }) => services.listVersions(input),
    'history.version': async ({ input }) => ({ version: await services.findVersion(input) }),
    'history.count': ({ input }) => services.countVersions(input),
    'history.source': async ({ input, person, member }) => {
      const of = { ...input, subject: person.subject, role: member.role };
      const { source, covered } = await services.readSource(of);
      return { revision: input.revision, files: [...source.files], ...(covered ? { covered } : {}) };
    },
    'history.picture': async ({ input, person }) => ({
      picture: await services.readPicture({ ...input, subject: person.subject }),
    }),
  };
}
