// The Setup page that a start opens: that of the component edited last, which the sample org's drift is.

import { org } from '../world/names.ts';
import type { World } from '../world.ts';

interface OrgState {
  readonly components: readonly ListedComponent[];
}

export interface ListedComponent {
  readonly type: string;
  readonly fullName: string;
  readonly id: string;
  /** Where Setup shows it. */
  readonly setupPath: string;
  readonly lastModifiedDate: string;
}

/** The address of one component's page in Setup. */
export const setupAddress = ({ setupPath }: Pick<ListedComponent, 'setupPath'>): string =>
  `https://${org.lightningHost}${setupPath}`;

export async function readComponents(control: World['control']): Promise<OrgState['components']> {
  const answer = await fetch(`${control.url}/state`, {
    headers: { authorization: `Bearer ${control.token}` },
  });
  return ((await answer.json()) as OrgState).components;
}

export async function firstPage(world: Pick<World, 'control'>): Promise<string> {
  const components = await readComponents(world.control);
  const latest = [...components].sort((a, b) => b.lastModifiedDate.localeCompare(a.lastModifiedDate))[0];
  return latest ? setupAddress(latest) : `https://${org.lightningHost}/lightning/setup/SetupOneHome/home`;
}
