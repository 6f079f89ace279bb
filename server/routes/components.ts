// Components by their Setup id, from history alone.

import type { OutputOf } from '#contract/index.ts';
import type { Handlers } from '../http/call.ts';
import type { ComponentRef } from '../parties.ts';

export interface ComponentServices {
  findComponent(
    ref: ComponentRef & { orgId: string },
  ): Promise<OutputOf<'components.find'>['component'] | undefined>;
}

export function componentRoutes(services: ComponentServices): Pick<Handlers, 'components.find'> {
  return {
    'components.find': async ({ input }) => ({ component: (await services.findComponent(input)) ?? null }),
  };
}
